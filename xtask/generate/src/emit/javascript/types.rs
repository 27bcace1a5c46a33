//! Types and names in TypeScript.

use crate::emit::names::camel;
use crate::emit::prose::{block_comment, filled};
use crate::ir::Type;

/// A name in JavaScript: the one in Rust, in the other case.
pub(super) fn name(rust: &str) -> String {
    camel(rust.trim_start_matches("r#").trim_end_matches('_'))
}

/// What a result holds.
pub(super) fn held(ty: &Type, prefix: &str) -> String {
    match ty {
        Type::Text | Type::Scalar => "string".to_owned(),
        Type::Id => format!("{prefix}Id"),
        Type::Decimal => format!("{prefix}Money"),
        Type::Date => format!("{prefix}IsoDate"),
        Type::DateTime => format!("{prefix}IsoDateTime"),
        Type::Secret => format!("{prefix}Secret"),
        Type::FormValue => "string | Record<string, string>".to_owned(),
        Type::Integer => "number".to_owned(),
        Type::Flag => "boolean".to_owned(),
        Type::Model(name) | Type::Enum(name) => format!("{prefix}{name}"),
        Type::List(item) => format!("Array<{}>", held(item, prefix)),
        Type::Map(item) => format!("Record<string, {}>", held(item, prefix)),
    }
}

/// What may be given for it.
pub(super) fn given(ty: &Type, prefix: &str) -> String {
    match ty {
        Type::Id => "string | number".to_owned(),
        Type::Scalar => "string | number | boolean".to_owned(),
        Type::Decimal => format!("{prefix}MoneyInput"),
        Type::Date | Type::DateTime | Type::Secret => "string".to_owned(),
        Type::FormValue => "string | number | Record<string, string | number>".to_owned(),
        Type::List(item) => format!("ReadonlyArray<{}>", given(item, prefix)),
        Type::Map(item) => format!("Readonly<Record<string, {}>>", given(item, prefix)),
        other => held(other, prefix),
    }
}

/// How the values of a type are read and written: its name on the wire, the lists (`l`) and maps
/// (`m`) around it, and what is inside; nothing when it is the same on both sides.
pub(super) fn entry(wire: &str, ty: &Type, is_request: bool) -> String {
    let mut wraps = String::new();
    let mut inner = ty;
    while let Type::List(item) | Type::Map(item) = inner {
        wraps.push(if matches!(inner, Type::List(_)) {
            'l'
        } else {
            'm'
        });
        inner = item;
    }
    let leaf = match inner {
        Type::Model(name) => name.as_str(),
        Type::Id if is_request => "id",
        Type::Decimal if is_request => "money",
        Type::Scalar if is_request => "scalar",
        Type::FormValue if is_request => "form",
        _ => "",
    };
    match (wraps.is_empty(), leaf.is_empty()) {
        (true, true) => format!("[{wire:?}]"),
        (false, true) => format!("[{wire:?}, {wraps:?}]"),
        _ => format!("[{wire:?}, {wraps:?}, {leaf:?}]"),
    }
}

/// A comment with this text, at this depth.
pub(super) fn comment(text: &str, indent: usize) -> String {
    let text = text.replace("*/", "* /");
    let mut lines = Vec::new();
    for (index, paragraph) in text.split("\n\n").enumerate() {
        if index > 0 {
            lines.push(String::new());
        }
        lines.extend(filled(paragraph, 95 - indent, 0));
    }
    block_comment(&lines, indent)
}
