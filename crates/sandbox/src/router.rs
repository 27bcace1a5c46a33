//! From method and path to the operation and its arguments.

use std::collections::BTreeMap;

use http::Method;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use viettel_idc_core::{OPERATIONS, Operation};

/// A call, understood.
pub(crate) struct Call {
    pub(crate) operation: &'static Operation,
    path: BTreeMap<&'static str, String>,
    query: BTreeMap<String, String>,
    pub(crate) body: Map<String, Value>,
}

impl Call {
    /// The call a request makes; `None` when there is no such route. A fixed segment wins over a
    /// parameter: `/services/active` is no category.
    pub(crate) fn of(request: &http::Request<bytes::Bytes>) -> Option<Self> {
        let path = request.uri().path();
        let path = path
            .strip_prefix("/api")
            .unwrap_or(path)
            .trim_end_matches('/');
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        let (operation, path) = OPERATIONS
            .iter()
            .filter(|operation| operation.method == request.method().as_str())
            .filter_map(|operation| Some((operation, arguments(operation, &segments)?)))
            .min_by_key(|(_, arguments)| arguments.len())?;
        let pairs = |text: &[u8]| {
            form_urlencoded::parse(text)
                .into_owned()
                .collect::<BTreeMap<_, _>>()
        };
        let query = pairs(request.uri().query().unwrap_or_default().as_bytes());
        let body = if matches!(*request.method(), Method::GET | Method::DELETE) {
            Map::new()
        } else {
            match serde_json::from_slice(request.body()) {
                Ok(Value::Object(body)) => body,
                _ => pairs(request.body())
                    .into_iter()
                    .map(|(key, value)| (key, Value::from(value)))
                    .collect(),
            }
        };
        Some(Self {
            operation,
            path,
            query,
            body,
        })
    }

    /// An argument in the path.
    pub(crate) fn path(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// An argument in the query; none when it is empty.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// A field of the body as text.
    pub(crate) fn field(&self, name: &str) -> String {
        text(self.body.get(name).unwrap_or(&Value::Null))
    }
}

/// Text of a scalar.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn arguments(
    operation: &'static Operation,
    segments: &[&str],
) -> Option<BTreeMap<&'static str, String>> {
    let pattern: Vec<&'static str> = operation.path.split('/').skip(1).collect();
    if pattern.len() != segments.len() {
        return None;
    }
    let mut arguments = BTreeMap::new();
    for (part, segment) in pattern.into_iter().zip(segments) {
        match part
            .strip_prefix('{')
            .and_then(|part| part.strip_suffix('}'))
        {
            Some(name) => {
                arguments.insert(
                    name,
                    percent_decode_str(segment).decode_utf8().ok()?.into_owned(),
                );
            }
            None if part == *segment => {}
            None => return None,
        }
    }
    Some(arguments)
}
