//! An answer made to fit its shape. One unexpected part never costs the rest.

use serde_json::{Map, Value};

use crate::repair::{Mismatch, Repair, RepairAction};
use crate::scalar::{Scalar, scalar};
use crate::shape::{Field, Object, Shape};

/// An answer in canonical form, and what had to be repaired on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Conformed {
    /// The canonical value: ids and decimals as strings, flags as booleans, dates as ISO text,
    /// absent and unknown fields left out.
    pub value: Value,
    /// What was not as it should have been.
    pub repairs: Vec<Repair>,
}

/// Makes `value` fit `shape`.
///
/// ```
/// use serde_json::json;
/// use viettel_idc_wire::{Shape, conform};
///
/// let answer = conform(json!({ "9": 12.5, "10": "" }), &Shape::Map(&Shape::Decimal))?;
/// assert_eq!(answer.value, json!({ "9": "12.5" }));
/// # Ok::<(), viettel_idc_wire::Mismatch>(())
/// ```
///
/// # Errors
/// [`Mismatch`] when the whole, or a required part of it, is missing or something else.
pub fn conform(value: Value, shape: &Shape) -> Result<Conformed, Mismatch> {
    let mut repairs = Vec::new();
    let was_null = value.is_null();
    let fitted = Walk {
        repairs: &mut repairs,
    }
    .fit(value, shape, &Path::Root)?;
    match fitted {
        Fit::Is(value) => Ok(Conformed { value, repairs }),
        // An action may answer with nothing at all; only `false` would say something.
        Fit::Absent if was_null && shape.wants_nothing() => Ok(Conformed {
            value: Value::Object(Map::new()),
            repairs,
        }),
        Fit::Absent => Err(Mismatch::new("$".to_owned(), shape.name(), None)),
        Fit::Other(found) => Err(Mismatch::new("$".to_owned(), shape.name(), Some(&found))),
    }
}

/// Where the walk is, as a chain on the stack: text is made of it only when something is wrong.
enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn text(&self) -> String {
        match self {
            Path::Root => "$".to_owned(),
            Path::Key(parent, key) => format!("{}.{key}", parent.text()),
            Path::Index(parent, index) => format!("{}[{index}]", parent.text()),
        }
    }
}

enum Fit {
    Is(Value),
    Absent,
    Other(Value),
}

struct Walk<'a> {
    repairs: &'a mut Vec<Repair>,
}

impl Walk<'_> {
    fn fit(&mut self, value: Value, shape: &Shape, path: &Path<'_>) -> Result<Fit, Mismatch> {
        match shape {
            Shape::Object(object) => self.object(value, object, path),
            Shape::List(item) => self.list(value, item, path),
            Shape::Map(item) => self.map(value, item, path),
            single => Ok(match scalar(value, single) {
                Scalar::Is(value) => Fit::Is(value),
                Scalar::Absent => Fit::Absent,
                Scalar::Other(value) => Fit::Other(value),
            }),
        }
    }

    /// Fits a part that may be left out, and says so when it had to be.
    fn part(
        &mut self,
        value: Value,
        shape: &Shape,
        path: &Path<'_>,
    ) -> Result<Option<Value>, Mismatch> {
        Ok(match self.fit(value, shape, path)? {
            Fit::Is(value) => Some(value),
            Fit::Absent => None,
            Fit::Other(found) => {
                self.repairs.push(Repair::new(
                    path.text(),
                    RepairAction::LeftOut,
                    shape.name(),
                    &found,
                ));
                None
            }
        })
    }

    fn object(&mut self, value: Value, object: &Object, path: &Path<'_>) -> Result<Fit, Mismatch> {
        let mut given = match value {
            Value::Object(map) => map,
            Value::Array(items) if items.is_empty() => Map::new(),
            value if is_nothing(&value) => return Ok(Fit::Absent),
            other => return Ok(Fit::Other(other)),
        };
        let mut fitted = Map::new();
        for field in object.fields {
            let path = Path::Key(path, field.name);
            let value = given.remove(field.name);
            let value = if field.required {
                Some(self.required(value, field, &path)?)
            } else {
                match value {
                    Some(value) => self.part(value, &field.shape, &path)?,
                    None => None,
                }
            };
            if let Some(value) = value {
                fitted.insert(field.name.to_owned(), value);
            }
        }
        Ok(Fit::Is(Value::Object(fitted)))
    }

    fn required(
        &mut self,
        value: Option<Value>,
        field: &Field,
        path: &Path<'_>,
    ) -> Result<Value, Mismatch> {
        let missing = |found| Mismatch::new(path.text(), field.shape.name(), found);
        let value = value.ok_or_else(|| missing(None))?;
        let is_text = matches!(field.shape, Shape::Text | Shape::Secret | Shape::Scalar);
        if is_text && value.is_string() {
            return Ok(value);
        }
        let is_empty_flag = is_nothing(&value).then(|| value.clone());
        match self.fit(value, &field.shape, path)? {
            Fit::Is(value) => Ok(value),
            Fit::Absent => Err(missing(is_empty_flag.as_ref())),
            Fit::Other(found) => Err(missing(Some(&found))),
        }
    }

    fn list(&mut self, value: Value, item: &Shape, path: &Path<'_>) -> Result<Fit, Mismatch> {
        let items = match value {
            Value::Array(items) => items,
            value if is_nothing(&value) => return Ok(Fit::Absent),
            Value::Object(map) => {
                let gapped = !map.is_empty()
                    && map
                        .keys()
                        .all(|key| key.bytes().all(|b| b.is_ascii_digit()));
                let action = if gapped {
                    RepairAction::ListFromObject
                } else {
                    RepairAction::WrappedInList
                };
                let map = Value::Object(map);
                self.repairs
                    .push(Repair::new(path.text(), action, "list", &map));
                match map {
                    Value::Object(map) if gapped => numbered(map),
                    other => vec![other],
                }
            }
            single => match self.fit(single.clone(), item, path)? {
                Fit::Is(value) => {
                    if !matches!(item, Shape::Text | Shape::Scalar) {
                        self.repairs.push(Repair::new(
                            path.text(),
                            RepairAction::WrappedInList,
                            "list",
                            &single,
                        ));
                    }
                    return Ok(Fit::Is(Value::Array(vec![value])));
                }
                _ => return Ok(Fit::Other(single)),
            },
        };
        let mut fitted = Vec::with_capacity(items.len());
        for (index, value) in items.into_iter().enumerate() {
            let path = Path::Index(path, index);
            let was_null = value.is_null();
            match self.part(value, item, &path)? {
                Some(value) => fitted.push(value),
                None if was_null => {
                    self.repairs.push(Repair::new(
                        path.text(),
                        RepairAction::LeftOut,
                        item.name(),
                        &Value::Null,
                    ));
                }
                // An empty string in a list of texts is still an element.
                None if matches!(item, Shape::Text | Shape::Scalar) => fitted.push(Value::from("")),
                None => {}
            }
        }
        Ok(Fit::Is(Value::Array(fitted)))
    }

    fn map(&mut self, value: Value, item: &Shape, path: &Path<'_>) -> Result<Fit, Mismatch> {
        let given = match value {
            Value::Object(map) => map,
            Value::Array(items) if items.is_empty() => Map::new(),
            Value::Array(items) => {
                let list = Value::Array(items);
                self.repairs.push(Repair::new(
                    path.text(),
                    RepairAction::MapFromList,
                    "map",
                    &list,
                ));
                let Value::Array(items) = list else {
                    return Ok(Fit::Absent);
                };
                items
                    .into_iter()
                    .enumerate()
                    .map(|(index, value)| (index.to_string(), value))
                    .collect()
            }
            value if is_nothing(&value) => return Ok(Fit::Absent),
            other => return Ok(Fit::Other(other)),
        };
        let mut fitted = Map::new();
        for (key, value) in given {
            if let Some(value) = self.part(value, item, &Path::Key(path, &key))? {
                fitted.insert(key, value);
            }
        }
        Ok(Fit::Is(Value::Object(fitted)))
    }
}

/// What PHP sends where there is no object or list.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// The values of an object with numeric keys, in the order of the numbers.
fn numbered(map: Map<String, Value>) -> Vec<Value> {
    let mut entries: Vec<(u64, Value)> = map
        .into_iter()
        .map(|(key, value)| (key.parse().unwrap_or(u64::MAX), value))
        .collect();
    entries.sort_by_key(|(key, _)| *key);
    entries.into_iter().map(|(_, value)| value).collect()
}
