//! `docs/safety.md`: for every operation, what is sent again when, and what proves success.

use minijinja::{Environment, context};
use serde::Serialize;
use serde_json::Value;

use crate::ir::{Api, Operation};
use crate::output::Output;
use crate::{Checked, Problem};

const TEMPLATE: &str = include_str!("safety.md.j2");

#[derive(Serialize)]
struct Acting {
    id: String,
    portal: String,
    safety: String,
    acts: String,
    proof: String,
}

#[derive(Serialize)]
struct Group {
    name: String,
    ids: String,
}

pub(super) fn emit(document: &Value, api: &Api, hash: &str, output: &mut Output) -> Checked<()> {
    let is_read = |operation: &&Operation| operation.safety == "read";
    let acting: Vec<Acting> = api
        .operations
        .iter()
        .filter(|operation| !is_read(operation))
        .map(row)
        .collect();
    let tags = document["tags"].as_array().into_iter().flatten();
    let reading: Vec<Group> = tags
        .filter_map(|tag| tag["name"].as_str())
        .map(|name| Group {
            name: name.to_owned(),
            ids: api
                .operations
                .iter()
                .filter(|operation| operation.group == name && is_read(operation))
                .map(|operation| format!("`{}`", operation.id))
                .collect::<Vec<_>>()
                .join(", "),
        })
        .filter(|group| !group.ids.is_empty())
        .collect();
    let count = api.operations.len();
    let text = Environment::new()
        .render_str(TEMPLATE, context! { acting, reading, hash, count })
        .map_err(|error| vec![Problem::new("docs/safety.md", error.to_string())])?;
    output.add("docs/safety.md", text + "\n");
    Ok(())
}

fn row(operation: &Operation) -> Acting {
    let acts = match &operation.acts_if {
        Some(condition) => format!("with `{}`, else it reads", condition.name),
        None => "always".to_owned(),
    };
    let keys: Vec<String> = operation
        .success
        .iter()
        .map(|key| format!("`{key}`"))
        .collect();
    Acting {
        id: operation.id.clone(),
        portal: format!("{} {}", operation.method, operation.path),
        safety: operation.safety.clone(),
        acts,
        proof: keys.join(", "),
    }
}
