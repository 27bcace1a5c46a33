//! `crates/core/src/generated/{operations,shapes}.rs`: what is known before a call, as data.

use super::names::{constant, pascal};
use super::rust::format;
use crate::Checked;
use crate::ir::{Api, ErrorKind, Model, ModelKind, Operation, Response, Type};
use crate::output::Output;

pub(super) fn emit(api: &Api, hash: &str, output: &mut Output) -> Checked<()> {
    let mut operations: Vec<&Operation> = api.operations.iter().collect();
    operations.sort_by(|a, b| a.id.cmp(&b.id));
    let rows: String = operations.iter().map(|operation| row(operation)).collect();
    let path = "crates/core/src/generated/operations.rs";
    let text = format!(
        "//! The operation table.\nuse super::shapes;\nuse crate::wire::Shape;\n\
         use crate::{{ActsIf, Auth, Confidence, Operation, Paging, Safety}};\n\
         /// Every operation of the portal, in the order of their ids.\n\
         pub static OPERATIONS: &[Operation] = &[{rows}];"
    );
    output.add(path, format(path, hash, &text)?);

    let shapes: String = api
        .models
        .iter()
        // `PortalError` is read by the envelope, in all its forms.
        .filter(|model| model.in_response && model.name != "PortalError")
        .map(object)
        .collect();
    let path = "crates/core/src/generated/shapes.rs";
    let text = format!(
        "//! The shapes of responses.\nuse crate::wire::{{Field, Object, Shape}};\n{shapes}"
    );
    output.add(path, format(path, hash, &text)?);

    let path = "crates/core/src/generated/error_kind.rs";
    output.add(path, format(path, hash, &error_kind(&api.errors))?);
    Ok(())
}

fn error_kind(kinds: &[ErrorKind]) -> String {
    let each = |row: &dyn Fn(&ErrorKind) -> String| kinds.iter().map(row).collect::<String>();
    let variants = each(&|kind| {
        format!(
            "#[doc = {:?}] {}, ",
            format!(" {}", kind.description),
            pascal(&kind.name)
        )
    });
    let names = each(&|kind| format!("ErrorKind::{} => {:?}, ", pascal(&kind.name), kind.name));
    let texts = each(&|kind| format!("ErrorKind::{} => {:?}, ", pascal(&kind.name), kind.text));
    format!(
        "//! The kinds of failure.\n/// What kind of failure an [`crate::Error`] is.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n#[non_exhaustive]\npub enum ErrorKind {{ {variants} }}\n\
         impl ErrorKind {{\n/// A stable name for logs and metrics.\n#[must_use]\npub fn as_str(self) -> &'static str {{ match self {{ {names} }} }}\n\
         pub(crate) fn text(self) -> &'static str {{ match self {{ {texts} }} }} }}"
    )
}

fn row(operation: &Operation) -> String {
    let paging = operation.paging.as_ref().map_or_else(
        || "None".to_owned(),
        |p| {
            format!(
                "Some(Paging {{ items: {:?}, page: {:?}, per_page: {:?} }})",
                p.items, p.page, p.per_page
            )
        },
    );
    let acts_if = operation.acts_if.as_ref().map_or_else(
        || "None".to_owned(),
        |condition| {
            let place = pascal(&condition.place);
            format!("Some(ActsIf::{place}({:?}))", condition.name)
        },
    );
    let (media_type, response) = match &operation.response {
        Response::Json { ty, .. } => (
            "application/json",
            format!("Some(&{})", shape(ty, "shapes::")),
        ),
        Response::File { media_type, .. } => (media_type.as_str(), "None".to_owned()),
    };
    format!(
        "Operation {{ id: {:?}, method: {:?}, path: {:?}, resource: {:?}, verb: {:?}, \
         safety: Safety::{}, acts_if: {acts_if}, success: &{:?}, auth: Auth::{}, confidence: Confidence::{}, paging: {paging}, media_type: {media_type:?}, \
         sensitive_request: &{:?}, sensitive_response: &{:?}, response: {response} }},",
        operation.id,
        operation.method,
        operation.path,
        operation.resource,
        operation.verb,
        pascal(&operation.safety),
        operation.success,
        pascal(operation.auth),
        pascal(&operation.confidence),
        operation.sensitive_request,
        operation.sensitive_response,
    )
}

fn object(model: &Model) -> String {
    let ModelKind::Object(fields) = &model.kind else {
        return String::new();
    };
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by(|a, b| a.wire.cmp(&b.wire));
    let field = |field: &&crate::ir::Field| {
        format!(
            "Field {{ name: {:?}, shape: {}, required: {} }},",
            field.wire,
            shape(&field.ty, ""),
            field.required
        )
    };
    format!(
        "pub(crate) static {}: Object = Object {{ name: {:?}, scalar: {:?}, fields: &[{}] }};\n",
        constant(&model.name),
        model.name,
        model.scalar,
        fields.iter().map(field).collect::<String>(),
    )
}

fn shape(ty: &Type, prefix: &str) -> String {
    let simple = match ty {
        Type::Text | Type::Enum(_) => "Text",
        Type::Id => "Id",
        Type::Decimal => "Decimal",
        Type::Date => "Date",
        Type::DateTime => "DateTime",
        Type::Secret => "Secret",
        Type::Scalar | Type::FormValue => "Scalar",
        Type::Integer => "Integer",
        Type::Flag => "Flag",
        Type::Model(name) => return format!("Shape::Object(&{prefix}{})", constant(name)),
        Type::List(inner) => return format!("Shape::List(&{})", shape(inner, prefix)),
        Type::Map(inner) => return format!("Shape::Map(&{})", shape(inner, prefix)),
    };
    format!("Shape::{simple}")
}
