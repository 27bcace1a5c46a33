//! Paged lists.

use serde_json::{Map, Value, json};

use crate::router::Call;

const PER_PAGE: usize = 25;

/// The page of `rows` the call asks for, under this name.
pub(super) fn page(call: &Call, name: &str, rows: &[Value]) -> Value {
    let number = |key: &str| call.query(key).and_then(|text| text.parse::<usize>().ok());
    let size = number("perpage")
        .filter(|size| *size > 0)
        .unwrap_or(PER_PAGE)
        .min(500);
    let current = number("page").unwrap_or(0);
    let items: Vec<Value> = rows
        .iter()
        .skip(current.saturating_mul(size))
        .take(size)
        .cloned()
        .collect();
    let page = json!({
        "current": current,
        "total": rows.len().div_ceil(size),
        "records": rows.len(),
        "perpage": size,
    });
    Value::Object(Map::from_iter([
        (name.to_owned(), Value::Array(items)),
        ("page".to_owned(), page),
    ]))
}
