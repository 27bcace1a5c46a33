//! Running a piece of work: blocking and interruptible, or with a callback.

use std::panic::AssertUnwindSafe;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use tokio::task::AbortHandle;

use crate::callback::{is_closed, tell_python};
use crate::outcome::{Failure, Outcome, to_python};
use crate::runtime::runtime;

/// How long Ctrl-C may go unnoticed.
const SLICE: Duration = Duration::from_millis(50);

/// A piece of work under way.
#[pyclass(frozen)]
pub(crate) struct Job(AbortHandle);

#[pymethods]
impl Job {
    /// Ends it; an open connection is closed.
    fn cancel(&self) {
        self.0.abort();
    }
}

/// Runs `work`. Without `done` it blocks and gives `(ok, value)`; with it, it gives a [`Job`] and
/// calls `done(ok, value)` from another thread.
pub(crate) fn drive<F>(py: Python<'_>, work: F, done: Option<Py<PyAny>>) -> PyResult<Py<PyAny>>
where
    F: Future<Output = Outcome> + Send + 'static,
{
    let work = AssertUnwindSafe(work)
        .catch_unwind()
        .map(|outcome| outcome.unwrap_or_else(|_| Err(Failure::Fault)));
    let Some(done) = done else {
        return block(py, work);
    };
    if is_closed() {
        // Nobody would ever hear of its end.
        return Err(PyRuntimeError::new_err(
            "the program is ending, and asyncio can no longer be told of results; close earlier, or use Client",
        ));
    }
    let task = runtime()?.spawn(async move {
        let outcome = work.await;
        tell_python(|py| {
            let (ok, value) = to_python(py, outcome)?;
            done.call1(py, (ok, value)).map(drop)
        });
    });
    Ok(Py::new(py, Job(task.abort_handle()))?.into_any())
}

fn block(
    py: Python<'_>,
    work: impl Future<Output = Outcome> + Send + 'static,
) -> PyResult<Py<PyAny>> {
    let (sender, receiver) = sync_channel(1);
    let task = runtime()?.spawn(async move {
        let _ = sender.send(work.await);
    });
    // A receiver alone may not be lent to code that runs without the interpreter.
    let receiver = Mutex::new(receiver);
    let wait = || {
        receiver
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv_timeout(SLICE)
    };
    let outcome = loop {
        match py.detach(wait) {
            Ok(outcome) => break outcome,
            Err(RecvTimeoutError::Timeout) => {
                if let Err(interrupt) = py.check_signals() {
                    task.abort();
                    return Err(interrupt);
                }
            }
            Err(RecvTimeoutError::Disconnected) => break Err(Failure::Fault),
        }
    };
    Ok(to_python(py, outcome)?
        .into_pyobject(py)?
        .into_any()
        .unbind())
}

/// Work that panics, for the tests: it must become an exception of ours.
#[pyfunction]
#[pyo3(signature = (done = None))]
#[allow(clippy::panic)]
pub(crate) fn fail_inside(py: Python<'_>, done: Option<Py<PyAny>>) -> PyResult<Py<PyAny>> {
    drive(py, async { panic!("as asked") }, done)
}
