//! Interfaces for named objects, unions for open enumerations, and how they differ from the wire.

use super::types::{comment, entry, given, held, name};
use crate::ir::{Api, Field, Model, ModelKind};

pub(super) fn emit(api: &Api) -> String {
    let mut out = String::from(
        "import type { Id, IsoDate, IsoDateTime, Money, MoneyInput, Secret } from \"../types.js\";\n",
    );
    let kinds = api
        .errors
        .iter()
        .map(|kind| format!("  | {:?}\n", kind.name));
    out.push_str(&format!(
        "\n/** Stable names of what went wrong. */\nexport type ErrorKind =\n{}  | \"internal\"\n  | (string & {{}});\n",
        kinds.collect::<String>()
    ));
    for model in named(api) {
        out.push('\n');
        match &model.kind {
            ModelKind::Enum(values) => {
                let values: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
                out.push_str(&comment(
                    &format!("{} Other values may come.", model.description),
                    0,
                ));
                out.push_str(&format!(
                    "export type {} = {} | (string & {{}});\n",
                    model.name,
                    values.join(" | ")
                ));
            }
            ModelKind::Object(fields) => {
                out.push_str(&comment(&model.description, 0));
                out.push_str(&format!("export interface {} {{\n", model.name));
                for field in fields {
                    out.push_str(&comment(&field.description, 2));
                    out.push_str(&property(model, field));
                }
                out.push_str("}\n");
            }
        }
    }
    out
}

fn property(model: &Model, field: &Field) -> String {
    let is_list_in_answer = !model.in_request && field.ty.is_collection();
    let mark = if field.required || is_list_in_answer {
        ""
    } else {
        "?"
    };
    let ty = if model.in_request {
        given(&field.ty, "")
    } else {
        held(&field.ty, "")
    };
    let undefined = if mark.is_empty() { "" } else { " | undefined" };
    format!("  {}{mark}: {ty}{undefined};\n", name(&field.name))
}

/// For every object the fields that are not the same in JavaScript and on the wire.
pub(super) fn tables(api: &Api) -> String {
    let mut out = String::from(
        "import type { Table } from \"../codec.js\";\n\nexport const tables: Record<string, Table> = {\n",
    );
    for model in named(api) {
        let ModelKind::Object(fields) = &model.kind else {
            continue;
        };
        let rows: Vec<String> = fields
            .iter()
            .filter_map(|field| {
                let (name, entry) = (
                    name(&field.name),
                    entry(&field.wire, &field.ty, model.in_request),
                );
                (entry != format!("[{name:?}]")).then(|| format!("{name}: {entry}"))
            })
            .collect();
        if !rows.is_empty() {
            out.push_str(&format!("  {}: {{ {} }},\n", model.name, rows.join(", ")));
        }
    }
    out + "};\n"
}

fn named(api: &Api) -> impl Iterator<Item = &Model> {
    api.models
        .iter()
        .filter(|model| model.name != "PortalError")
}
