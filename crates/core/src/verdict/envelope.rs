//! The portal's own way to say that a call failed: mostly HTTP 200 with an `error`.

use serde_json::{Map, Value};
use viettel_idc_wire::Shape;

use crate::{Operation, Problem};

/// Codes by which the portal refuses a token.
const TOKEN: &[&str] = &["token_expired", "unauthorized", "invalid_token"];
/// Keys that decide whether the portal refuses.
pub(super) const MARKERS: &[&str] = &["error", "errors", "success", "status", "result"];
/// Keys that may stand beside a refusal without saying that anything ran.
const QUIET: &[&str] = &["error", "errors", "success", "status", "result", "message"];

/// What the portal complains about in this answer; `None` when it does not refuse the call.
///
/// It refuses by `error` or `errors` that are not empty, by `success` or `status` that are false in
/// any spelling, and by `result: error`. A key that the operation's shape declares as something
/// else is data, not a marker.
#[must_use]
pub fn refusal(operation: &Operation, body: &Value) -> Option<Vec<Problem>> {
    let body = body.as_object()?;
    let declared = |key: &str| declared(operation, key);
    let is_marker = |key: &str| declared(key).is_none_or(|shape| matches!(shape, Shape::Flag));
    // `error: true` says that there is one, and nothing about it.
    let is_bare = body.get("error").is_some_and(is_true);
    let error = body.get("error").filter(|_| !is_bare);
    let mut problems = error.map(normalise).unwrap_or_default();
    if declared("error").is_some() && body.get("status").is_some_and(is_true) {
        return None;
    }
    if declared("errors").is_none() {
        problems.extend(body.get("errors").map(normalise).unwrap_or_default());
    }
    let denied = is_bare.then_some("error").or_else(|| {
        ["success", "status", "result"]
            .into_iter()
            .find(|key| is_marker(key) && body.get(*key).is_some_and(is_false))
    });
    if problems.is_empty()
        && let Some(key) = denied
    {
        let reasons = ["message", "info", "warning"].iter();
        problems = reasons
            .filter_map(|key| body.get(*key))
            .map(normalise)
            .find(|problems| !problems.is_empty())
            .unwrap_or_else(|| {
                let value = body.get(key).map(text).unwrap_or_default();
                vec![Problem::from_text(&format!(
                    "the portal gives no reason ({key}: {value})"
                ))]
            });
    }
    (!problems.is_empty()).then_some(problems)
}

/// Whether the portal refuses the token, and then whether that is all it says: one complaint about
/// no field, and nothing beside it.
pub(super) fn refused_token(problems: &[Problem], body: &Value) -> Option<bool> {
    let is_token = |problem: &Problem| {
        let code = problem.code.as_deref();
        code.is_some_and(|code| TOKEN.contains(&code)) && problem.field.is_none()
    };
    if !problems.iter().any(is_token) {
        return None;
    }
    let is_quiet = |(key, value): (&String, &Value)| {
        QUIET.contains(&key.as_str())
            || matches!(value, Value::Null)
            || *value == Value::Array(Vec::new())
    };
    let is_alone = body
        .as_object()
        .is_some_and(|body| body.iter().all(is_quiet));
    Some(problems.len() == 1 && is_alone)
}

/// The shape that an operation's answer declares for a key.
fn declared(operation: &Operation, key: &str) -> Option<&'static Shape> {
    match operation.response {
        Some(Shape::Object(object)) => object
            .fields
            .iter()
            .find(|field| field.name == key)
            .map(|field| &field.shape),
        _ => None,
    }
}

pub(crate) fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() == Some(1.0),
        Value::String(text) => is_one_of(text, &["1", "true", "yes", "on", "ok", "success"]),
        _ => false,
    }
}

fn is_false(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => is_one_of(
            text,
            &[
                "0", "false", "no", "off", "error", "fail", "failed", "failure",
            ],
        ),
        _ => false,
    }
}

fn is_one_of(text: &str, words: &[&str]) -> bool {
    words
        .iter()
        .any(|word| text.trim().eq_ignore_ascii_case(word))
}

/// Whether an argument says no, or nothing.
pub(crate) fn is_false_or_absent(value: &Value) -> bool {
    value.is_null() || is_false(value) || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// Every form `error` has been seen in: a string, a list of strings, `[message, ?, field]`,
/// `[key, {code, message}]`, `{code, message}`, and maps from field to complaint.
fn normalise(error: &Value) -> Vec<Problem> {
    match error {
        Value::Null | Value::Bool(false) => Vec::new(),
        Value::String(text) if text.trim().is_empty() => Vec::new(),
        Value::Array(items) => items.iter().flat_map(element).collect(),
        Value::Object(map) => object(map),
        scalar => vec![Problem::from_text(&text(scalar))],
    }
}

fn element(item: &Value) -> Vec<Problem> {
    match item {
        Value::Array(tuple) => vec![from_tuple(tuple)],
        other => normalise(other),
    }
}

fn from_tuple(tuple: &[Value]) -> Problem {
    match tuple {
        [key, Value::Object(map)] => {
            let mut problem = coded(map);
            problem.field.get_or_insert_with(|| text(key));
            problem
        }
        [message, .., field] if tuple.len() >= 3 && !text(field).is_empty() => {
            Problem::from_text(&text(message)).about(&text(field))
        }
        [message, ..] => Problem::from_text(&text(message)),
        [] => Problem::from_text(""),
    }
}

fn object(map: &Map<String, Value>) -> Vec<Problem> {
    if map.contains_key("message") || map.contains_key("code") {
        return vec![coded(map)];
    }
    let mut problems = Vec::new();
    for (field, complaint) in map {
        let is_index = field.bytes().all(|b| b.is_ascii_digit());
        problems.extend(normalise(complaint).into_iter().map(|problem| {
            if is_index || problem.field.is_some() {
                problem
            } else {
                problem.about(field)
            }
        }));
    }
    problems
}

fn coded(map: &Map<String, Value>) -> Problem {
    let code = map.get("code").map(text).filter(|code| !code.is_empty());
    let message = map
        .get("message")
        .map(text)
        .filter(|message| !message.is_empty());
    let mut problem = Problem::from_text(&message.or_else(|| code.clone()).unwrap_or_default());
    if let Some(code) = code {
        problem = problem.coded(&code);
    }
    match map.get("field").map(text) {
        Some(field) if !field.is_empty() => problem.about(&field),
        _ => problem,
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
