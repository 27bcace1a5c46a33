//! Everything a spec must be before progenitor sees it. Every problem is reported, each with a JSON
//! pointer.

mod examples;
mod operations;
mod safety;
mod schemas;
mod waits;

use serde_json::Value;

use crate::bundle::pointer;
use crate::{Checked, Problem};

/// Checks a bundled document.
///
/// # Errors
/// Every problem found.
pub fn lint(document: &Value) -> Checked<()> {
    let mut linter = Linter {
        document,
        problems: Vec::new(),
    };
    linter.document_itself();
    linter.references(document, String::new());
    if linter.problems.is_empty() {
        linter.schemas();
        linter.operations();
    }
    let mut problems = linter.problems;
    problems.dedup();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

struct Linter<'a> {
    document: &'a Value,
    problems: Vec<Problem>,
}

impl<'a> Linter<'a> {
    fn report(&mut self, place: impl Into<String>, sentence: impl Into<String>) {
        self.problems.push(Problem::new(place, sentence));
    }

    fn document_itself(&mut self) {
        let version = self.document["openapi"].as_str().unwrap_or_default();
        if !version.starts_with("3.0.") {
            self.report("/openapi", format!("must be 3.0.x, not {version:?}"));
        }
        for (place, what) in [("/info/title", "a title"), ("/info/version", "a version")] {
            if self
                .document
                .pointer(place)
                .and_then(Value::as_str)
                .is_none_or(str::is_empty)
            {
                self.report(place, format!("the document needs {what}"));
            }
        }
        if self
            .document
            .pointer("/components/responses/PortalError")
            .is_none()
        {
            self.report(
                "/components/responses",
                "PortalError, the one error response, is missing",
            );
        }
    }

    /// Every `$ref` names a component that exists; a reference elsewhere is not supported.
    fn references(&mut self, value: &Value, place: String) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(target)) = map.get("$ref") {
                    let found = target
                        .strip_prefix('#')
                        .and_then(|p| self.document.pointer(p));
                    if found.is_none() {
                        self.report(format!("{place}/$ref"), format!("{target} does not exist"));
                    }
                }
                for (key, item) in map.iter().filter(|(key, _)| *key != "example") {
                    self.references(item, format!("{place}{}", pointer(&[key])));
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.references(item, format!("{place}/{index}"));
                }
            }
            _ => {}
        }
    }

    /// The value a reference leads to, or the value itself.
    fn resolve(&self, value: &'a Value) -> &'a Value {
        let mut value = value;
        loop {
            let target = value.get("$ref").or_else(|| value.pointer("/allOf/0/$ref"));
            let Some(target) = target.and_then(Value::as_str) else {
                return value;
            };
            match target
                .strip_prefix('#')
                .and_then(|place| self.document.pointer(place))
            {
                Some(next) => value = next,
                None => return value,
            }
        }
    }
}
