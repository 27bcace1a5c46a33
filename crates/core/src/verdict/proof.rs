//! Whether an answer proves that a call that acts worked.

use serde_json::Value;

use super::envelope::is_true;
use crate::Operation;

/// Whether the answer holds any of the operation's proofs.
pub(super) fn is_given(operation: &Operation, body: &Value) -> bool {
    operation.success.iter().any(|key| holds(body, key))
}

/// Whether the answer holds a proof that stands even beside a refusal: a number or a true marker,
/// but not `info`, which also explains refusals.
pub(super) fn is_strong(operation: &Operation, body: &Value) -> bool {
    let markers = ["status", "success"].iter();
    let keys = operation.success.iter().chain(markers);
    keys.filter(|key| **key != "info")
        .any(|key| holds(body, key))
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
