//! The seam between the generated client and whatever decides how one call runs.

use std::fmt::{self, Debug};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

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
#[derive(Debug)]
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

/// What a successful answer holds.
#[derive(Debug)]
pub enum Payload {
    /// A JSON answer.
    Json(Value),
    /// A file.
    File(Body),
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
