//! `crates/core/src/generated/client/`: progenitor's methods, one file per resource.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{Attribute, ImplItemFn, parse_quote};

use super::rust::{doc, format};
use crate::Checked;
use crate::ir::Api;
use crate::output::Output;

pub(super) fn emit(
    api: &Api,
    methods: &BTreeMap<String, ImplItemFn>,
    hash: &str,
    output: &mut Output,
) -> Checked<()> {
    let folder = "crates/core/src/generated";
    let resources = api.resources();
    for resource in &resources {
        let mut body = String::new();
        for operation in api
            .operations
            .iter()
            .filter(|operation| operation.resource == *resource)
        {
            let Some(method) = methods.get(&operation.id) else {
                continue;
            };
            let mut method = method.clone();
            method
                .attrs
                .retain(|attribute: &Attribute| !attribute.path().is_ident("doc"));
            let lines = [
                format!(" {}.", operation.summary),
                String::new(),
                format!(" `{} {}`", operation.method, operation.path),
            ];
            let attributes: Vec<Attribute> = lines
                .iter()
                .map(|line| parse_quote! { #[doc = #line] })
                .collect();
            method.attrs.splice(0..0, attributes);
            body.push_str(&method.to_token_stream().to_string());
        }
        let text = format!(
            "use crate::Client; use crate::rt::{{ByteStream, ClientHooks, Error, OperationInfo, ResponseValue, encode_path}};\n\
             use crate::types;\n{}impl Client {{ {body} }}",
            doc(&format!("Operations of `{resource}`.")),
        );
        let path = format!("{folder}/client/{resource}.rs");
        output.add(&path, format(&path, hash, &text)?);
    }
    let modules: String = resources
        .iter()
        .map(|resource| format!("mod {resource};\n"))
        .collect();
    let path = format!("{folder}/client/mod.rs");
    let text = format!("//! One method per operation.\n#![allow(unused_imports)]\n{modules}");
    output.add(&path, format(&path, hash, &text)?);
    let path = format!("{folder}/mod.rs");
    let text = "//! Written by the generator.\nmod client; pub(crate) mod enums; pub(crate) mod error_kind; pub(crate) mod operations;\n\
                pub(crate) mod shapes; pub mod types;";
    output.add(&path, format(&path, hash, text)?);
    Ok(())
}
