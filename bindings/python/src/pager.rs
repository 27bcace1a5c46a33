//! Paged lists.

use std::sync::Arc;

use pyo3::prelude::*;
use serde_json::Value;
use tokio::sync::Mutex;
use viettel_idc::Pager;
use viettel_idc_bridge as bridge;

use crate::drive::drive;
use crate::outcome::Given;

/// A paged list. Calls on it wait for each other.
#[pyclass(frozen)]
pub(crate) struct NativePager(Arc<Mutex<Pager<Value>>>);

impl NativePager {
    pub(crate) fn new(pager: Pager<Value>) -> Self {
        Self(Arc::new(Mutex::new(pager)))
    }
}

#[pymethods]
impl NativePager {
    /// The next page with what was seen so far; None at the end.
    #[pyo3(signature = (done = None))]
    fn next_page(&self, py: Python<'_>, done: Option<Py<PyAny>>) -> PyResult<Py<PyAny>> {
        let pager = Arc::clone(&self.0);
        let work = async move {
            let mut pager = pager.lock().await;
            Ok(Given::Json(bridge::next_page(&mut pager).await?))
        };
        drive(py, work, done)
    }

    /// What was seen so far; None while a page is fetched.
    fn report(&self) -> Option<String> {
        Some(bridge::report(&*self.0.try_lock().ok()?))
    }
}
