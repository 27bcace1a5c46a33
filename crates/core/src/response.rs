//! The seam between the generated client and whatever decides how one call runs.

use std::fmt::{self, Debug};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use viettel_idc_wire::{Conformed, Repair, conform};

use crate::{Body, BoxFuture, CallContext, Error, MaybeSend, MaybeSync, Operation};

/// One call on its way out.
pub struct Call {
    /// Which operation it is.
    pub operation: &'static Operation,
    /// The request, without credentials.
    pub request: http::Request<Bytes>,
    /// What the caller wished for this call.
    pub context: CallContext,
}

/// Without the body, which may hold a password.
impl Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation.id)
            .field("context", &self.context)
            .finish_non_exhaustive()
    }
}

/// Runs calls: credentials, transport, the portal's error envelope, retries.
///
/// A response it returns is a success by every rule of the portal; anything else is an [`Error`].
pub trait Dispatch: Debug + MaybeSend + MaybeSync {
    /// Runs one call.
    fn dispatch(&self, call: Call) -> BoxFuture<'_, Result<Response, Error>>;
}

/// A successful answer, not yet typed.
pub struct Response {
    /// The operation that was called.
    pub operation: &'static Operation,
    /// HTTP status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// What it holds.
    pub payload: Payload,
    /// How many times the request was sent.
    pub attempts: u32,
}

/// What a successful answer holds. Neither prints its content, which may be secret.
#[derive(Debug)]
pub enum Payload {
    /// A JSON answer.
    Json(Json),
    /// A file.
    File(Body),
}

/// A JSON answer as the portal sent it, and brought into its shape.
pub struct Json {
    pub(crate) raw: Value,
    pub(crate) conformed: Conformed,
}

impl Json {
    pub(crate) fn new(raw: Value, conformed: Conformed) -> Self {
        Self { raw, conformed }
    }

    /// How much was sent and is missing from the typed result.
    pub fn lost(&self) -> usize {
        self.conformed.lost
    }

    /// What was sent and is missing from the typed result.
    pub fn losses(&self) -> impl Iterator<Item = &Repair> {
        self.conformed
            .repairs
            .iter()
            .filter(|repair| repair.is_loss())
    }

    /// Brings an answer of this operation into its shape.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Decode`] when it does not fit.
    pub fn read(operation: &'static Operation, raw: Value) -> Result<Self, Error> {
        let fail =
            |path: &str, message: String| Error::decode(path, message).with_operation(operation);
        let Some(shape) = operation.response else {
            return Err(fail(
                "$",
                "expected a file, the portal sent JSON".to_owned(),
            ));
        };
        match conform(&raw, shape) {
            Ok(conformed) => Ok(Self::new(raw, conformed)),
            Err(mismatch) => Err(fail(&mismatch.path, mismatch.to_string()).with_raw(raw)),
        }
    }
}

impl Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} repairs)", self.conformed.repairs.len())
    }
}

/// Without the headers, which may set a cookie.
impl Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("operation", &self.operation.id)
            .field("status", &self.status)
            .field("payload", &self.payload)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

impl Response {
    /// The status as the generated client matches it: the spec knows one success, 200, and the
    /// portal's other 2xx mean the same.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        if self.status.is_success() {
            StatusCode::OK
        } else {
            self.status
        }
    }
}
