//! A typed answer with the portal's own beside it.

use std::fmt::{self, Debug};
use std::ops::Deref;
use std::sync::Arc;

use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use viettel_idc_wire::Repair;

use crate::response::{Json, Payload, Response};
use crate::rt::Error as RtError;
use crate::{Body, Error, Operation};

/// What the portal answered: the typed value, which it derefs to, and everything else it said.
///
/// ```
/// # fn show(reply: viettel_idc_core::Reply<Vec<String>>) {
/// println!("{} items, HTTP {}", reply.len(), reply.status());
/// for repair in reply.repairs() {
///     eprintln!("the portal sent an unexpected shape: {repair}");
/// }
/// let names: Vec<String> = reply.into_inner();
/// # }
/// ```
#[derive(Clone)]
pub struct Reply<T> {
    value: T,
    meta: Arc<Meta>,
}

struct Meta {
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    raw: Value,
    repairs: Vec<Repair>,
    repaired: usize,
    lost: usize,
    attempts: u32,
}

impl<T> Reply<T> {
    /// The typed value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The JSON as the portal sent it, unknown fields included; `Null` for a file. It may hold
    /// secrets: do not print it.
    pub fn raw(&self) -> &Value {
        &self.meta.raw
    }

    /// What had to be repaired or left out to make the typed value: at most a hundred losses and a
    /// hundred others; [`Reply::repaired`] counts all.
    pub fn repairs(&self) -> &[Repair] {
        &self.meta.repairs
    }

    /// How many repairs there were.
    pub fn repaired(&self) -> usize {
        self.meta.repaired
    }

    /// How many of them lost something.
    pub fn lost(&self) -> usize {
        self.meta.lost
    }

    /// The repairs that lost something: values the portal sent that are missing from the typed
    /// result. [`Reply::raw`] still has them.
    pub fn losses(&self) -> impl Iterator<Item = &Repair> {
        self.meta.repairs.iter().filter(|repair| repair.is_loss())
    }

    /// The operation that was called.
    pub fn operation(&self) -> &'static Operation {
        self.meta.operation
    }

    /// HTTP status.
    pub fn status(&self) -> StatusCode {
        self.meta.status
    }

    /// Headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.meta.headers
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.meta.attempts
    }

    /// The same answer with its typed value turned into another.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Reply<U> {
        Reply {
            value: turn(self.value),
            meta: self.meta,
        }
    }
}

impl<T: DeserializeOwned> Reply<T> {
    /// As [`Reply::decode`], with the signature the generated methods expect.
    #[doc(hidden)]
    pub async fn from_response<E>(response: Response) -> Result<Self, RtError<E>> {
        Self::decode(response).map_err(RtError::Failed)
    }

    /// Types an answer.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Decode`] when the operation answers with a file.
    pub fn decode(response: Response) -> Result<Self, Error> {
        let Reply { value, meta } = Reply::conformed(response)?;
        match serde_json::from_value(value) {
            Ok(value) => Ok(Self { value, meta }),
            // A shape and its type that disagree are a fault of the generator. The call has run.
            Err(error) => Err(fault(meta.operation, &error.to_string())
                .with_status(meta.status)
                .with_attempts(meta.attempts)
                .with_raw(meta.raw.clone())),
        }
    }
}

fn fault(operation: &'static Operation, message: &str) -> Error {
    let error = Error::decode("$", message);
    let error = if operation.safety.may_repeat() {
        error
    } else {
        Error::outcome_unknown(&error)
    };
    error.with_operation(operation)
}

impl Reply<Value> {
    /// An answer in its shape.
    pub(crate) fn conformed(response: Response) -> Result<Self, Error> {
        let Response {
            operation,
            status,
            headers,
            payload,
            attempts,
        } = response;
        let Payload::Json(Json { raw, conformed }) = payload else {
            return Err(
                fault(operation, "expected JSON, the portal sent a file").with_status(status)
            );
        };
        Ok(Self {
            value: conformed.value,
            meta: Arc::new(Meta {
                operation,
                status,
                headers,
                raw,
                repairs: conformed.repairs,
                repaired: conformed.repaired,
                lost: conformed.lost,
                attempts,
            }),
        })
    }
}

impl Reply<Body> {
    /// Hands a file on.
    #[must_use]
    pub fn stream(response: Response) -> Self {
        let Response {
            operation,
            status,
            headers,
            payload,
            attempts,
        } = response;
        let body = match payload {
            Payload::File(body) => body,
            Payload::Json(json) => Body::Full(json.raw.to_string().into()),
        };
        let meta = Meta {
            operation,
            status,
            headers,
            raw: Value::Null,
            repairs: Vec::new(),
            repaired: 0,
            lost: 0,
            attempts,
        };
        Self {
            value: body,
            meta: Arc::new(meta),
        }
    }
}

impl<T> Deref for Reply<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// The typed value only: the raw answer may hold secrets.
impl<T: Debug> Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("operation", &self.meta.operation.id)
            .field("status", &self.meta.status)
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}
