//! Answers as PHP might send them: mostly of the shape, with odd values anywhere.

use serde_json::{Map, Number, Value, json};
use viettel_idc::core::wire::Shape;

use crate::Source;

/// Deepest answer.
const DEPTH: usize = 6;

const TEXTS: &[&str] = &[
    "",
    " ",
    "0",
    "1",
    "-1",
    "true",
    "false",
    "on",
    "off",
    "null",
    "N/A",
    "-",
    "Never",
    "unlimited",
    "∞",
    "1e3",
    "1e400",
    "-1e-400",
    "NaN",
    "Infinity",
    "10 GB",
    "1,024",
    "1,234.56",
    "1.234.567 ₫",
    "1 234,50",
    "580\u{a0}000",
    "150.000",
    "150,000 VND",
    "$19.65 USD",
    "-150,000.00",
    "(150,000.00)",
    "1_000",
    "0x1F",
    "999999999999999999",
    "1000000000000000000",
    "79228162514264337593543950335",
    "0.0000000000000000000000000001",
    "9007199254740993",
    "18446744073709551616",
    "123456789012345678901234567890",
    "2026-11-02",
    "2026-11-02 08:30:00",
    "2026-11-02T01:30:00.123Z",
    "2026-11-02T08:30:00+07:00",
    "30/11/2026",
    "02/11/2026",
    "0000-00-00 00:00:00",
    "-0001-11-30 00:00:00",
    "2026-02-30",
    "2026-11-02 23:59:60",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59Z",
    "1793583000",
    "1793583000000",
    "Mon, 02 Nov 2026 01:30:00 +0000",
    "{\"a\": 1}",
    "[1, 2]",
    "<br />",
    "Trần Thị Linh",
    "a\u{0}b",
    "\u{feff}x",
    "\u{1f600}",
    "line\nbreak\ttab",
    "\"quoted\"",
    "\u{2028}",
    "__proto__",
    "constructor",
];

const NUMBERS: &[f64] = &[
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.1,
    1.5,
    19.65,
    308_976.0,
    1e15,
    9_007_199_254_740_993.0,
    1e20,
    1e300,
    -1e300,
    5e-324,
    580_000.004_999_999,
];

const KEYS: &[&str] = &[
    "0",
    "1",
    "2",
    "7",
    "10",
    "",
    "id",
    "name",
    "value",
    "__proto__",
    "a\nb",
    "99999999999999999999",
];

/// An answer, mostly of this shape.
pub fn answer(source: &mut Source<'_>, shape: &Shape) -> Value {
    fitting(source, shape, 0)
}

/// Any JSON at all.
pub fn any(source: &mut Source<'_>) -> Value {
    odd(source, 0)
}

fn fitting(source: &mut Source<'_>, shape: &Shape, depth: usize) -> Value {
    if depth > DEPTH || source.chance(40) {
        return odd(source, depth);
    }
    match shape {
        Shape::Object(object) => {
            let mut members = Map::new();
            for field in object.fields {
                if field.required && !source.chance(12) || source.chance(150) {
                    members.insert(
                        field.name.to_owned(),
                        fitting(source, &field.shape, depth + 1),
                    );
                }
            }
            Value::Object(members)
        }
        Shape::List(item) => {
            let count = source.below(5);
            let items = (0..count).map(|_| fitting(source, item, depth + 1));
            let items: Vec<Value> = items.collect();
            // A list with gaps.
            if source.chance(30) {
                let keyed = items.into_iter().enumerate();
                return keyed
                    .map(|(at, item)| ((at * 2).to_string(), item))
                    .collect();
            }
            Value::Array(items)
        }
        Shape::Map(item) => {
            let count = source.below(4);
            let entries = (0..count).map(|_| {
                let key = (*source.one(KEYS)).to_owned();
                let value = fitting(source, item, depth + 1);
                (key, value)
            });
            entries.collect()
        }
        Shape::Id => json!(source.below(1_000_000)),
        Shape::Integer => json!(source.below(5000).to_string()),
        Shape::Decimal => json!(format!("{}.00", source.below(60_000) * 1000)),
        Shape::Date => json!("2026-11-30"),
        Shape::DateTime => json!("2026-11-02 08:30:00"),
        Shape::Flag => json!(source.below(2).to_string()),
        Shape::Text | Shape::Secret | Shape::Scalar => json!(source.text()),
    }
}

fn odd(source: &mut Source<'_>, depth: usize) -> Value {
    match source.below(if depth > DEPTH { 6 } else { 9 }) {
        0 => Value::Null,
        1 => Value::Bool(source.chance(128)),
        2 => Number::from_f64(*source.one(NUMBERS)).map_or(Value::Null, Value::Number),
        3 => json!(*source.one(&[
            0,
            1,
            -1,
            2,
            1_793_583_000,
            i64::MAX,
            i64::MIN,
            9_007_199_254_740_992
        ])),
        4 => json!(*source.one(TEXTS)),
        5 => json!(source.text()),
        6 => (0..source.below(4))
            .map(|_| odd(source, depth + 1))
            .collect(),
        7 => {
            let entries = (0..source.below(4))
                .map(|_| ((*source.one(KEYS)).to_owned(), odd(source, depth + 1)));
            entries.collect()
        }
        _ => {
            let text = *source.one(TEXTS);
            json!([text])
        }
    }
}
