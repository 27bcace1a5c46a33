//! `crates/core/src/generated/{types,enums}.rs`: progenitor's structs, documented from the spec and
//! open to new fields, builders for those users fill in, and open enumerations.

use quote::ToTokens;
use syn::{Attribute, Item, parse_quote};

use super::names::pascal;
use super::rust::{argument, convert, doc, format, prose, setters};
use crate::Checked;
use crate::ir::{Api, Field, Model, ModelKind};
use crate::output::Output;

pub(super) fn emit(api: &Api, types: Vec<Item>, hash: &str, output: &mut Output) -> Checked<()> {
    let mut text = String::from(
        "//! The types of requests and responses.\n\npub use super::enums::*;\nuse crate::wire;\n",
    );
    for item in types {
        if let Item::Struct(mut item) = item {
            let name = item.ident.to_string();
            let Some(model) = api.model(&name) else {
                continue;
            };
            document(&mut item, model, api.fields(&name));
            text.push_str(&item.to_token_stream().to_string());
            if model.in_request {
                text.push_str(&builder(model, api.fields(&name)));
            }
        }
    }
    let path = "crates/core/src/generated/types.rs";
    output.add(path, format(path, hash, &text)?);

    let mut text = String::from("//! Open enumerations.\n\nuse crate::open_enum::open_enum;\n");
    for model in &api.models {
        if let ModelKind::Enum(values) = &model.kind {
            let variants = values
                .iter()
                .map(|value| format!("{} = {value:?},", pascal(value)));
            text.push_str(&format!(
                "open_enum! {{ {} {} {{ {} }} }}\n",
                doc(&prose(&model.description)),
                model.name,
                variants.collect::<String>(),
            ));
        }
    }
    let path = "crates/core/src/generated/enums.rs";
    output.add(path, format(path, hash, &text)?);
    Ok(())
}

fn document(item: &mut syn::ItemStruct, model: &Model, fields: &[Field]) {
    let is_doc = |attribute: &Attribute| attribute.path().is_ident("doc");
    item.attrs.retain(|attribute| !is_doc(attribute));
    let mut attributes = attributes(&model.description);
    attributes.push(parse_quote! { #[non_exhaustive] });
    item.attrs.splice(0..0, attributes);
    for made in &mut item.fields {
        made.attrs.retain(|attribute| !is_doc(attribute));
        let ident = made
            .ident
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        if let Some(field) = fields.iter().find(|field| field.name == ident) {
            made.attrs
                .splice(0..0, self::attributes(&field.description));
        }
    }
}

fn attributes(text: &str) -> Vec<Attribute> {
    let lines = prose(text);
    let lines = lines.lines().map(|line| format!(" {line}"));
    lines.map(|line| parse_quote! { #[doc = #line] }).collect()
}

fn builder(model: &Model, fields: &[Field]) -> String {
    let (required, optional): (Vec<&Field>, Vec<&Field>) =
        fields.iter().partition(|field| field.required);
    let arguments = required
        .iter()
        .map(|f| format!("{}: {}", f.name, argument(&f.ty, "self")));
    let mut values: Vec<String> = required
        .iter()
        .map(|f| format!("{}: {}", f.name, convert(&f.ty, &f.name)))
        .collect();
    values.extend(
        optional
            .iter()
            .map(|field| format!("{}: Default::default()", field.name)),
    );
    format!(
        "impl {name} {{ {doc} #[must_use] pub fn new({arguments}) -> Self {{ Self {{ {values} }} }}\n{setters} }}\n",
        name = model.name,
        doc = doc(" With what must be there."),
        arguments = arguments.collect::<Vec<_>>().join(", "),
        values = values.join(", "),
        setters = setters(
            optional
                .iter()
                .map(|f| (f.name.as_str(), &f.ty, f.description.as_str())),
            "self"
        ),
    )
}
