//! Examples must fit their schemas: the sandbox, the documentation and the tests are made of them.

use serde_json::Value;

use super::Linter;
use crate::bundle::pointer;

impl<'a> Linter<'a> {
    pub(super) fn example(&mut self, example: &Value, schema: &'a Value, place: &str) {
        let schema = self.resolve(schema);
        match schema["type"].as_str() {
            Some("object") => self.example_object(example, schema, place),
            Some("array") => match example.as_array() {
                Some(items) => {
                    for (index, item) in items.iter().enumerate() {
                        self.example(item, &schema["items"], &format!("{place}/{index}"));
                    }
                }
                None => self.report(place, "the example must be a list"),
            },
            Some("integer") if !example.is_i64() => {
                self.report(place, "the example must be an integer")
            }
            Some("boolean") if !example.is_boolean() => {
                self.report(place, "the example must be true or false")
            }
            Some("string") => self.example_text(example, schema, place),
            _ => {}
        }
    }

    fn example_object(&mut self, example: &Value, schema: &'a Value, place: &str) {
        let Some(map) = example.as_object() else {
            return self.report(place, "the example must be a map");
        };
        for (key, value) in map {
            let place = format!("{place}{}", pointer(&[key]));
            if let Some(values) = schema.get("additionalProperties") {
                self.example(value, values, &place);
            } else if let Some(property) = schema["properties"].get(key) {
                self.example(value, property, &place);
            } else {
                self.report(place, "the schema has no such property");
            }
        }
        for name in schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            if !map.contains_key(name) {
                self.report(place, format!("the example lacks the required {name}"));
            }
        }
    }

    fn example_text(&mut self, example: &Value, schema: &Value, place: &str) {
        let Some(text) = example.as_str() else {
            return self.report(place, "the example must be a string");
        };
        let fits = match schema["format"].as_str() {
            Some("id") => !text.is_empty(),
            Some("decimal") => is_decimal(text),
            Some("date") => is_pattern(text, "0000-00-00"),
            Some("date-time-local") => is_pattern(text, "0000-00-00 00:00:00"),
            _ => true,
        };
        if !fits {
            self.report(
                place,
                format!(
                    "{text:?} is no {}",
                    schema["format"].as_str().unwrap_or("value")
                ),
            );
        }
        if let Some(values) = schema.get("x-extensible-enum").and_then(Value::as_array)
            && !values.contains(example)
        {
            self.report(
                place,
                format!("{text:?} is not among the values of x-extensible-enum"),
            );
        }
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(part)
}

/// Whether a text has digits where the pattern has `0`, and its other characters elsewhere.
fn is_pattern(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(t, p)| {
            if p == b'0' {
                t.is_ascii_digit()
            } else {
                t == p
            }
        })
}
