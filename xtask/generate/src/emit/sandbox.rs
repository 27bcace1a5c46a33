//! `crates/sandbox/src/generated/examples.rs`: the spec's examples as the portal's PHP would send
//! them: database scalars as strings, flags as "1" and "0", empty maps as `[]`.

use serde_json::Value;

use super::rust::format;
use crate::Checked;
use crate::ir::{Api, Operation, Response, Type};
use crate::output::Output;

pub(super) fn emit(api: &Api, hash: &str, output: &mut Output) -> Checked<()> {
    let mut operations: Vec<&Operation> = api.operations.iter().collect();
    operations.sort_by(|a, b| a.id.cmp(&b.id));
    let row = |operation: &&Operation| {
        let text = match &operation.response {
            Response::Json { ty, example } => wire(api, ty, example, 0).to_string(),
            Response::File { example, .. } => example.clone(),
        };
        format!("({:?}, {text:?}),", operation.id)
    };
    let rows: String = operations.iter().map(row).collect();
    let folder = "crates/sandbox/src/generated";
    let path = format!("{folder}/examples.rs");
    let text = format!(
        "/// By operation id: an answer in the portal's own form, or the text of a file.\n\
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

/// An example in wire form. Flags of the envelope itself are computed by the portal and stay flags.
fn wire(api: &Api, ty: &Type, value: &Value, depth: usize) -> Value {
    match (ty, value) {
        (Type::Flag, Value::Bool(flag)) if depth > 1 => Value::from(if *flag { "1" } else { "0" }),
        (Type::Integer, Value::Number(number)) => Value::from(number.to_string()),
        (Type::List(inner), Value::Array(items)) => items
            .iter()
            .map(|item| wire(api, inner, item, depth + 1))
            .collect(),
        (Type::Map(_), Value::Object(map)) if map.is_empty() => Value::Array(Vec::new()),
        (Type::Map(inner), Value::Object(map)) => map
            .iter()
            .map(|(key, item)| (key.clone(), wire(api, inner, item, depth + 1)))
            .collect(),
        (Type::Model(name), Value::Object(map)) => {
            let fields = api.fields(name);
            let ty = |key: &str| {
                fields
                    .iter()
                    .find(|field| field.wire == key)
                    .map(|field| &field.ty)
            };
            map.iter()
                .map(|(key, item)| {
                    let item =
                        ty(key).map_or_else(|| item.clone(), |ty| wire(api, ty, item, depth + 1));
                    (key.clone(), item)
                })
                .collect()
        }
        (_, other) => other.clone(),
    }
}
