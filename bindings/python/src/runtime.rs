//! One tokio runtime per process.
//!
//! A forked child has the parent's memory but none of its threads, so a runtime from before the fork
//! would wait for ever. It is left behind, never dropped: dropping would wait for those threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use tokio::runtime::{Builder, Runtime};
use viettel_idc::core::{BoxFuture, Spawn};

static RUNTIME: Mutex<Option<(u32, &'static Runtime)>> = Mutex::new(None);

/// The runtime of this process.
pub(crate) fn runtime() -> PyResult<&'static Runtime> {
    let mut held = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if let Some((owner, runtime)) = *held
        && owner == process
    {
        return Ok(runtime);
    }
    crate::callback::forget_threads();
    RENEWALS.store(0, Ordering::SeqCst);
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("viettel-idc")
        .enable_all()
        .build()
        .map_err(|error| PyRuntimeError::new_err(format!("no thread can be started: {error}")))?;
    let runtime: &'static Runtime = Box::leak(Box::new(runtime));
    *held = Some((process, runtime));
    Ok(runtime)
}

/// Renewals of tokens under way.
static RENEWALS: AtomicUsize = AtomicUsize::new(0);

/// Runs renewals and counts them: a program that ends waits for them for a moment.
#[derive(Debug)]
pub(crate) struct Renewals;

struct Counted;

impl Drop for Counted {
    fn drop(&mut self) {
        RENEWALS.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Spawn for Renewals {
    fn spawn(&self, work: BoxFuture<'static, ()>) -> Result<(), BoxFuture<'static, ()>> {
        let Ok(runtime) = runtime() else {
            return Err(work);
        };
        RENEWALS.fetch_add(1, Ordering::SeqCst);
        let counted = Counted;
        runtime.spawn(async move {
            let _counted = counted;
            work.await;
        });
        Ok(())
    }
}

pub(crate) fn is_renewing() -> bool {
    RENEWALS.load(Ordering::SeqCst) > 0
}
