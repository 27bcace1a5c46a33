//! Rules for what an operation does: an operation that acts names what proves its success.

use serde_json::Value;

use super::Linter;

/// Markers that every answer of the portal may carry, whether its schema names them or not.
pub(super) const MARKERS: &[&str] = &["status", "success", "info"];

impl<'a> Linter<'a> {
    pub(super) fn safety(&mut self, operation: &'a Value, place: &str) {
        let is_read = operation["x-safety"] == "read";
        self.success(operation, is_read, &format!("{place}/x-success"));
        if let Some(condition) = operation.get("x-acts-if") {
            let place = format!("{place}/x-acts-if");
            if is_read {
                self.report(&place, "an operation that only reads never acts");
            }
            self.condition(operation, condition, &place);
        }
    }

    fn success(&mut self, operation: &'a Value, is_read: bool, place: &str) {
        let keys: Vec<&str> = operation["x-success"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        match (is_read, keys.is_empty()) {
            (true, false) => return self.report(place, "an operation that only reads needs none"),
            (false, true) => {
                return self.report(
                    place,
                    "must list the keys of the answer that prove success: the operation acts",
                );
            }
            _ => {}
        }
        let content = &operation["responses"]["200"]["content"]["application/json"];
        let schema = self.resolve(&content["schema"]);
        for key in &keys {
            if !MARKERS.contains(key) && schema["properties"].get(*key).is_none() {
                self.report(place, format!("{key:?} is not a property of the response"));
            }
        }
        let example = &content["example"];
        if !is_read && !keys.iter().any(|key| example.get(*key).is_some()) {
            self.report(
                place,
                "the example of the response holds none of these keys",
            );
        }
    }

    /// `{in: query, name: make}`: the call acts only when this argument is given and not false.
    fn condition(&mut self, operation: &'a Value, condition: &Value, place: &str) {
        let name = condition["name"].as_str().unwrap_or_default();
        let is_known = match condition["in"].as_str() {
            Some("query") => {
                let given = operation["parameters"].as_array().into_iter().flatten();
                given
                    .map(|parameter| self.resolve(parameter))
                    .any(|parameter| parameter["in"] == "query" && parameter["name"] == name)
            }
            Some("body") => {
                let content = &operation["requestBody"]["content"]["application/json"];
                let schema = self.resolve(&content["schema"]);
                schema["properties"].get(name).is_some()
            }
            _ => return self.report(place, "in must be query or body"),
        };
        if !is_known {
            self.report(place, format!("the operation has no argument {name:?}"));
        }
    }
}
