//! Rules for schemas: only forms every emitter knows, everything named, everything described.

use serde_json::{Map, Value};

use super::Linter;
use crate::bundle::pointer;

/// Formats each type may have; `None` stands for no format.
const FORMATS: &[(&str, &[Option<&str>])] = &[
    (
        "string",
        &[
            None,
            Some("id"),
            Some("decimal"),
            Some("date"),
            Some("date-time-local"),
            Some("password"),
            Some("scalar"),
            Some("form-value"),
        ],
    ),
    ("integer", &[Some("int64")]),
    ("boolean", &[None]),
];

impl Linter<'_> {
    pub(super) fn schemas(&mut self) {
        let schemas = self
            .document
            .pointer("/components/schemas")
            .and_then(Value::as_object);
        for (name, schema) in schemas.into_iter().flatten() {
            let place = pointer(&["components", "schemas", name]);
            if !name.starts_with(|c: char| c.is_ascii_uppercase())
                || !name.chars().all(|c| c.is_ascii_alphanumeric())
            {
                self.report(&place, "a schema's name must be in PascalCase");
            }
            if schema
                .get("description")
                .and_then(Value::as_str)
                .is_none_or(str::is_empty)
            {
                self.report(&place, "the schema needs a description");
            }
            self.schema(schema, &place, true);
        }
    }

    /// A schema; `named` when it stands under components.
    pub(super) fn schema(&mut self, schema: &Value, place: &str, named: bool) {
        let Some(map) = schema.as_object() else {
            return self.report(place, "a schema must be a map");
        };
        if map.contains_key("$ref") {
            self.only(
                map,
                place,
                &["$ref"],
                "nothing may stand beside $ref; use allOf with a description",
            );
            return;
        }
        if let Some(parts) = map.get("allOf") {
            self.only(
                map,
                place,
                &["allOf", "description"],
                "allOf takes one $ref and a description",
            );
            if parts
                .as_array()
                .is_none_or(|p| p.len() != 1 || p[0].get("$ref").is_none())
            {
                self.report(format!("{place}/allOf"), "allOf must hold exactly one $ref");
            }
            return;
        }
        match map.get("type").and_then(Value::as_str) {
            Some("object") => self.object(map, place, named),
            Some("array") => {
                self.only(
                    map,
                    place,
                    &["type", "items", "description"],
                    "a list is type, items, description",
                );
                match map.get("items") {
                    Some(items) => self.schema(items, &format!("{place}/items"), false),
                    None => self.report(place, "a list needs items"),
                }
            }
            Some(kind) => self.scalar(map, kind, place, named),
            None => self.report(place, "a schema needs a type"),
        }
    }

    fn object(&mut self, map: &Map<String, Value>, place: &str, named: bool) {
        if let Some(values) = map.get("additionalProperties") {
            let allowed = ["type", "additionalProperties", "description"];
            self.only(
                map,
                place,
                &allowed,
                "a map is type, additionalProperties, description",
            );
            if values.is_object() {
                self.schema(values, &format!("{place}/additionalProperties"), false);
            } else {
                self.report(format!("{place}/additionalProperties"), "must be a schema");
            }
            return;
        }
        if !named {
            self.report(
                place,
                "an object inside another must be a named schema under components",
            );
        }
        let allowed = ["type", "properties", "required", "description", "x-scalar"];
        self.only(
            map,
            place,
            &allowed,
            "an object is type, properties, required, description, x-scalar",
        );
        let empty = Map::new();
        let properties = map
            .get("properties")
            .and_then(Value::as_object)
            .unwrap_or(&empty);
        if let Some(name) = map.get("x-scalar") {
            let property = name.as_str().and_then(|name| properties.get(name));
            if property.is_none_or(|property| property["format"] != "scalar") {
                self.report(
                    format!("{place}/x-scalar"),
                    "must name a property of the format scalar",
                );
            }
        }
        for (name, property) in properties {
            let place = format!("{place}{}", pointer(&["properties", name]));
            if property.get("$ref").is_none() && property.get("description").is_none() {
                self.report(&place, "the property needs a description");
            }
            self.schema(property, &place, false);
        }
        for name in map
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            if name
                .as_str()
                .is_none_or(|name| !properties.contains_key(name))
            {
                self.report(
                    format!("{place}/required"),
                    format!("{name} is not a property"),
                );
            }
        }
    }

    fn scalar(&mut self, map: &Map<String, Value>, kind: &str, place: &str, named: bool) {
        let Some((_, formats)) = FORMATS.iter().find(|(name, _)| *name == kind) else {
            return self.report(
                format!("{place}/type"),
                format!("{kind:?} is not a type known here"),
            );
        };
        let format = map.get("format").and_then(Value::as_str);
        if !formats.contains(&format) {
            let shown = format.unwrap_or("no format");
            self.report(
                format!("{place}/format"),
                format!("{shown:?} is not a format known for {kind}"),
            );
        }
        let is_enum = map.contains_key("x-extensible-enum");
        if is_enum && !named {
            self.report(
                place,
                "a list of allowed values must be a named schema under components",
            );
        }
        if named && !is_enum {
            self.report(
                place,
                "a named scalar must list its values in x-extensible-enum",
            );
        }
        let values = map.get("x-extensible-enum").and_then(Value::as_array);
        if is_enum && values.is_none_or(|v| v.is_empty() || !v.iter().all(Value::is_string)) {
            self.report(
                format!("{place}/x-extensible-enum"),
                "must be a list of strings",
            );
        }
        let allowed = ["type", "format", "description", "x-extensible-enum"];
        self.only(
            map,
            place,
            &allowed,
            "a scalar is type, format, description",
        );
    }

    fn only(&mut self, map: &Map<String, Value>, place: &str, allowed: &[&str], sentence: &str) {
        for key in map.keys().filter(|key| !allowed.contains(&key.as_str())) {
            self.report(
                format!("{place}{}", pointer(&[key])),
                format!("not allowed here: {sentence}"),
            );
        }
    }
}
