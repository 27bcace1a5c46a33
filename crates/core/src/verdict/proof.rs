//! Whether an answer proves that a call that acts worked.

use serde_json::Value;

use super::envelope::is_true;
use crate::Operation;

/// Whether the answer holds any of the operation's proofs.
pub(super) fn is_given(operation: &Operation, body: &Value) -> bool {
    operation.success.iter().any(|key| holds(body, key))
}

/// Whether the answer holds a proof that stands even beside a refusal: a number, a true marker, or
/// a code in `info`. A sentence in `info` is none, as it may explain the refusal.
pub(super) fn is_strong(operation: &Operation, body: &Value) -> bool {
    let markers = ["status", "success"].iter();
    let mut keys = operation.success.iter().chain(markers);
    keys.any(|key| match *key {
        "info" => has_code(&body["info"]),
        key => holds(body, key),
    })
}

/// Whether a list of messages, or a message with its arguments, begins with a code such as
/// `reply_added`.
fn has_code(info: &Value) -> bool {
    match info {
        Value::Array(items) => items
            .iter()
            .any(|item| has_code(&item[0]) || has_code(item)),
        Value::String(text) => {
            let is_code = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            text.contains('_') && text.chars().all(is_code)
        }
        _ => false,
    }
}

fn holds(body: &Value, key: &str) -> bool {
    let value = &body[key];
    match key {
        "status" | "success" => is_true(value),
        _ => says_something(value),
    }
}

/// Whether a value names something. PHP writes "none" as `0`, `"0"`, `""`, `false` or `[]`.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => {
            let text = text.trim();
            !matches!(text, "" | "false" | "null") && text.parse::<f64>() != Ok(0.0)
        }
        Value::Array(items) => items.iter().any(says_something),
        Value::Object(map) => map.values().any(says_something),
    }
}
