//! What comes out of a simulated portal.

use bytes::Bytes;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

/// What becomes of a request.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// An answer.
    Answer(Response<Bytes>),
    /// The connection was never made.
    Refused,
    /// The connection broke before any answer.
    Reset,
    /// The answer breaks off in the middle of its body.
    Truncated(Response<Bytes>),
}

pub(crate) fn json_answer(value: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(value.to_string()));
    response.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=UTF-8"),
    );
    response
}

/// A refusal in the portal's own way: HTTP 200.
pub(crate) fn refusal(code: &str) -> Response<Bytes> {
    json_answer(&json!({ "error": [code] }))
}

pub(crate) fn with_status(mut response: Response<Bytes>, status: StatusCode) -> Response<Bytes> {
    *response.status_mut() = status;
    response
}

pub(crate) fn file(bytes: Bytes, media_type: &'static str, name: &str) -> Response<Bytes> {
    let mut response = Response::new(bytes);
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    response
}

/// A web server's own page.
pub(crate) fn page(status: StatusCode) -> Response<Bytes> {
    let text = format!("<html><body><h1>{status}</h1></body></html>");
    let mut response = with_status(Response::new(Bytes::from(text)), status);
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    response
}
