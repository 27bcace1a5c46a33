//! Rules for operations: named, classified, typed, with an example of everything.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Linter;
use crate::bundle::pointer;

const KEYS: &[&str] = &[
    "operationId",
    "summary",
    "description",
    "tags",
    "x-resource",
    "x-verb",
    "x-safety",
    "x-acts-if",
    "x-success",
    "x-confidence",
    "x-result",
    "x-paging",
    "x-wait",
    "security",
    "parameters",
    "requestBody",
    "responses",
];

impl<'a> Linter<'a> {
    pub(super) fn operations(&mut self) {
        let mut ids = BTreeMap::new();
        let paths = self.document["paths"].as_object();
        for (path, item) in paths.into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                let place = pointer(&["paths", path, method]);
                if !matches!(method.as_str(), "get" | "post" | "put" | "delete") {
                    self.report(&place, "the method must be get, post, put or delete");
                    continue;
                }
                let id = operation["operationId"].as_str().unwrap_or_default();
                if let Some(other) = ids.insert(id, place.clone()) {
                    self.report(
                        &place,
                        format!("operationId {id:?} is already taken by {other}"),
                    );
                }
                self.names(operation, &place);
                self.classes(operation, &place);
                self.safety(operation, &place);
                self.parameters(operation, path, &place);
                self.request(operation, &place);
                self.response(operation, &place);
                self.wait(operation, &place);
            }
        }
    }

    fn names(&mut self, operation: &Value, place: &str) {
        let text = |key: &str| operation[key].as_str().unwrap_or_default();
        for key in [
            "operationId",
            "summary",
            "description",
            "x-resource",
            "x-verb",
        ] {
            if text(key).is_empty() {
                self.report(format!("{place}/{key}"), "is missing");
            }
        }
        let expected = format!("{}_{}", text("x-resource"), text("x-verb"));
        if text("operationId") != expected {
            self.report(
                format!("{place}/operationId"),
                format!("must be {expected:?}: resource and verb"),
            );
        }
        let snake = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !expected.chars().all(snake) {
            self.report(format!("{place}/operationId"), "must be in snake_case");
        }
        if text("summary").ends_with('.') || text("summary").len() > 90 {
            self.report(
                format!("{place}/summary"),
                "must be one short line without a full stop",
            );
        }
        for key in operation
            .as_object()
            .into_iter()
            .flatten()
            .map(|(key, _)| key)
        {
            if !KEYS.contains(&key.as_str()) {
                self.report(
                    format!("{place}{}", pointer(&[key])),
                    "is not a key known here",
                );
            }
        }
        let resource = text("x-resource").to_owned();
        if self.document["x-resources"].get(&resource).is_none() {
            self.report(
                "/x-resources",
                format!("does not describe the resource {resource:?}"),
            );
        }
        let tag = operation["tags"][0].as_str().unwrap_or_default();
        if !self.document["tags"]
            .as_array()
            .into_iter()
            .flatten()
            .any(|known| known["name"] == tag)
        {
            self.report(
                format!("{place}/tags"),
                format!("{tag:?} is not among the document's tags"),
            );
        }
    }

    fn classes(&mut self, operation: &Value, place: &str) {
        for (key, allowed) in [
            ("x-safety", &["read", "idempotent", "action", "money"][..]),
            ("x-confidence", &["document", "observed", "inferred"][..]),
        ] {
            if !operation[key]
                .as_str()
                .is_some_and(|value| allowed.contains(&value))
            {
                self.report(
                    format!("{place}/{key}"),
                    format!("must be one of {}", allowed.join(", ")),
                );
            }
        }
    }

    fn parameters(&mut self, operation: &'a Value, path: &str, place: &str) {
        let mut declared = Vec::new();
        for (index, given) in operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
        {
            let place = format!("{place}/parameters/{index}");
            let parameter = self.resolve(given);
            let name = parameter["name"].as_str().unwrap_or_default();
            match parameter["in"].as_str() {
                Some("path") => declared.push(name),
                Some("query") if parameter["required"] != true => {}
                Some("query") => self.report(&place, "a query parameter must be optional"),
                _ => self.report(&place, "a parameter must be in path or query"),
            }
            for key in ["name", "description", "schema", "example"] {
                if parameter.get(key).is_none() {
                    self.report(&place, format!("the parameter {name:?} needs {key}"));
                }
            }
            if let Some(schema) = parameter.get("schema") {
                self.schema(schema, &format!("{place}/schema"), false);
                self.example(&parameter["example"], schema, &format!("{place}/example"));
            }
        }
        let wanted: Vec<&str> = path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        for name in wanted.iter().filter(|name| !declared.contains(name)) {
            self.report(
                format!("{place}/parameters"),
                format!("the path's {name:?} is not declared"),
            );
        }
        for name in declared.iter().filter(|name| !wanted.contains(name)) {
            self.report(
                format!("{place}/parameters"),
                format!("{name:?} is not in the path"),
            );
        }
    }

    fn request(&mut self, operation: &'a Value, place: &str) {
        let Some(body) = operation.get("requestBody") else {
            return;
        };
        let place = format!("{place}/requestBody");
        if body["required"] != true {
            self.report(
                format!("{place}/required"),
                "must be true; leave fields optional instead",
            );
        }
        let media = body["content"].as_object();
        if media.is_none_or(|types| types.len() != 1 || !types.contains_key("application/json")) {
            return self.report(
                format!("{place}/content"),
                "must be application/json and nothing else",
            );
        }
        self.content(
            &body["content"]["application/json"],
            &format!("{place}/content/application~1json"),
        );
    }

    fn response(&mut self, operation: &'a Value, place: &str) {
        let place = format!("{place}/responses");
        let responses = &operation["responses"];
        for status in responses
            .as_object()
            .into_iter()
            .flatten()
            .map(|(status, _)| status)
        {
            if !matches!(status.as_str(), "200" | "4XX" | "5XX") {
                self.report(
                    format!("{place}/{status}"),
                    "only 200, 4XX and 5XX are known; never default",
                );
            }
        }
        let place = format!("{place}/200");
        if responses["200"]["description"]
            .as_str()
            .is_none_or(str::is_empty)
        {
            self.report(&place, "needs a description");
        }
        let Some((media, content)) = responses["200"]["content"]
            .as_object()
            .and_then(|types| types.iter().next().filter(|_| types.len() == 1))
        else {
            return self.report(format!("{place}/content"), "needs exactly one media type");
        };
        let place = format!("{place}/content{}", pointer(&[media]));
        if media != "application/json" {
            if content["schema"] != serde_json::json!({ "type": "string", "format": "binary" }) {
                self.report(
                    format!("{place}/schema"),
                    "a file is {type: string, format: binary}",
                );
            }
            if !content["example"].is_string() {
                self.report(
                    format!("{place}/example"),
                    "a file needs an example as text",
                );
            }
            return;
        }
        self.content(content, &place);
        let schema = self.resolve(&content["schema"]);
        let is_required = |name: &str| {
            schema["required"]
                .as_array()
                .is_some_and(|list| list.iter().any(|item| item == name))
        };
        if let Some(result) = operation.get("x-result")
            && !result.as_str().is_some_and(is_required)
        {
            self.report(
                &place,
                "x-result must name a required property of the response",
            );
        }
        let Some(paging) = operation.get("x-paging") else {
            return;
        };
        if !paging["items"].as_str().is_some_and(is_required) {
            self.report(
                &place,
                "x-paging.items must name a required property of the response",
            );
        }
        let has_query = |name: &str| {
            let given = operation["parameters"].as_array().into_iter().flatten();
            given
                .map(|parameter| self.resolve(parameter))
                .any(|p| p["in"] == "query" && p["name"] == name)
        };
        let missing: Vec<&str> = ["page", "per_page"]
            .into_iter()
            .filter(|key| !paging[*key].as_str().is_some_and(has_query))
            .collect();
        for key in missing {
            self.report(
                &place,
                format!("x-paging.{key} must name a query parameter"),
            );
        }
    }

    /// A JSON body: a named type and an example of it.
    fn content(&mut self, content: &'a Value, place: &str) {
        if content["schema"].get("$ref").is_none() {
            return self.report(
                format!("{place}/schema"),
                "must be a $ref to a named schema",
            );
        }
        match content.get("example") {
            Some(example) => self.example(example, &content["schema"], &format!("{place}/example")),
            None => self.report(format!("{place}/example"), "is missing"),
        }
    }
}
