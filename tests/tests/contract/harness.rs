//! A portal that answers one operation with its example and remembers what it was asked.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use serde_json::Value;
use viettel_idc::core::wire::{Shape, conform};
use viettel_idc::core::{Body, BoxFuture, Operation, Transport, TransportError};
use viettel_idc::{Client, Download, Pager, Reply, TokenPair};

pub(crate) type Result = std::result::Result<(), Box<dyn std::error::Error>>;

const BASE: &str = "https://portal.example.com/api";

/// One operation under test.
pub(crate) struct Contract {
    pub(crate) client: Client,
    operation: &'static Operation,
    seen: Arc<Mutex<Vec<http::Request<Bytes>>>>,
}

#[derive(Debug)]
struct Examples {
    operation: &'static Operation,
    seen: Arc<Mutex<Vec<http::Request<Bytes>>>>,
}

impl Transport for Examples {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, std::result::Result<http::Response<Body>, TransportError>> {
        self.seen.lock().unwrap().push(request);
        let example = viettel_idc_sandbox::example(self.operation.id).expect("no example");
        let answer = http::Response::builder()
            .header("content-type", self.operation.media_type)
            .body(Body::Full(Bytes::from(example)))
            .unwrap();
        Box::pin(async move { Ok(answer) })
    }
}

impl Contract {
    pub(crate) async fn of(id: &str) -> std::result::Result<Self, Box<dyn std::error::Error>> {
        let operation = Operation::find(id).ok_or("no such operation")?;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let transport = Examples {
            operation,
            seen: Arc::clone(&seen),
        };
        let tokens = TokenPair::new("a.b.c", Some("d.e.f".into()));
        let client = Client::builder()
            .base_url(BASE)
            .tokens(tokens)
            .transport(transport)
            .build()?;
        Ok(Self {
            client,
            operation,
            seen,
        })
    }

    /// The answer, encoded again, must be the example.
    pub(crate) fn value<T: serde::Serialize>(&self, reply: Reply<T>, example: &str) -> Result {
        assert!(
            reply.repairs().is_empty(),
            "the example needed repairs: {:?}",
            reply.repairs()
        );
        self.same(
            serde_json::to_value(&*reply)?,
            serde_json::from_str(example)?,
        )
    }

    pub(crate) async fn items<T: serde::Serialize + 'static>(
        &self,
        mut pager: Pager<T>,
        example: &str,
    ) -> Result {
        let mut items = Vec::new();
        while let Some(item) = pager.next().await {
            items.push(serde_json::to_value(item?)?);
        }
        self.same(Value::Array(items), serde_json::from_str(example)?)
    }

    pub(crate) async fn file(&self, file: Download, example: &str) -> Result {
        assert_eq!(file.bytes().await?, example.as_bytes());
        Ok(())
    }

    /// Compares after giving the example's dates the form the types have.
    #[track_caller]
    fn same(&self, got: Value, example: Value) -> Result {
        assert_eq!(
            prune(got),
            prune(canonical(example)),
            "{}",
            self.operation.id
        );
        Ok(())
    }

    /// What was sent must be the example request, with credentials exactly where they belong.
    pub(crate) fn request(&self, path: &str, query: &[(&str, &str)], body: Option<&str>) -> Result {
        let seen = self.seen.lock().unwrap();
        let [request] = seen.as_slice() else {
            panic!("{} requests were sent", seen.len())
        };
        let uri = request.uri();
        let sent_path = percent_encoding::percent_decode_str(uri.path())
            .decode_utf8()?
            .into_owned();
        assert_eq!(
            (request.method().as_str(), sent_path.as_str()),
            (self.operation.method, format!("/api{path}").as_str())
        );
        let mut sent: Vec<(String, String)> =
            form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
                .into_owned()
                .collect();
        sent.sort();
        let wanted: Vec<(String, String)> = query
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        assert_eq!(sent, wanted);
        let sent: Option<Value> =
            (!request.body().is_empty()).then(|| serde_json::from_slice(request.body()).unwrap());
        let wanted: Option<Value> = body.map(|body| serde_json::from_str(body).unwrap());
        assert_eq!(sent.map(prune), wanted.map(prune));
        let has_credentials = request.headers().contains_key("authorization");
        assert_eq!(
            has_credentials,
            self.operation.auth != viettel_idc::core::Auth::None,
            "credentials"
        );
        Ok(())
    }
}

/// Dates of an example as the types write them.
fn canonical(value: Value) -> Value {
    match value {
        Value::String(text) => {
            let is_time =
                text.len() == 19 && text.as_bytes()[10] == b' ' && text.as_bytes()[13] == b':';
            let shape = if is_time {
                Shape::DateTime
            } else {
                Shape::Scalar
            };
            let same = Value::String(text.clone());
            conform(Value::String(text), &shape).map_or(same, |conformed| conformed.value)
        }
        Value::Array(items) => items.into_iter().map(canonical).collect(),
        Value::Object(map) => map
            .into_iter()
            .map(|(key, value)| (key, canonical(value)))
            .collect(),
        other => other,
    }
}

/// Without what counts as absent: empty texts, lists and maps.
fn prune(value: Value) -> Value {
    let empty = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    };
    match value {
        Value::Array(items) => items.into_iter().map(prune).collect(),
        Value::Object(map) => map
            .into_iter()
            .map(|(key, value)| (key, prune(value)))
            .filter(|(_, value)| !empty(value))
            .collect(),
        other => other,
    }
}
