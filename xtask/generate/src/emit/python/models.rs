//! Classes for named objects, aliases for open enumerations.

use super::types::{codec, given, held, name, wrapped};
use crate::ir::{Api, Field, Model, ModelKind};

pub(super) fn emit(api: &Api) -> String {
    let mut out = String::from(
        "import datetime\nfrom collections.abc import Mapping, Sequence\nfrom decimal import Decimal\n\
         from typing import TYPE_CHECKING, Any, Literal, Union\n\n\
         from .._codec import DATE, DATETIME, DECIMAL, FLAG, FORM, ID, INT, SCALAR, SECRET, TEXT, Secret, listof, mapof\n\
         from .._model import Field, Model\n\n",
    );
    let models: Vec<&Model> = api
        .models
        .iter()
        .filter(|model| model.name != "PortalError")
        .collect();
    let names: Vec<String> = models
        .iter()
        .map(|model| format!("    {:?},\n", model.name))
        .collect();
    out.push_str(&format!("__all__ = [\n{}]\n\n", names.concat()));
    for model in &models {
        if let ModelKind::Enum(values) = &model.kind {
            let values: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
            out.push_str(&format!(
                "{} = Union[Literal[{}], str]\n",
                model.name,
                values.join(", ")
            ));
            out.push_str(&format!(
                "\"\"\"{} Other values may come.\"\"\"\n\n",
                wrapped(&model.description, 0)
            ));
        }
    }
    for model in &models {
        if let ModelKind::Object(fields) = &model.kind {
            out.push_str(&class(model, fields));
        }
    }
    out.push_str("\n# Fields name classes that come later, so they are told when all are there.\n");
    for model in &models {
        if let ModelKind::Object(fields) = &model.kind {
            let rows: String = fields.iter().map(row).collect();
            out.push_str(&format!("{}._fields = {{{rows}}}\n", model.name));
        }
    }
    out
}

fn row(field: &Field) -> String {
    let required = if field.required { ", True" } else { "" };
    format!(
        "{:?}: Field({:?}, {}{required}), ",
        name(&field.name),
        field.wire,
        codec(&field.ty, "")
    )
}

fn class(model: &Model, fields: &[Field]) -> String {
    let mut out = format!(
        "\nclass {}(Model):\n    \"\"\"{}\"\"\"\n\n    __slots__ = ()\n",
        model.name,
        wrapped(&model.description, 4)
    );
    for field in fields {
        let ty = held(&field.ty, "");
        let may_miss = !field.required && !field.ty.is_collection();
        let ty = if may_miss { format!("{ty} | None") } else { ty };
        out.push_str(&format!(
            "    {}: {ty}\n    \"\"\"{}\"\"\"\n",
            name(&field.name),
            wrapped(&field.description, 4)
        ));
    }
    if model.in_request {
        let (required, optional): (Vec<&Field>, Vec<&Field>) =
            fields.iter().partition(|field| field.required);
        let required = required
            .iter()
            .map(|f| format!(", {}: {}", name(&f.name), given(&f.ty, "")));
        let optional = optional
            .iter()
            .map(|f| format!(", {}: {} | None = None", name(&f.name), given(&f.ty, "")));
        let arguments: String = required.chain(optional).collect();
        let star = if arguments.is_empty() { "" } else { ", *" };
        out.push_str(&format!(
            "\n    if TYPE_CHECKING:\n\n        def __init__(self{star}{arguments}) -> None: ...\n"
        ));
    }
    out.push('\n');
    out
}
