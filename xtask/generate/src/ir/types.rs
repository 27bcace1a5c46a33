//! Types of fields and parameters, independent of any language.

use serde_json::Value;

use crate::{Checked, Problem};

/// A type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Text,
    /// An identifier.
    Id,
    /// An exact decimal.
    Decimal,
    /// A day.
    Date,
    /// A day and time of the portal's clock.
    DateTime,
    /// A secret.
    Secret,
    /// Text that may arrive as a number or flag.
    Scalar,
    /// Text, or a map from item to quantity: the value of a form field in an order.
    FormValue,
    /// An integer.
    Integer,
    /// A flag.
    Flag,
    /// A named object.
    Model(String),
    /// A named open enumeration.
    Enum(String),
    /// A list.
    List(Box<Type>),
    /// A map with free keys.
    Map(Box<Type>),
}

impl Type {
    /// The type of a schema in the document.
    ///
    /// # Errors
    /// A schema of no known form; the linter reports these first.
    pub fn of(schema: &Value, document: &Value) -> Checked<Type> {
        let target = schema
            .get("$ref")
            .or_else(|| schema.pointer("/allOf/0/$ref"));
        if let Some(target) = target.and_then(Value::as_str) {
            let name = target.rsplit('/').next().unwrap_or_default();
            let named = &document["components"]["schemas"][name];
            if named.get("x-extensible-enum").is_some() {
                return Ok(Type::Enum(name.to_owned()));
            }
            let is_object =
                named["type"] == "object" && named.get("additionalProperties").is_none();
            return if is_object {
                Ok(Type::Model(name.to_owned()))
            } else {
                Type::of(named, document)
            };
        }
        Ok(match (schema["type"].as_str(), schema["format"].as_str()) {
            (Some("string"), None) => Type::Text,
            (Some("string"), Some("id")) => Type::Id,
            (Some("string"), Some("decimal")) => Type::Decimal,
            (Some("string"), Some("date")) => Type::Date,
            (Some("string"), Some("date-time-local")) => Type::DateTime,
            (Some("string"), Some("password")) => Type::Secret,
            (Some("string"), Some("scalar")) => Type::Scalar,
            (Some("string"), Some("form-value")) => Type::FormValue,
            (Some("integer"), _) => Type::Integer,
            (Some("boolean"), _) => Type::Flag,
            (Some("array"), _) => Type::List(Box::new(Type::of(&schema["items"], document)?)),
            (Some("object"), _) => Type::Map(Box::new(Type::of(
                &schema["additionalProperties"],
                document,
            )?)),
            _ => {
                return Err(vec![Problem::new(
                    "/components/schemas",
                    format!("no type for {schema}"),
                )]);
            }
        })
    }

    /// The name of the model or enumeration inside, through lists and maps.
    #[must_use]
    pub fn named(&self) -> Option<&str> {
        match self {
            Type::Model(name) | Type::Enum(name) => Some(name),
            Type::List(inner) | Type::Map(inner) => inner.named(),
            _ => None,
        }
    }

    /// Whether an absent value is an empty one.
    #[must_use]
    pub fn is_collection(&self) -> bool {
        matches!(self, Type::List(_) | Type::Map(_))
    }
}
