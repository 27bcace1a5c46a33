//! What a piece of work gives, as Python gets it: `(True, value)` or `(False, error as JSON)`.

use bytes::Bytes;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde_json::{Value, json};
use viettel_idc::core::Untyped;
use viettel_idc::{Download, Error, Reply};

use crate::files::NativeDownload;

/// A result on its way to Python.
pub(crate) enum Given {
    /// JSON text.
    Json(String),
    /// Bytes.
    Bytes(Bytes),
    /// A file that can be read.
    File(Box<Download>),
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
    /// An answer with what the portal sent beside it.
    pub(crate) fn answer(reply: &Reply<Untyped>) -> Self {
        let repairs: Vec<String> = reply.repairs().iter().map(ToString::to_string).collect();
        Self::Json(
            json!({
                "value": ***reply,
                "raw": reply.raw(),
                "status": reply.status().as_u16(),
                "attempts": reply.attempts(),
                "repairs": repairs,
            })
            .to_string(),
        )
    }

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
        Err(Failure::Fault) => Ok((false, fault().into_pyobject(py)?.into_any().unbind())),
        Err(Failure::Call(error)) => Ok((
            false,
            describe(&error).into_pyobject(py)?.into_any().unbind(),
        )),
    }
}

fn fault() -> String {
    let message = "a fault of this package; please report it with what was called";
    json!({ "kind": "internal", "message": message }).to_string()
}

/// Everything an exception carries.
pub(crate) fn describe(error: &Error) -> String {
    let problems: Vec<Value> = error
        .problems()
        .iter()
        .map(|problem| json!({ "code": problem.code, "message": problem.message, "field": problem.field }))
        .collect();
    let mfa = error.mfa().map(|mfa| {
        json!({ "token": mfa.token.expose(), "methods": mfa.methods, "expires_at": mfa.expires_at })
    });
    json!({
        "kind": error.kind().as_str(),
        "message": error.to_string(),
        "operation": error.operation().map(|operation| operation.id),
        "status": error.status().map(|status| status.as_u16()),
        "attempts": error.attempts(),
        "retry_after": error.retry_after().map(|after| after.as_secs_f64()),
        "json_path": error.json_path(),
        "safe_to_repeat": error.is_safe_to_repeat(),
        "problems": problems,
        "mfa": mfa,
        "raw": error.raw(),
    })
    .to_string()
}
