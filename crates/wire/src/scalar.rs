//! Single values into canonical form.

use serde_json::Value;

use crate::amount::{amount, number};
use crate::day::{is_never, moment};
use crate::{Date, Shape};

/// Largest integer that every language holds exactly.
const EXACT: i64 = (1 << 53) - 1;

/// What became of a single value.
pub(crate) enum Scalar {
    /// Its canonical form.
    Is(Value),
    /// The portal's way to say that there is nothing.
    Absent,
    /// Something else.
    Other,
}

/// Makes a scalar of `value`. `shape` is none of object, list, map.
pub(crate) fn scalar(value: &Value, shape: &Shape) -> Scalar {
    if is_absent(value, shape) {
        return Scalar::Absent;
    }
    let canonical = match shape {
        Shape::Text | Shape::Secret | Shape::Scalar => text(value).map(Value::String),
        Shape::Id => id(value).map(Value::String),
        Shape::Decimal => text_of_number(value)
            .and_then(|text| amount(&text))
            .map(|money| money.to_string().into()),
        Shape::Integer => integer(value).map(Value::from),
        Shape::Flag => flag(value).map(Value::Bool),
        Shape::Date => text_of_number(value)
            .and_then(|text| moment(&text))
            .map(|time| Date::from(time.date()).to_string().into()),
        Shape::DateTime => text_of_number(value)
            .and_then(|text| moment(&text))
            .map(|time| crate::DateTime::from(time).to_string().into()),
        Shape::Object(_) | Shape::List(_) | Shape::Map(_) => None,
    };
    canonical.map_or(Scalar::Other, Scalar::Is)
}

fn is_absent(value: &Value, shape: &Shape) -> bool {
    let date = matches!(shape, Shape::Date | Shape::DateTime);
    match value {
        Value::Null => true,
        // PHP's "not available", where a flag could not be meant.
        Value::Bool(false) => !matches!(shape, Shape::Flag | Shape::Scalar | Shape::Integer),
        Value::Number(number) => date && number.as_f64() == Some(0.0),
        Value::String(text) => {
            let text = text.trim();
            text.is_empty() || (date && is_never(text))
        }
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(true) => false,
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn text_of_number(value: &Value) -> Option<String> {
    text(value).filter(|_| !value.is_boolean())
}

fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) if !number.is_f64() => Some(number.to_string()),
        Value::Number(number) => whole(&number.to_string()),
        _ => None,
    }
}

/// A number without decimals, as digits.
fn whole(text: &str) -> Option<String> {
    let number = number(text)?.amount();
    number
        .fract()
        .is_zero()
        .then(|| number.trunc().normalize().to_string())
}

fn integer(value: &Value) -> Option<i64> {
    let number: i64 = whole(&text_of_number(value)?)?.parse().ok()?;
    (-EXACT..=EXACT).contains(&number).then_some(number)
}

fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => match number.as_f64() {
            Some(0.0) => Some(false),
            Some(1.0) => Some(true),
            _ => None,
        },
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "1" | "true" | "on" | "yes" | "y" | "t" | "enabled" | "active" => Some(true),
            "0" | "false" | "off" | "no" | "n" | "f" | "disabled" | "inactive" => Some(false),
            _ => None,
        },
        _ => None,
    }
}
