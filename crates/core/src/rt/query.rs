//! Query parameters of any serialisable type.

use serde::Serialize;
use serde_json::Value;

/// A named parameter: nothing for an absent value, one pair per element for a list.
#[derive(Debug)]
pub struct QueryParam<'a, T> {
    name: &'a str,
    value: &'a T,
}

impl<'a, T: Serialize> QueryParam<'a, T> {
    /// Pairs a name with its value.
    pub fn new(name: &'a str, value: &'a T) -> Self {
        Self { name, value }
    }

    /// The pairs this parameter sends.
    pub(super) fn pairs(&self) -> Result<Vec<(String, String)>, serde_json::Error> {
        let mut pairs = Vec::new();
        collect(self.name, serde_json::to_value(self.value)?, &mut pairs);
        Ok(pairs)
    }
}

fn collect(name: &str, value: Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::String(text) => pairs.push((name.to_owned(), text)),
        Value::Array(items) => items
            .into_iter()
            .for_each(|item| collect(name, item, pairs)),
        Value::Object(map) => {
            map.into_iter()
                .for_each(|(key, item)| collect(&format!("{name}[{key}]"), item, pairs));
        }
        // PHP takes the text "false" for true.
        Value::Bool(flag) => pairs.push((name.to_owned(), u8::from(flag).to_string())),
        scalar => pairs.push((name.to_owned(), scalar.to_string())),
    }
}
