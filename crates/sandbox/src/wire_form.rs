//! From clean JSON to what PHP makes of database rows: everything is text, flags are "1" and "0", an
//! empty map is `[]`, a message without arguments is a bare text.

use serde_json::{Map, Value};
use viettel_idc_core::wire::{Object, Shape};

/// `value`, which has this shape, as the portal would send it.
pub(crate) fn wire_form(value: &Value, shape: &Shape) -> Value {
    match (shape, value) {
        (Shape::Object(object), Value::Object(map)) => wire_object(map, object),
        (Shape::List(item), Value::Array(items)) => {
            let is_message = matches!(item, Shape::List(Shape::Scalar));
            let plain = |item: &Value| match item {
                Value::Array(words) if is_message && words.len() == 1 => words[0].clone(),
                other => other.clone(),
            };
            items
                .iter()
                .map(|value| plain(&wire_form(value, item)))
                .collect()
        }
        (Shape::Map(_), Value::Object(map)) if map.is_empty() => Value::Array(Vec::new()),
        (Shape::Map(item), Value::Object(map)) => map
            .iter()
            .map(|(key, value)| (key.clone(), wire_form(value, item)))
            .collect(),
        (Shape::Flag, Value::Bool(flag)) => Value::from(if *flag { "1" } else { "0" }),
        (Shape::Integer | Shape::Decimal | Shape::Id, Value::Number(number)) => {
            Value::from(number.to_string())
        }
        _ => value.clone(),
    }
}

fn wire_object(map: &Map<String, Value>, object: &Object) -> Value {
    // What the portal computes rather than reads from its database keeps its type.
    let is_computed = |key: &str| object.name == "Page" || matches!(key, "status" | "success");
    let field = |(key, value): (&String, &Value)| {
        let shape = object
            .fields
            .iter()
            .find(|field| field.name == key)
            .map(|field| &field.shape);
        let value = match shape {
            Some(shape) if !(is_computed(key) && (value.is_boolean() || value.is_number())) => {
                wire_form(value, shape)
            }
            _ => value.clone(),
        };
        (key.clone(), value)
    };
    map.iter().map(field).collect()
}
