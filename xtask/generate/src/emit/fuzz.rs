//! `fuzz/src/generated/mod.rs`: how the answer of every operation is typed.

use super::rust::format;
use crate::Checked;
use crate::ir::{Api, Response, Type};
use crate::output::Output;

pub(super) fn emit(api: &Api, hash: &str, output: &mut Output) -> Checked<()> {
    let mut rows: Vec<String> = api
        .operations
        .iter()
        .filter_map(|operation| match &operation.response {
            Response::Json { ty, .. } => {
                Some(format!("({:?}, decode::<{}>),", operation.id, answer(ty)))
            }
            Response::File { .. } => None,
        })
        .collect();
    rows.sort();
    let path = "fuzz/src/generated/mod.rs";
    let text = format!(
        "//! How the answer of every operation is typed.\n\
         use viettel_idc::core::types;\nuse crate::decode;\nuse crate::Decode;\n\
         /// Operations with their decoders, in the order of their ids.\n\
         pub static DECODERS: &[(&str, Decode)] = &[{}];",
        rows.concat()
    );
    output.add(path, format(path, hash, &text)?);
    Ok(())
}

fn answer(ty: &Type) -> String {
    match ty {
        Type::Model(name) => format!("types::{name}"),
        Type::List(item) => format!("Vec<{}>", answer(item)),
        Type::Map(item) => format!("std::collections::BTreeMap<String, {}>", answer(item)),
        _ => "String".to_owned(),
    }
}
