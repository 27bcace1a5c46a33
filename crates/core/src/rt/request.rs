//! Building requests: the few methods of reqwest's builder the generated code uses, on `http` types.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Uri};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;

use super::QueryParam;
use crate::Error;

/// What the WHATWG URL standard encodes in a path, and the two characters that would change which
/// path it is.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'/')
    .add(b'%')
    .add(b'\\')
    .add(b'^')
    .add(b'|');

/// One path segment, encoded. `.` and `..` cannot be: [`RequestBuilder::build`] refuses them.
#[must_use]
pub fn encode_path(segment: &str) -> String {
    utf8_percent_encode(segment, PATH).to_string()
}

/// Starts requests.
#[derive(Clone, Copy, Debug)]
pub struct RequestFactory;

impl RequestFactory {
    /// Starts a GET request.
    pub fn get(&self, url: String) -> RequestBuilder {
        RequestBuilder::new(Method::GET, url)
    }

    /// Starts a POST request.
    pub fn post(&self, url: String) -> RequestBuilder {
        RequestBuilder::new(Method::POST, url)
    }

    /// Starts a PUT request.
    pub fn put(&self, url: String) -> RequestBuilder {
        RequestBuilder::new(Method::PUT, url)
    }

    /// Starts a DELETE request.
    pub fn delete(&self, url: String) -> RequestBuilder {
        RequestBuilder::new(Method::DELETE, url)
    }
}

/// A request being built.
#[derive(Debug)]
pub struct RequestBuilder {
    method: Method,
    url: String,
    headers: HeaderMap,
    query: Vec<(String, String)>,
    body: Bytes,
    failure: Option<Error>,
}

impl RequestBuilder {
    fn new(method: Method, url: String) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            query: Vec::new(),
            body: Bytes::new(),
            failure: None,
        }
    }

    /// Adds a header.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Adds a query parameter.
    pub fn query<T: Serialize>(mut self, param: &QueryParam<'_, T>) -> Self {
        match param.pairs() {
            Ok(pairs) => self.query.extend(pairs),
            Err(error) => self.fail(&error),
        }
        self
    }

    /// Sets a JSON body.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => {
                self.headers
                    .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                self.body = bytes.into();
            }
            Err(error) => self.fail(&error),
        }
        self
    }

    fn fail(&mut self, error: &serde_json::Error) {
        self.failure = Some(Error::invalid_request(format!(
            "an argument cannot be sent: {error}"
        )));
    }

    /// The finished request.
    ///
    /// # Errors
    /// [`crate::ErrorKind::InvalidRequest`] for an argument that would change which path is called
    /// (empty, `.` or `..`), and for an impossible base URL.
    pub fn build(mut self) -> Result<http::Request<Bytes>, Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let path = self
            .url
            .split_once("://")
            .map_or(self.url.as_str(), |(_, rest)| rest);
        if path
            .split('/')
            .skip(1)
            .any(|segment| matches!(segment, "" | "." | ".."))
        {
            return Err(Error::invalid_request(
                "an id in the path must not be empty, \".\" or \"..\"; pass the id the portal lists",
            ));
        }
        if !self.query.is_empty() {
            self.url.push('?');
            let mut query = form_urlencoded::Serializer::new(String::new());
            self.url.push_str(&query.extend_pairs(self.query).finish());
        }
        let uri: Uri = self.url.parse().map_err(|error| {
            Error::invalid_request(format!("the portal's base URL cannot be used: {error}"))
        })?;
        let mut request = http::Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(request)
    }
}
