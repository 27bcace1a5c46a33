//! The native half of the Python package: the SDK behind three classes that speak JSON.
//!
//! Everything a Python user sees (types, names, errors) is Python; everything that decides anything
//! is the SDK. What stands between is this: requests as JSON in, answers as JSON out, once blocking
//! and once with a callback.

mod callback;
mod client;
mod drive;
mod files;
mod log;
mod outcome;
mod pager;
mod runtime;
mod store;

use pyo3::prelude::*;

/// The module `viettel_idc._native`.
#[pymodule(gil_used = false)]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    log::listen();
    module.add("version", env!("CARGO_PKG_VERSION"))?;
    module.add_function(wrap_pyfunction!(callback::quiesce, module)?)?;
    module.add_function(wrap_pyfunction!(drive::fail_inside, module)?)?;
    module.add_class::<client::Native>()?;
    module.add_class::<pager::NativePager>()?;
    module.add_class::<files::NativeDownload>()?;
    module.add_class::<drive::Job>()
}
