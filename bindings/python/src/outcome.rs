//! What a piece of work gives, as Python gets it: `(True, value)` or `(False, error as JSON)`.

use bytes::Bytes;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use viettel_idc::Error;
use viettel_idc_bridge::{self as bridge, File};

use crate::files::NativeDownload;

/// A result on its way to Python.
pub(crate) enum Given {
    /// JSON text.
    Json(String),
    /// Bytes.
    Bytes(Bytes),
    /// A file that can be read.
    File(Box<File>),
    /// Nothing (more).
    Nothing,
}

/// Why there is no result.
pub(crate) enum Failure {
    /// The call failed.
    Call(Error),
    /// Something in here panicked.
    Fault,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

pub(crate) type Outcome = Result<Given, Failure>;

impl Given {
    fn into_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(match self {
            Self::Json(text) => text.into_pyobject(py)?.into_any().unbind(),
            Self::Bytes(bytes) => PyBytes::new(py, &bytes).into_any().unbind(),
            Self::File(file) => Py::new(py, NativeDownload::new(*file))?.into_any(),
            Self::Nothing => py.None(),
        })
    }
}

pub(crate) fn to_python(py: Python<'_>, outcome: Outcome) -> PyResult<(bool, Py<PyAny>)> {
    match outcome {
        Ok(value) => Ok((true, value.into_python(py)?)),
        Err(Failure::Fault) => Ok((
            false,
            bridge::fault().into_pyobject(py)?.into_any().unbind(),
        )),
        Err(Failure::Call(error)) => Ok((
            false,
            bridge::refusal(&error)
                .into_pyobject(py)?
                .into_any()
                .unbind(),
        )),
    }
}
