//! `docs/api.md`: one line per operation and language.

use minijinja::{Environment, context};
use serde::Serialize;
use serde_json::Value;

use super::names::camel;
use crate::ir::{Api, Operation};
use crate::output::Output;
use crate::{Checked, Problem};

const TEMPLATE: &str = include_str!("api_reference.md.j2");

#[derive(Serialize)]
struct Row {
    summary: String,
    portal: String,
    safety: String,
    confidence: String,
    rust: String,
    python: String,
    javascript: String,
    kotlin: String,
    swift: String,
}

#[derive(Serialize)]
struct Resource {
    name: String,
    summary: String,
    rows: Vec<Row>,
}

pub(super) fn emit(document: &Value, api: &Api, hash: &str, output: &mut Output) -> Checked<()> {
    let resources: Vec<Resource> = api
        .resources()
        .into_iter()
        .map(|name| Resource {
            name: name.to_owned(),
            summary: document["x-resources"][name]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            rows: api
                .operations
                .iter()
                .filter(|o| o.resource == name)
                .map(|o| row(api, o))
                .collect(),
        })
        .collect();
    let count = api.operations.len();
    let text = Environment::new()
        .render_str(TEMPLATE, context! { resources, hash, count })
        .map_err(|error| vec![Problem::new("docs/api.md", error.to_string())])?;
    output.add("docs/api.md", text + "\n");
    Ok(())
}

fn row(api: &Api, operation: &Operation) -> Row {
    let names = required(api, operation);
    let (resource, verb) = (&operation.resource, &operation.verb);
    let listed = names.join(", ");
    let camels: Vec<String> = names.iter().map(|name| camel(name)).collect();
    let object = if camels.is_empty() {
        String::new()
    } else {
        format!("{{ {} }}", camels.join(", "))
    };
    let labels: String = camels.iter().map(|name| format!("{name}:")).collect();
    Row {
        summary: operation.summary.clone(),
        portal: format!("{} {}", operation.method, operation.path),
        safety: operation.safety.clone(),
        confidence: operation.confidence.clone(),
        rust: format!("client.{resource}().{verb}({listed})"),
        python: format!("client.{resource}.{verb}({listed})"),
        javascript: format!("client.{}.{}({object})", camel(resource), camel(verb)),
        kotlin: format!(
            "client.{}.{}({})",
            camel(resource),
            camel(verb),
            camels.join(", ")
        ),
        swift: format!("client.{}.{}({labels})", camel(resource), camel(verb)),
    }
}

/// Names of what must be given: the path's parameters, then the body's required fields.
fn required(api: &Api, operation: &Operation) -> Vec<String> {
    let path = operation
        .parameters
        .iter()
        .filter(|p| p.in_path)
        .map(|p| p.name.clone());
    let body = operation
        .request
        .iter()
        .flat_map(|(name, _)| api.fields(name));
    path.chain(
        body.filter(|field| field.required)
            .map(|field| field.name.clone()),
    )
    .collect()
}
