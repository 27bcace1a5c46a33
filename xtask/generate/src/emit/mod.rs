//! Emitters: pure functions from the representation to files.

mod api_reference;
mod calls;
mod cases;
mod contract;
mod core_client;
mod core_tables;
mod core_types;
mod fuzz;
mod javascript;
mod kotlin;
mod names;
mod operations_json;
mod prose;
mod python;
mod rust;
mod safety;
mod sandbox;
mod sdk;
mod swift;
mod tests;

use serde_json::Value;

use crate::Checked;
use crate::ir::Api;
use crate::output::{Output, hash};
use crate::rust_core::Core;

/// Everything that is generated.
///
/// # Errors
/// Rust that does not parse, which is a fault of an emitter.
pub fn all(document: &Value, api: &Api, core: Core) -> Checked<Output> {
    let bundle = with_sensitive_fields(document, api);
    let hash = hash(&bundle);
    let mut output = Output::default();
    core_types::emit(api, core.types, &hash, &mut output)?;
    core_client::emit(api, &core.methods, &hash, &mut output)?;
    core_tables::emit(api, &hash, &mut output)?;
    sdk::emit(document, api, &hash, &mut output)?;
    sandbox::emit(api, &hash, &mut output)?;
    tests::emit(api, &hash, &mut output)?;
    fuzz::emit(api, &hash, &mut output)?;
    operations_json::emit(api, &mut output);
    python::emit(document, api, &hash, &mut output);
    javascript::emit(document, api, &hash, &mut output)?;
    kotlin::emit(document, api, &hash, &mut output);
    swift::emit(document, api, &hash, &mut output);
    cases::emit(api, &mut output);
    api_reference::emit(document, api, &hash, &mut output)?;
    safety::emit(document, api, &hash, &mut output)?;
    output.add("spec/openapi.json", bundle);
    Ok(output)
}

/// The document with `x-sensitive` on every operation whose request or response holds secrets.
fn with_sensitive_fields(document: &Value, api: &Api) -> String {
    let mut document = document.clone();
    for operation in &api.operations {
        let (request, response) = (&operation.sensitive_request, &operation.sensitive_response);
        if !request.is_empty() || !response.is_empty() {
            document["paths"][&operation.path][operation.method.to_lowercase()]["x-sensitive"] =
                serde_json::json!({ "request": request, "response": response });
        }
    }
    format!("{document:#}\n")
}
