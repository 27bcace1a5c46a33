//! The portal's own way to say that a call failed: mostly HTTP 200 with an `error`.

use http::StatusCode;
use serde_json::{Map, Value};

use crate::{Operation, Problem};

/// What the portal complains about in this answer; `None` when the call succeeded.
///
/// A call failed when `error` is present and not empty, when `success` is false, or when the status
/// is 400 or above.
#[must_use]
pub fn problems(operation: &Operation, status: StatusCode, body: &Value) -> Option<Vec<Problem>> {
    let failed_status = status.is_client_error() || status.is_server_error();
    let Some(body) = body.as_object() else {
        return failed_status.then(Vec::new);
    };
    let problems = body.get("error").map(normalise).unwrap_or_default();
    let denied = body.get("success").is_some_and(is_false);
    if operation.may_succeed_with_error()
        && !failed_status
        && body.get("status").is_some_and(is_true)
    {
        return None;
    }
    (failed_status || denied || !problems.is_empty()).then_some(problems)
}

fn is_false(value: &Value) -> bool {
    matches!(value, Value::Bool(false)) || value.as_i64() == Some(0) || value.as_str() == Some("0")
}

fn is_true(value: &Value) -> bool {
    matches!(value, Value::Bool(true)) || value.as_i64() == Some(1) || value.as_str() == Some("1")
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
