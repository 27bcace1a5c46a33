//! Joins the spec with progenitor's output: identifiers and argument order come from there, and
//! every type must be the one the spec asks for.

use super::{Api, ModelKind, Response, Type};
use crate::bundle::pointer;
use crate::rust_core::Core;
use crate::{Checked, Problem};

pub(super) fn join(api: &mut Api, core: &Core) -> Checked<()> {
    let mut problems = Vec::new();
    for model in &mut api.models {
        let ModelKind::Object(fields) = &mut model.kind else {
            continue;
        };
        let place = pointer(&["components", "schemas", &model.name]);
        let Some(made) = core.structs.get(&model.name) else {
            problems.push(Problem::new(
                place,
                "progenitor made no struct of this schema",
            ));
            continue;
        };
        for field in fields {
            let place = format!("{place}{}", pointer(&["properties", &field.wire]));
            let Some((ident, ty)) = made.get(&field.wire) else {
                problems.push(Problem::new(
                    place,
                    "progenitor made no field of this property",
                ));
                continue;
            };
            field.name.clone_from(ident);
            let expected = rust_field(&field.ty, field.required);
            if *ty != expected {
                let sentence = format!("progenitor made {ty} of this, the spec says {expected}");
                problems.push(Problem::new(place, sentence));
            }
        }
    }
    for operation in &mut api.operations {
        let place = pointer(&["paths", &operation.path, &operation.method.to_lowercase()]);
        let Some(function) = core.functions.get(&operation.id) else {
            problems.push(Problem::new(
                place,
                "progenitor made no method of this operation",
            ));
            continue;
        };
        operation.arguments.clone_from(&function.arguments);
        let expected = match &operation.response {
            Response::Json { ty, .. } => rust(ty, "types::"),
            Response::File { .. } => "ByteStream".to_owned(),
        };
        if function.returns != expected {
            let sentence = format!(
                "progenitor returns {}, the spec says {expected}",
                function.returns
            );
            problems.push(Problem::new(place.clone(), sentence));
        }
        let known = |name: &String| {
            name == "body"
                || operation
                    .parameters
                    .iter()
                    .any(|parameter| parameter.name == *name)
        };
        if !operation.arguments.iter().all(known) {
            let sentence = format!("progenitor's arguments are {:?}", operation.arguments);
            problems.push(Problem::new(place, sentence));
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

fn rust_field(ty: &Type, required: bool) -> String {
    let inner = rust(ty, "");
    if required || ty.is_collection() {
        inner
    } else {
        format!("::std::option::Option<{inner}>")
    }
}

/// The type as progenitor writes it, without spaces.
fn rust(ty: &Type, types: &str) -> String {
    match ty {
        Type::Text | Type::Scalar => "::std::string::String".to_owned(),
        Type::Id => "::viettel_idc_wire::Id".to_owned(),
        Type::Decimal => "::viettel_idc_wire::Money".to_owned(),
        Type::Date => "::viettel_idc_wire::Date".to_owned(),
        Type::DateTime => "::viettel_idc_wire::DateTime".to_owned(),
        Type::Secret => "::viettel_idc_wire::Secret".to_owned(),
        Type::FormValue => "::viettel_idc_wire::FormValue".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Flag => "bool".to_owned(),
        Type::Model(name) => format!("{types}{name}"),
        Type::Enum(name) => format!("crate::generated::enums::{name}"),
        Type::List(inner) => format!("::std::vec::Vec<{}>", rust(inner, types)),
        Type::Map(inner) => {
            format!(
                "::std::collections::BTreeMap<::std::string::String,{}>",
                rust(inner, types)
            )
        }
    }
}
