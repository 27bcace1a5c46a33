//! Paged lists.

use std::sync::Arc;

use pyo3::prelude::*;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use viettel_idc::{Drift, Pager};

use crate::drive::drive;
use crate::outcome::Given;

/// A paged list. Calls on it wait for each other.
#[pyclass(frozen)]
pub(crate) struct NativePager(Arc<Mutex<Pager<Value>>>);

impl NativePager {
    pub(crate) fn new(
        mut pager: Pager<Value>,
        per_page: Option<u32>,
        limit: Option<usize>,
    ) -> Self {
        if let Some(per_page) = per_page {
            pager = pager.per_page(per_page);
        }
        if let Some(limit) = limit {
            pager = pager.limit(limit);
        }
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
            let page = pager.next_page().await.transpose()?;
            let report = pager.report();
            let drift: Vec<Value> = report.drift.iter().map(drift).collect();
            let items = page.map(|page| json!({ "items": page.items, "records": page.records }));
            let seen = json!({ "pages": report.pages, "items": report.items, "drift": drift });
            Ok(Given::Json(
                json!({ "page": items, "report": seen }).to_string(),
            ))
        };
        drive(py, work, done)
    }
}

fn drift(drift: &Drift) -> Value {
    match drift {
        Drift::Repeated { id } => json!({ "kind": "repeated", "id": id }),
        Drift::Recounted { before, after } => {
            json!({ "kind": "recounted", "before": before, "after": after })
        }
        Drift::Miscounted { expected, found } => {
            json!({ "kind": "miscounted", "expected": expected, "found": found })
        }
        _ => json!({ "kind": "other" }),
    }
}
