//! A transport that answers as it is told.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use viettel_idc::core::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};

use crate::echo::Echo;

/// What the next requests are answered.
#[derive(Clone, Debug)]
pub(crate) enum Next {
    /// An answer.
    Echo(Echo),
    /// No answer: the transport fails, and its own words repeat what was sent.
    Fail(TransportErrorKind, String),
}

/// Answers every request the same, until it is told otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Portal(Arc<Mutex<Next>>);

impl Portal {
    pub(crate) fn new() -> Self {
        let fail = Next::Fail(TransportErrorKind::NotSent, String::new());
        Self(Arc::new(Mutex::new(fail)))
    }

    pub(crate) fn tell(&self, next: Next) {
        *self.0.lock().unwrap() = next;
    }
}

/// A cause that repeats a text.
#[derive(Debug)]
struct Cause(String);

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot send {}", self.0)
    }
}

impl std::error::Error for Cause {}

impl Transport for Portal {
    fn send(
        &self,
        _: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let next = self.0.lock().unwrap().clone();
        Box::pin(async move {
            match next {
                Next::Echo(echo) => {
                    let mut answer = http::Response::builder().status(echo.status);
                    for (name, value) in &echo.headers {
                        answer = answer.header(*name, value);
                    }
                    Ok(answer.body(Body::Full(echo.body)).unwrap())
                }
                Next::Fail(kind, text) => {
                    Err(TransportError::new(kind, format!("lost {text}")).with_source(Cause(text)))
                }
            }
        })
    }
}
