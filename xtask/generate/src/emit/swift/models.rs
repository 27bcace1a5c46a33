//! A struct per named object, and one per open enumeration.

use super::types::{class, comment, held, label, name, parenthesised, quoted, text};
use crate::emit::names::camel;
use crate::ir::{Api, Field, Model, ModelKind};

/// Kinds of failure, as an open enumeration.
pub(super) fn error_kind(api: &Api) -> String {
    let mut kinds: Vec<(&str, &str)> = api
        .errors
        .iter()
        .map(|kind| (kind.name.as_str(), kind.description.as_str()))
        .collect();
    kinds.push((
        "internal",
        "A fault of this package. Please report it with what was called.",
    ));
    let rows = kinds
        .iter()
        .map(|(kind, about)| (*kind, (*about).to_owned()));
    let mut out = open_enum(
        "ErrorKind",
        "Stable names of what went wrong.",
        &rows.collect::<Vec<_>>(),
    );
    out.push_str("\nextension ErrorKind {\n    /// What it means; nil for a kind that this version does not know.\n");
    out.push_str("    public var explanation: String? {\n        switch self {\n");
    for (kind, about) in &kinds {
        out.push_str(&format!("        case .{}: {}\n", camel(kind), text(about)));
    }
    out + "        default: nil\n        }\n    }\n}\n"
}

pub(super) fn enums(api: &Api) -> String {
    let mut parts = Vec::new();
    for model in &api.models {
        if let ModelKind::Enum(values) = &model.kind {
            let about = format!("{} Other values may come.", model.description);
            let rows: Vec<(&str, String)> = values
                .iter()
                .map(|value| (value.as_str(), format!("`{value}`")))
                .collect();
            let name = class(&model.name);
            parts.push(
                open_enum(&name, &about, &rows) + &format!("\nextension {name}: Wired {{}}\n"),
            );
        }
    }
    parts.join("\n")
}

fn open_enum(name: &str, about: &str, values: &[(&str, String)]) -> String {
    let mut out = comment(about, 0);
    out.push_str(&format!(
        "public struct {name}: OpenEnum {{\n    public let rawValue: String\n\n    \
         public init(rawValue: String) {{\n        self.rawValue = rawValue\n    }}\n\n"
    ));
    for (value, about) in values {
        out.push_str(&comment(about, 4));
        out.push_str(&format!(
            "    public static let {} = {name}(rawValue: {})\n",
            quoted(camel(value)),
            text(value)
        ));
    }
    out + "}\n"
}

/// Sources by the first letter of their types: one file of all would be six thousand lines.
pub(super) fn objects(api: &Api) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    let models = api
        .models
        .iter()
        .filter(|model| model.name != "PortalError");
    for model in models {
        let ModelKind::Object(fields) = &model.kind else {
            continue;
        };
        let initial = model.name[..1].to_owned();
        if files.last().is_none_or(|(last, _)| *last != initial) {
            files.push((initial, "import Foundation\n".to_owned()));
        }
        if let Some((_, text)) = files.last_mut() {
            text.push('\n');
            text.push_str(&structure(model, fields));
        }
    }
    files
}

/// What must be given comes first.
pub(super) fn ordered(fields: &[Field]) -> impl Iterator<Item = &Field> {
    let required = fields.iter().filter(|field| field.required);
    required.chain(fields.iter().filter(|field| !field.required))
}

/// Whether a field is there even when the portal left it out.
fn is_always_there(field: &Field) -> bool {
    field.required || field.ty.is_collection()
}

fn structure(model: &Model, fields: &[Field]) -> String {
    let class = class(&model.name);
    let mut out = comment(&model.description, 0);
    out.push_str(&format!(
        "public struct {class}: Codable, Hashable, Sendable {{\n"
    ));
    for field in ordered(fields) {
        let optional = if is_always_there(field) { "" } else { "?" };
        out.push_str(&comment(&field.description, 4));
        out.push_str(&format!(
            "    public var {}: {}{optional}\n",
            name(&field.name),
            held(&field.ty)
        ));
    }
    let parameters: Vec<String> = ordered(fields).map(parameter).collect();
    out.push_str(&format!(
        "\n    /// With these fields.\n    public init{} {{\n",
        parenthesised(&parameters, 4)
    ));
    for field in ordered(fields) {
        let name = name(&field.name);
        out.push_str(&format!("        self.{name} = {name}\n"));
    }
    out.push_str("    }\n}\n\n");
    out.push_str(&format!(
        "extension {class}: Wired {{\n{}}}\n",
        coding(fields)
    ));
    out
}

fn parameter(field: &Field) -> String {
    let default = match &field.ty {
        _ if field.required => "",
        crate::ir::Type::List(_) => " = []",
        crate::ir::Type::Map(_) => " = [:]",
        _ => "? = nil",
    };
    format!("{}: {}{default}", name(&field.name), held(&field.ty))
}

/// How it is read and written.
fn coding(fields: &[Field]) -> String {
    if fields.is_empty() {
        return "    public init(from decoder: any Decoder) throws {\n        self.init()\n    }\n\n    \
                public func encode(to encoder: any Encoder) throws {\n        \
                try [String: String]().encode(to: encoder)\n    }\n"
            .to_owned();
    }
    let mut out = String::from("    private enum CodingKeys: String, CodingKey {\n");
    for field in fields {
        let name = name(&field.name);
        let value = if name == field.wire {
            String::new()
        } else {
            format!(" = {}", text(&field.wire))
        };
        out.push_str(&format!("        case {name}{value}\n"));
    }
    out.push_str(
        "    }\n\n    public init(from decoder: any Decoder) throws {\n        \
         let fields = try decoder.container(keyedBy: CodingKeys.self)\n",
    );
    for field in fields {
        let (name, how) = (
            name(&field.name),
            if is_always_there(field) {
                "read"
            } else {
                "maybe"
            },
        );
        let key = label(&field.name);
        out.push_str(&format!("        {name} = try fields.{how}(.{key})\n"));
    }
    out.push_str(
        "    }\n\n    public func encode(to encoder: any Encoder) throws {\n        \
         var fields = encoder.container(keyedBy: CodingKeys.self)\n",
    );
    for field in fields {
        let (name, key) = (name(&field.name), label(&field.name));
        let how = if field.required {
            "write"
        } else {
            "writeIfAny"
        };
        out.push_str(&format!("        try fields.{how}({name}, .{key})\n"));
    }
    out + "    }\n"
}
