//! Downloads.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;
use viettel_idc_bridge::File;

use crate::drive::drive;
use crate::outcome::Given;

/// A file on its way; it can be read once.
#[pyclass(frozen)]
pub(crate) struct NativeDownload(Arc<File>);

impl NativeDownload {
    pub(crate) fn new(file: File) -> Self {
        Self(Arc::new(file))
    }
}

#[pymethods]
impl NativeDownload {
    #[getter]
    fn content_type(&self) -> Option<&str> {
        self.0.content_type.as_deref()
    }

    #[getter]
    fn file_name(&self) -> Option<&str> {
        self.0.file_name.as_deref()
    }

    #[getter]
    fn size(&self) -> Option<u64> {
        self.0.size
    }

    /// The whole file.
    #[pyo3(signature = (done = None))]
    fn read(&self, py: Python<'_>, done: Option<Py<PyAny>>) -> PyResult<Py<PyAny>> {
        let file = Arc::clone(&self.0);
        drive(
            py,
            async move { Ok(Given::Bytes(file.bytes().await?)) },
            done,
        )
    }

    /// Writes it there.
    #[pyo3(signature = (path, done = None))]
    fn save_to(
        &self,
        py: Python<'_>,
        path: PathBuf,
        done: Option<Py<PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let file = Arc::clone(&self.0);
        let work = async move { Ok(Given::Json(file.save_to(path).await?.to_string())) };
        drive(py, work, done)
    }

    /// The next piece; None at the end.
    #[pyo3(signature = (done = None))]
    fn next_chunk(&self, py: Python<'_>, done: Option<Py<PyAny>>) -> PyResult<Py<PyAny>> {
        let file = Arc::clone(&self.0);
        let work = async move { Ok(file.next().await?.map_or(Given::Nothing, Given::Bytes)) };
        drive(py, work, done)
    }
}
