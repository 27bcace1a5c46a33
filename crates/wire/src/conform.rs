//! An answer made to fit its shape. One unexpected part never costs the rest.

use std::borrow::Borrow;

use serde_json::{Map, Value};

use crate::path::Path;
use crate::repair::{Mismatch, Repair, RepairAction, kind};
use crate::scalar::{Scalar, scalar};
use crate::shape::{Field, Object, Shape};

/// Most repairs that are kept of each sort, losses and others; all are counted.
const KEPT: usize = 100;

/// An answer in canonical form, and what had to be repaired on the way.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Conformed {
    /// The canonical value: ids and decimals as strings, flags as booleans, dates as ISO text,
    /// absent and unknown fields left out.
    pub value: Value,
    /// What was not as it should have been: the first hundred losses and the first hundred others.
    pub repairs: Vec<Repair>,
    /// How many repairs there were, those that are not in the list included.
    pub repaired: usize,
    /// How many of them are losses.
    pub lost: usize,
}

impl Conformed {
    /// The same, with what was repaired before there was a value ([`crate::Document::repairs`]).
    #[must_use]
    pub fn after(mut self, earlier: Vec<Repair>) -> Self {
        self.repaired += earlier.len();
        self.lost += earlier.iter().filter(|repair| repair.is_loss()).count();
        self.repairs.splice(..0, earlier);
        self
    }
}

/// Makes `value` fit `shape`. It is only looked at: what is kept is the canonical value, which has
/// nothing the shape does not know.
///
/// ```
/// use serde_json::json;
/// use viettel_idc_wire::{Shape, conform};
///
/// let answer = conform(&json!({ "9": 12.5, "10": "1,250.00" }), &Shape::Map(&Shape::Decimal))?;
/// assert_eq!(answer.value, json!({ "9": "12.5", "10": "1250.00" }));
/// # Ok::<(), viettel_idc_wire::Mismatch>(())
/// ```
///
/// # Errors
/// [`Mismatch`] when the whole, or a required part of it, is missing or something else.
pub fn conform(value: impl Borrow<Value>, shape: &Shape) -> Result<Conformed, Mismatch> {
    whole(value.borrow(), shape)
}

fn whole(value: &Value, shape: &Shape) -> Result<Conformed, Mismatch> {
    let mut walk = Walk::default();
    let fitted = match walk.fit(value, shape, &Path::Root)? {
        Fit::Is(fitted) => fitted,
        // An action may answer with nothing at all; only `false` would say something.
        Fit::Absent if value.is_null() && shape.wants_nothing() => Value::Object(Map::new()),
        Fit::Absent => return Err(Mismatch::new("$".to_owned(), shape.name(), None)),
        Fit::Other => return Err(Mismatch::new("$".to_owned(), shape.name(), Some(value))),
    };
    Ok(Conformed {
        value: fitted,
        ..walk.done
    })
}

enum Fit {
    Is(Value),
    Absent,
    Other,
}

#[derive(Default)]
struct Walk {
    done: Conformed,
}

impl Walk {
    fn fit(&mut self, value: &Value, shape: &Shape, path: &Path<'_>) -> Result<Fit, Mismatch> {
        let fitted = match shape {
            Shape::Object(object) => self.object(value, object, path)?,
            Shape::List(item) => return self.list(value, item, path),
            Shape::Map(item) => return self.map(value, item, path),
            single => match scalar(value, single) {
                Scalar::Is(value) => Fit::Is(value),
                Scalar::Absent => Fit::Absent,
                Scalar::Other => Fit::Other,
            },
        };
        match (fitted, value.as_array().map(Vec::as_slice)) {
            (Fit::Other, Some([only])) if !only.is_array() => {
                let fitted = self.fit(only, shape, path)?;
                if let Fit::Is(_) = fitted {
                    self.note(path, RepairAction::TakenFromList, shape.name(), value);
                }
                Ok(fitted)
            }
            (fitted, _) => Ok(fitted),
        }
    }

    /// Fits a part that may be left out, and says so when it had to be.
    fn part(&mut self, value: &Value, shape: &Shape, path: &Path<'_>) -> Fit {
        match self.fit(value, shape, path) {
            Ok(Fit::Other) => {
                self.note(path, RepairAction::LeftOut, shape.name(), value);
                Fit::Other
            }
            Ok(fitted) => fitted,
            Err(mismatch) => {
                self.count(true, || {
                    Repair::of(
                        mismatch.path,
                        RepairAction::ObjectLeftOut,
                        mismatch.expected,
                        mismatch.found.unwrap_or("nothing"),
                    )
                });
                Fit::Other
            }
        }
    }

    fn note(&mut self, path: &Path<'_>, action: RepairAction, shape: &'static str, found: &Value) {
        self.count(action == RepairAction::LeftOut, || {
            Repair::of(path.text(), action, shape, kind(found))
        });
    }

    fn count(&mut self, loss: bool, repair: impl FnOnce() -> Repair) {
        self.done.repaired += 1;
        let kept = if loss {
            self.done.lost += 1;
            self.done.lost
        } else {
            self.done.repaired - self.done.lost
        };
        if kept <= KEPT {
            self.done.repairs.push(repair());
        }
    }

    fn object(&mut self, value: &Value, object: &Object, path: &Path<'_>) -> Result<Fit, Mismatch> {
        let none = Map::new();
        let given = match value {
            Value::Object(map) => map,
            Value::Array(items) if items.is_empty() => &none,
            value if is_nothing(value) => return Ok(Fit::Absent),
            single => return Ok(self.stand_in(single, object, path)),
        };
        let mut fitted = Map::new();
        for field in object.fields {
            let path = Path::Key(path, field.name);
            let value = given.get(field.name);
            let value = if field.required {
                self.required(value, field, &path)?
            } else {
                let Some(value) = value else { continue };
                let Fit::Is(value) = self.part(value, &field.shape, &path) else {
                    continue;
                };
                value
            };
            fitted.insert(field.name.to_owned(), value);
        }
        Ok(Fit::Is(Value::Object(fitted)))
    }

    /// The object that a single value stands for.
    fn stand_in(&mut self, value: &Value, object: &Object, path: &Path<'_>) -> Fit {
        let field = object
            .fields
            .iter()
            .find(|field| object.scalar == Some(field.name));
        let Some(field) = field.filter(|_| !value.is_array()) else {
            return Fit::Other;
        };
        match scalar(value, &field.shape) {
            Scalar::Is(fitted) => {
                self.note(path, RepairAction::WrappedInObject, "object", value);
                let mut members = Map::new();
                members.insert(field.name.to_owned(), fitted);
                Fit::Is(Value::Object(members))
            }
            _ => Fit::Other,
        }
    }

    fn required(
        &mut self,
        value: Option<&Value>,
        field: &Field,
        path: &Path<'_>,
    ) -> Result<Value, Mismatch> {
        let missing = |found| Mismatch::new(path.text(), field.shape.name(), found);
        let value = value.ok_or_else(|| missing(None))?;
        let is_text = matches!(field.shape, Shape::Text | Shape::Secret | Shape::Scalar);
        if is_text && value.is_string() {
            return Ok(value.clone());
        }
        match self.fit(value, &field.shape, path)? {
            Fit::Is(value) => Ok(value),
            Fit::Absent => Err(missing(is_nothing(value).then_some(value))),
            Fit::Other => Err(missing(Some(value))),
        }
    }

    fn list(&mut self, value: &Value, item: &Shape, path: &Path<'_>) -> Result<Fit, Mismatch> {
        let mut items: Vec<&Value> = match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(map) if map.is_empty() => Vec::new(),
            Value::Object(map) => {
                let taken = elements(map, item);
                let action = if taken.is_some() {
                    RepairAction::ListFromObject
                } else {
                    RepairAction::WrappedInList
                };
                self.note(path, action, "list", value);
                taken.unwrap_or_else(|| vec![value])
            }
            value if is_nothing(value) => return Ok(Fit::Absent),
            single => {
                let Fit::Is(fitted) = self.fit(single, item, path)? else {
                    return Ok(Fit::Other);
                };
                if !is_text(item) {
                    self.note(path, RepairAction::WrappedInList, "list", single);
                }
                return Ok(Fit::Is(Value::Array(vec![fitted])));
            }
        };
        let mut fitted = Vec::with_capacity(items.len());
        for (index, value) in items.drain(..).enumerate() {
            let path = Path::Index(path, index);
            match self.part(value, item, &path) {
                Fit::Is(value) => fitted.push(value),
                // An empty string in a list of texts is still an element.
                Fit::Absent if is_text(item) && value.is_string() => fitted.push(Value::from("")),
                Fit::Absent => self.note(&path, RepairAction::LeftOut, item.name(), value),
                Fit::Other => {}
            }
        }
        Ok(Fit::Is(Value::Array(fitted)))
    }

    fn map(&mut self, value: &Value, item: &Shape, path: &Path<'_>) -> Result<Fit, Mismatch> {
        let mut fitted = Map::new();
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    self.entry(&mut fitted, key, value, item, path);
                }
            }
            Value::Array(items) => {
                if !items.is_empty() {
                    self.note(path, RepairAction::MapFromList, "map", value);
                }
                for (index, value) in items.iter().enumerate() {
                    self.entry(&mut fitted, &index.to_string(), value, item, path);
                }
            }
            value if is_nothing(value) => return Ok(Fit::Absent),
            _ => return Ok(Fit::Other),
        }
        Ok(Fit::Is(Value::Object(fitted)))
    }

    fn entry(
        &mut self,
        map: &mut Map<String, Value>,
        key: &str,
        value: &Value,
        item: &Shape,
        path: &Path<'_>,
    ) {
        let path = Path::Key(path, key);
        let fitted = match self.part(value, item, &path) {
            Fit::Is(fitted) => fitted,
            Fit::Absent if is_text(item) && value.is_string() => Value::from(""),
            // A key without a value says "not set", but an object that is not there is missing.
            Fit::Absent if matches!(item, Shape::Object(_)) => {
                return self.note(&path, RepairAction::LeftOut, item.name(), value);
            }
            _ => return,
        };
        map.insert(key.to_owned(), fitted);
    }
}

fn is_text(shape: &Shape) -> bool {
    matches!(shape, Shape::Text | Shape::Scalar)
}

/// What PHP sends where there is no object or list.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// The values of an object that stands for a list: its keys are numbers, which give the order, or
/// names that no element has as a field.
fn elements<'a>(map: &'a Map<String, Value>, item: &Shape) -> Option<Vec<&'a Value>> {
    let numbers = map
        .keys()
        .all(|key| key.bytes().all(|byte| byte.is_ascii_digit()));
    let mut entries: Vec<_> = map.iter().collect();
    if numbers {
        entries.sort_by_key(|(key, _)| key.parse().unwrap_or(u64::MAX));
        return Some(entries.into_iter().map(|(_, value)| value).collect());
    }
    let Shape::Object(object) = item else {
        return None;
    };
    let named = map.iter().all(|(key, value)| {
        value.is_object() && object.fields.iter().all(|field| field.name != key)
    });
    // `serde_json` keeps the order of the names only with a feature that any crate may switch on.
    entries.sort_by_key(|(key, _)| *key);
    named.then(|| entries.into_iter().map(|(_, value)| value).collect())
}
