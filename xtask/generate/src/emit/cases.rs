//! `bindings/uniffi/tests/generated/cases.json`: the contract of every operation without the names of
//! any language, for the tests of Kotlin and Swift.

use serde_json::{Value, json};

use super::contract::{case, shown};
use crate::ir::{Api, Field, Operation};
use crate::output::Output;

pub(super) fn emit(api: &Api, output: &mut Output) {
    let cases: Value = api.operations.iter().map(|op| row(api, op)).collect();
    output.add(
        "bindings/uniffi/tests/generated/cases.json",
        format!("{cases:#}\n"),
    );
}

fn row(api: &Api, operation: &Operation) -> Value {
    let case = case(api, operation);
    let result = match &case.result {
        (Some(ty), value) => shown(api, ty, value, true, &|field: &Field| field.wire.clone()),
        (None, text) => text.clone(),
    };
    json!({
        "operation": operation.id,
        "auth": operation.auth != "none",
        "media": case.media,
        "kind": case.kind,
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
