//! What must not stand in an error although somebody may repeat it.

mod spelling;

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::HeaderValue;
use serde_json::Value;

use crate::Operation;

/// Shorter secrets also stand inside words; they are struck out only where they stand alone.
const SHORT: usize = 4;

/// The secrets of one call. They are looked for only when something went wrong.
#[derive(Clone, Copy)]
pub struct Secrets<'a> {
    operation: &'static Operation,
    body: &'a Bytes,
    authorization: Option<&'a HeaderValue>,
}

impl<'a> Secrets<'a> {
    /// The secrets of a request body and of the `Authorization` header sent with it.
    #[must_use]
    pub fn of(
        operation: &'static Operation,
        body: &'a Bytes,
        authorization: Option<&'a HeaderValue>,
    ) -> Self {
        Self {
            operation,
            body,
            authorization,
        }
    }

    /// The text without secrets, in whatever way they are written.
    #[must_use]
    pub fn scrub(&self, text: &str) -> String {
        scrubbed(text, &self.all())
    }

    /// The secrets, the longest first.
    pub(crate) fn all(&self) -> Vec<String> {
        let mut secrets = Vec::new();
        let body: Value = serde_json::from_slice(self.body).unwrap_or_default();
        for path in self.operation.sensitive_request {
            collect(&body, path.trim_start_matches('$'), &mut secrets);
        }
        let header = self.authorization.and_then(|header| header.to_str().ok());
        if let Some((scheme, value)) = header.and_then(|header| header.split_once(' ')) {
            secrets.push(value.to_owned());
            let pair = STANDARD.decode(value).ok().filter(|_| scheme == "Basic");
            let pair = pair.and_then(|pair| String::from_utf8(pair).ok());
            if let Some((_, password)) = pair.as_deref().and_then(|pair| pair.split_once(':')) {
                secrets.push(password.to_owned());
            }
        }
        let others = |secret: &String| [STANDARD.encode(secret), secret.trim().to_owned()];
        secrets.extend(secrets.iter().flat_map(others).collect::<Vec<_>>());
        secrets.retain(|secret| !secret.is_empty());
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.dedup();
        secrets
    }
}

impl fmt::Debug for Secrets<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(***)")
    }
}

/// The texts at a path such as `.items[].key` or `.config{}`.
fn collect(value: &Value, path: &str, found: &mut Vec<String>) {
    if path.is_empty() {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Number(number) => found.push(number.to_string()),
            // Of another kind than the spec says, and a secret all the same.
            Value::Array(items) => items.iter().for_each(|item| collect(item, path, found)),
            Value::Object(map) => map.values().for_each(|value| collect(value, path, found)),
            _ => {}
        }
        return;
    }
    if let Some(rest) = path.strip_prefix("[]") {
        let items = value.as_array().into_iter().flatten();
        return items.for_each(|item| collect(item, rest, found));
    }
    if let Some(rest) = path.strip_prefix("{}") {
        let values = value.as_object().into_iter().flat_map(|map| map.values());
        return values.for_each(|value| collect(value, rest, found));
    }
    let name = path.trim_start_matches('.');
    let end = name.find(['.', '[', '{']).unwrap_or(name.len());
    let (name, rest) = name.split_at(end);
    collect(&value[name], rest, found);
}

/// Strikes the secrets out of a text, however they are written in it.
pub(crate) fn scrubbed(text: &str, secrets: &[String]) -> String {
    let mut text = text.to_owned();
    for secret in secrets {
        if let Some(clean) = without(&text, secret) {
            text = clean;
        }
    }
    text
}

/// The text without the secret; `None` when it is not there.
fn without(text: &str, secret: &str) -> Option<String> {
    let is_short = secret.chars().count() < SHORT;
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (mut out, mut done, mut from) = (String::new(), 0, 0);
    while let Some((start, end)) = spelling::find(text, from, secret) {
        let is_inside =
            is_letter(text[..start].chars().next_back()) || is_letter(text[end..].chars().next());
        from = end;
        if !(is_short && is_inside) {
            out.push_str(&text[done..start]);
            out.push_str("***");
            done = end;
        }
    }
    (done > 0).then(|| out + &text[done..])
}
