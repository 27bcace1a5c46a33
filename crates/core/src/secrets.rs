//! What must not stand in an error although somebody may repeat it.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::Operation;

/// Shorter secrets also stand inside words; they are struck out only where they stand alone.
const SHORT: usize = 4;

/// What RFC 3986 encodes.
const URL: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

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
        scrubbed(text, &self.spellings())
    }

    /// Every way in which a secret may be written, the longest first.
    pub(crate) fn spellings(&self) -> Vec<String> {
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
        let mut spellings: Vec<String> = secrets.iter().flat_map(|secret| spelt(secret)).collect();
        spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.len()));
        spellings.dedup();
        spellings
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

/// As it is, and escaped for JSON, URLs and HTML.
fn spelt(secret: &str) -> Vec<String> {
    let json = Value::from(secret).to_string();
    let json = json.trim_start_matches('"');
    let json = json.strip_suffix('"').unwrap_or(json).to_owned();
    let url = utf8_percent_encode(secret, URL).to_string();
    let form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let escaped = secret
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let html = escaped.replace('"', "&quot;");
    let html_quoted = html.replace('\'', "&#39;");
    let php = html.replace('\'', "&#039;");
    let slashes = json.replace('/', "\\/");
    // PHP writes everything outside ASCII as UTF-16 numbers.
    let ascii: String = slashes
        .chars()
        .flat_map(|c| match c {
            c if c.is_ascii() => vec![c.to_string()],
            c => {
                let units = c.encode_utf16(&mut [0; 2]).to_vec();
                units.iter().map(|unit| format!("\\u{unit:04x}")).collect()
            }
        })
        .collect();
    let encoded = STANDARD.encode(secret);
    let all = [
        secret.to_owned(),
        secret.trim().to_owned(),
        json,
        slashes,
        ascii,
        url.to_lowercase(),
        url,
        form,
        escaped,
        html,
        html_quoted,
        php,
        encoded,
    ];
    all.into_iter().filter(|text| !text.is_empty()).collect()
}

/// Strikes the spellings out of a text.
pub(crate) fn scrubbed(text: &str, spellings: &[String]) -> String {
    let mut text = text.to_owned();
    for spelling in spellings {
        if text.contains(spelling.as_str()) {
            text = without(&text, spelling);
        }
    }
    text
}

fn without(text: &str, secret: &str) -> String {
    let is_short = secret.chars().count() < SHORT;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(secret) {
        let (before, after) = (&rest[..at], &rest[at + secret.len()..]);
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_inside = letter(before.chars().next_back().or(out.chars().next_back()))
            || letter(after.chars().next());
        out.push_str(before);
        out.push_str(if is_short && is_inside { secret } else { "***" });
        rest = after;
    }
    out + rest
}
