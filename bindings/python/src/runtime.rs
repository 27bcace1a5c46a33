//! One tokio runtime per process.
//!
//! A forked child has the parent's memory but none of its threads, so a runtime from before the fork
//! would wait for ever. It is left behind, never dropped: dropping would wait for those threads.

use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use tokio::runtime::{Builder, Runtime};

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
