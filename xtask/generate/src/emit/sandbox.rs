//! `crates/sandbox/src/generated/examples.rs`: the spec's examples. The sandbox gives them the form
//! the portal's PHP would.

use super::rust::format;
use crate::Checked;
use crate::ir::{Api, Operation, Response};
use crate::output::Output;

pub(super) fn emit(api: &Api, hash: &str, output: &mut Output) -> Checked<()> {
    let mut operations: Vec<&Operation> = api.operations.iter().collect();
    operations.sort_by(|a, b| a.id.cmp(&b.id));
    let row = |operation: &&Operation| {
        let text = match &operation.response {
            Response::Json { example, .. } => example.to_string(),
            Response::File { example, .. } => example.clone(),
        };
        format!("({:?}, {text:?}),", operation.id)
    };
    let rows: String = operations.iter().map(row).collect();
    let folder = "crates/sandbox/src/generated";
    let path = format!("{folder}/examples.rs");
    let text = format!(
        "/// By operation id: an answer in canonical form, or the text of a file.\n\
         pub(crate) static EXAMPLES: &[(&str, &str)] = &[{rows}];"
    );
    output.add(&path, format(&path, hash, &text)?);
    let path = format!("{folder}/mod.rs");
    output.add(
        &path,
        format(
            &path,
            hash,
            "//! Written by the generator.\npub(crate) mod examples;",
        )?,
    );
    Ok(())
}
