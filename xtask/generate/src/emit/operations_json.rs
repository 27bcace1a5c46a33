//! `spec/operations.json`: the operation table for tools that are not Rust.

use serde_json::{Value, json};

use crate::ir::{Api, Response};
use crate::output::Output;

pub(super) fn emit(api: &Api, output: &mut Output) {
    let rows: Vec<Value> = api
        .operations
        .iter()
        .map(|operation| {
            let media_type = match &operation.response {
                Response::Json { .. } => "application/json",
                Response::File { media_type, .. } => media_type,
            };
            let paging = operation.paging.as_ref().map(|paging| {
                json!({ "items": paging.items, "page": paging.page, "per_page": paging.per_page })
            });
            let acts_if = operation
                .acts_if
                .as_ref()
                .map(|condition| json!({ "in": condition.place, "name": condition.name }));
            json!({
                "id": operation.id,
                "method": operation.method,
                "path": operation.path,
                "group": operation.group,
                "resource": operation.resource,
                "verb": operation.verb,
                "summary": operation.summary,
                "safety": operation.safety,
                "success": operation.success,
                "acts_if": acts_if,
                "auth": operation.auth,
                "confidence": operation.confidence,
                "result": operation.result,
                "paging": paging,
                "media_type": media_type,
                "sensitive_request": operation.sensitive_request,
                "sensitive_response": operation.sensitive_response,
            })
        })
        .collect();
    output.add(
        "spec/operations.json",
        format!("{:#}\n", Value::Array(rows)),
    );
}
