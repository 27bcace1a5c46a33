//! Calling Python from our own threads, and not while the interpreter ends.
//!
//! A thread that still holds the interpreter when it is torn down aborts the process. So Python's
//! `atexit` calls [`quiesce`] first: no thread enters any more, and those inside are waited for.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use pyo3::prelude::*;

use crate::runtime::is_renewing;

static INSIDE: AtomicUsize = AtomicUsize::new(0);
static CLOSED: AtomicBool = AtomicBool::new(false);

/// Longest time the end of the program waits for a renewal, and for a callback.
const PATIENCE: Duration = Duration::from_secs(2);

/// Runs `tell` with the interpreter, unless the program is ending.
pub(crate) fn tell_python(tell: impl FnOnce(Python<'_>) -> PyResult<()>) {
    enter(|py| {
        if let Err(error) = tell(py) {
            error.write_unraisable(py, None);
        }
    });
}

/// What `ask` gives, or why it gives nothing.
pub(crate) fn ask_python<T>(ask: impl FnOnce(Python<'_>) -> PyResult<T>) -> Result<T, String> {
    enter(|py| ask(py).map_err(|error| error.to_string()))
        .unwrap_or_else(|| Err("the program is ending".to_owned()))
}

fn enter<T>(run: impl FnOnce(Python<'_>) -> T) -> Option<T> {
    INSIDE.fetch_add(1, Ordering::SeqCst);
    let is_open = !CLOSED.load(Ordering::SeqCst);
    let result = is_open.then(|| Python::try_attach(run)).flatten();
    INSIDE.fetch_sub(1, Ordering::SeqCst);
    result
}

/// Lets a renewal of the tokens end, then waits until no thread of ours is in the interpreter, and
/// lets none in again.
#[pyfunction]
pub(crate) fn quiesce(py: Python<'_>) {
    py.detach(|| {
        wait_while(is_renewing);
        CLOSED.store(true, Ordering::SeqCst);
        wait_while(|| INSIDE.load(Ordering::SeqCst) > 0);
    });
}

fn wait_while(goes_on: impl Fn() -> bool) {
    let start = Instant::now();
    while goes_on() && start.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Whether Python can no longer be told anything.
pub(crate) fn is_closed() -> bool {
    CLOSED.load(Ordering::SeqCst)
}

/// After a fork: the threads that were inside belong to the parent.
pub(crate) fn forget_threads() {
    INSIDE.store(0, Ordering::SeqCst);
}
