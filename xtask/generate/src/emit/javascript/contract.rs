//! The contract of every operation, with the names of JavaScript.

use serde_json::{Map, Value, json};

use super::types::name;
use crate::emit::contract::{Case, case, shown};
use crate::ir::{Api, Operation};

pub(super) fn emit(api: &Api) -> String {
    let cases: Vec<Value> = api
        .operations
        .iter()
        .map(|operation| row(api, operation))
        .collect();
    format!("{:#}\n", Value::Array(cases))
}

fn row(api: &Api, operation: &Operation) -> Value {
    let case @ Case { kind, media, .. } = case(api, operation);
    let names = |field: &crate::ir::Field| name(&field.name);
    let mut given = Map::new();
    for (argument, value) in &case.given {
        given.insert(
            name(argument.ident),
            shown(api, argument.ty, value, false, &names),
        );
    }
    let result = match &case.result {
        (Some(ty), value) => shown(api, ty, value, true, &names),
        (None, text) => text.clone(),
    };
    json!({
        "operation": operation.id,
        "resource": name(&operation.resource),
        "verb": name(&operation.verb),
        "auth": operation.auth != "none",
        "media": media,
        "kind": kind,
        "arguments": given,
        "request": {
            "method": operation.method,
            "path": case.path,
            "query": case.query,
            "body": case.body,
        },
        "answer": case.answer,
        "result": result,
    })
}
