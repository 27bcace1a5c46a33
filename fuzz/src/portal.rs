//! A transport that answers everything with the same bytes.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use serde_json::Value;
use viettel_idc::core::{Arguments, Body, BoxFuture, Operation, Timer, Transport, TransportError};
use viettel_idc::{Client, TokenPair};

#[derive(Debug)]
struct Canned {
    status: u16,
    headers: Vec<(&'static str, Vec<u8>)>,
    body: Bytes,
}

impl Transport for Canned {
    fn send(
        &self,
        _: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let mut answer = http::Response::new(Body::Full(self.body.clone()));
        *answer.status_mut() = http::StatusCode::from_u16(self.status).unwrap_or_default();
        for (name, value) in &self.headers {
            if let Ok(value) = http::HeaderValue::from_bytes(value) {
                answer.headers_mut().insert(*name, value);
            }
        }
        Box::pin(async move { Ok(answer) })
    }
}

/// Time that passes at once.
#[derive(Debug)]
struct Hasty;

impl Timer for Hasty {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_793_583_000)
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'static, ()> {
        // A time limit must not end a call that is about to be answered.
        Box::pin(async move {
            if wait >= Duration::from_secs(5) {
                std::future::pending::<()>().await;
            }
        })
    }
}

/// A client whose portal always answers this.
pub(crate) fn client(status: u16, headers: Vec<(&'static str, Vec<u8>)>, body: &[u8]) -> Client {
    Client::builder()
        .base_url("https://portal.example.com/api")
        .tokens(TokenPair::new("a.b.c", None))
        .transport(Canned {
            status,
            headers,
            body: Bytes::copy_from_slice(body),
        })
        .timer(Hasty)
        .max_attempts(1)
        .build()
        .unwrap()
}

/// Arguments that an operation can be called with.
pub(crate) fn arguments(operation: &Operation) -> Arguments {
    let mut arguments = Arguments::default();
    for part in operation.path.split('{').skip(1) {
        let name = part.split('}').next().unwrap_or_default();
        arguments.path.insert(name.to_owned(), "1".into());
    }
    arguments.body = Some(serde_json::json!({}));
    arguments
}

/// What a caller with this query gets where this is the answer; nothing when that is an error.
#[must_use]
pub fn called(operation: &Operation, query: &Value, answer: &[u8]) -> Option<Value> {
    let client = client(200, vec![], answer);
    let mut arguments = arguments(operation);
    // Some operations act only with an argument.
    arguments.query = query.as_object().cloned().unwrap_or_default();
    let reply = wait(client.call(operation.id, &arguments)).ok()?;
    Some(reply.into_inner().into_value())
}

/// Runs a call to its end.
pub(crate) fn wait<T>(work: impl Future<Output = T>) -> T {
    thread_local! {
        static RUNTIME: tokio::runtime::Runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    }
    RUNTIME.with(|runtime| runtime.block_on(work))
}
