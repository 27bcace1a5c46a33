//! What the generated methods put on the wire, and what they refuse to.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use viettel_idc_core::wire::Id;
use viettel_idc_core::{
    BoxFuture, Call, Client, Dispatch, Error, ErrorKind, Json, Payload, Response,
};

#[derive(Debug, Default)]
struct Recorder(Mutex<Vec<http::Request<Bytes>>>);

impl Dispatch for Recorder {
    fn dispatch(&self, call: Call) -> BoxFuture<'_, Result<Response, Error>> {
        self.0.lock().unwrap().push(call.request);
        let operation = call.operation;
        let answer = serde_json::json!({ "invoice": {}, "invoices": [] });
        Box::pin(async move {
            Ok(Response {
                operation,
                status: http::StatusCode::OK,
                headers: http::HeaderMap::new(),
                payload: Payload::Json(Json::read(operation, answer)?),
                attempts: 1,
            })
        })
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

fn client() -> (Client, Arc<Recorder>) {
    let recorder = Arc::new(Recorder::default());
    (
        Client::new(
            "https://portal.example.com/api/",
            Arc::clone(&recorder) as _,
        ),
        recorder,
    )
}

#[test]
fn ids_are_encoded_into_the_path() {
    let (client, recorder) = client();
    for (id, path) in [
        ("26", "26"),
        ("a/b", "a%2Fb"),
        ("50%", "50%25"),
        ("a b?c#d", "a%20b%3Fc%23d"),
        ("ệ", "%E1%BB%87"),
    ] {
        block_on(client.billing_invoice(&Id::from(id))).unwrap();
        let request = recorder.0.lock().unwrap().pop().unwrap();
        assert_eq!(
            request.uri().to_string(),
            format!("https://portal.example.com/api/invoice/{path}")
        );
        assert!(
            request.headers().keys().all(|name| name == "accept"),
            "{:?}",
            request.headers()
        );
    }
}

#[test]
fn an_id_that_would_change_the_path_is_refused() {
    let (client, recorder) = client();
    for id in ["", ".", ".."] {
        let error = Error::from(block_on(client.billing_invoice(&Id::from(id))).unwrap_err());
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{id:?}");
        assert!(error.to_string().contains("must not be empty"), "{error}");
    }
    assert!(recorder.0.lock().unwrap().is_empty(), "nothing may be sent");
}

#[test]
fn filters_keep_their_brackets() {
    let (client, recorder) = client();
    let status = "Partly paid & late".into();
    block_on(client.billing_invoices(None, None, Some(&status), Some(2), None)).unwrap();
    let request = recorder.0.lock().unwrap().pop().unwrap();
    assert_eq!(
        request.uri().query(),
        Some("filter%5Bstatus%5D=Partly+paid+%26+late&page=2")
    );
}
