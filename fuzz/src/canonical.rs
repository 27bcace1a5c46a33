//! What a canonical answer is, said a second time: strictly, and without the code that makes it.

use serde_json::Value;
use viettel_idc::core::Operation;
use viettel_idc::core::wire::{Conformed, Object, Shape, conform};

use crate::DECODERS;

/// Checks all promises about one answer to an operation; gives it conformed, unless it is useless.
///
/// # Panics
/// When a promise is broken.
pub fn check(operation: &Operation, answer: &Value) -> Option<Conformed> {
    let shape = operation.response?;
    let conformed = conform(answer, shape).ok()?;
    let Conformed {
        value,
        repairs,
        repaired,
        lost,
        ..
    } = &conformed;
    if let Some(misfit) = misfit(value, shape) {
        panic!("{}: {misfit}: {value}", operation.id);
    }
    let again = conform(value, shape).unwrap();
    assert_eq!(&again.value, value, "{}: not stable", operation.id);
    assert_eq!(again.repairs, [], "{}: {value}", operation.id);
    assert!(lost <= repaired && repairs.len() <= 200.min(*repaired));
    let losses = repairs.iter().filter(|repair| repair.is_loss()).count();
    assert_eq!(losses, (*lost).min(100));
    let at = DECODERS
        .binary_search_by_key(&operation.id, |(id, _)| id)
        .unwrap();
    if let Err(error) = DECODERS[at].1(value.clone()) {
        panic!("{}: {error}: {value}", operation.id);
    }
    Some(conformed)
}

/// What in a canonical value does not have its one form.
pub fn misfit(value: &Value, shape: &Shape) -> Option<String> {
    let fits = match (shape, value) {
        (Shape::Object(object), Value::Object(members)) => {
            return members
                .iter()
                .find_map(|(name, value)| field(object, name, value))
                .or_else(|| {
                    let mut required = object.fields.iter().filter(|field| field.required);
                    required
                        .find(|field| !members.contains_key(field.name))
                        .map(|field| format!("{} has no {}", object.name, field.name))
                });
        }
        (Shape::List(item), Value::Array(items)) => {
            return items.iter().find_map(|value| misfit(value, item));
        }
        (Shape::Map(item), Value::Object(members)) => {
            return members.values().find_map(|value| misfit(value, item));
        }
        (Shape::Text | Shape::Secret | Shape::Scalar, Value::String(_))
        | (Shape::Flag, Value::Bool(_)) => true,
        (Shape::Id, Value::String(text)) => !text.is_empty() && text.trim() == text,
        (Shape::Integer, Value::Number(number)) => number
            .as_i64()
            .is_some_and(|number| number.unsigned_abs() < 1 << 53),
        (Shape::Decimal, Value::String(text)) => is_decimal(text),
        (Shape::Date, Value::String(text)) => looks_like(text, "dddd-dd-dd"),
        (Shape::DateTime, Value::String(text)) => looks_like(text, "dddd-dd-ddTdd:dd:dd"),
        _ => false,
    };
    (!fits).then(|| format!("{value} is no canonical {}", shape.name()))
}

fn field(object: &Object, name: &str, value: &Value) -> Option<String> {
    match object.fields.iter().find(|field| field.name == name) {
        Some(field) => misfit(value, &field.shape),
        None => Some(format!("{} has no field {name}", object.name)),
    }
}

/// `-?digits(.digits)?`, below 10^18, at most 28 decimals.
fn is_decimal(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
    digits(whole) && digits(decimals) && whole.len() <= 18 && decimals.len() <= 28
}

fn looks_like(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text
            .bytes()
            .zip(form.bytes())
            .all(|(found, wanted)| match wanted {
                b'd' => found.is_ascii_digit(),
                wanted => found == wanted,
            })
        && !text.starts_with("0000")
}
