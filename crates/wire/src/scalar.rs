//! Single values into canonical form.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::{Date, DateTime, Money, Shape};

/// What became of a single value.
pub(crate) enum Scalar {
    /// Its canonical form.
    Is(Value),
    /// The portal's way to say that there is nothing.
    Absent,
    /// Something else.
    Other(Value),
}

/// Makes a scalar of `value`. `shape` is none of object, list, map.
pub(crate) fn scalar(value: Value, shape: &Shape) -> Scalar {
    if is_absent(&value, shape) {
        return Scalar::Absent;
    }
    let canonical = match shape {
        Shape::Text | Shape::Secret | Shape::Scalar => match value {
            Value::String(_) => return Scalar::Is(value),
            Value::Number(ref number) => Some(Value::String(number.to_string())),
            Value::Bool(flag) => Some(Value::String(flag.to_string())),
            _ => None,
        },
        Shape::Id => id(&value).map(Value::String),
        Shape::Decimal => decimal(&value).map(Value::String),
        Shape::Integer => integer(&value).map(Value::from),
        Shape::Flag => flag(&value).map(Value::Bool),
        Shape::Date => value
            .as_str()
            .and_then(|text| text.trim().parse::<Date>().ok())
            .map(|d| d.to_string().into()),
        Shape::DateTime => value
            .as_str()
            .and_then(|text| text.trim().parse::<DateTime>().ok())
            .map(|d| d.to_string().into()),
        Shape::Object(_) | Shape::List(_) | Shape::Map(_) => None,
    };
    canonical.map_or(Scalar::Other(value), Scalar::Is)
}

fn is_absent(value: &Value, shape: &Shape) -> bool {
    match value {
        Value::Null => true,
        // PHP's "not available", where a flag could not be meant.
        Value::Bool(false) => !matches!(shape, Shape::Flag | Shape::Scalar | Shape::Integer),
        Value::String(text) => {
            let text = text.trim();
            let date = matches!(shape, Shape::Date | Shape::DateTime);
            text.is_empty()
                || (date && (text.starts_with("0000-00-00") || text.eq_ignore_ascii_case("n/a")))
        }
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(_) => integer(value)
            .map(|number| number.to_string())
            .or_else(|| Some(value.as_u64()?.to_string())),
        _ => None,
    }
}

fn decimal(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    text.parse::<Money>().ok().map(|money| money.to_string())
}

fn integer(value: &Value) -> Option<i64> {
    if let Some(number) = value.as_i64() {
        return Some(number);
    }
    let decimal: Decimal = decimal(value)?.parse().ok()?;
    if decimal.fract().is_zero() {
        decimal.trunc().normalize().to_string().parse().ok()
    } else {
        None
    }
}

fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => match number.as_i64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "1" | "true" | "on" | "yes" => Some(true),
            "0" | "false" | "off" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}
