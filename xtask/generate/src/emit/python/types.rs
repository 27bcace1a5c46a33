//! Types and names in Python.

use crate::emit::prose::filled;
use crate::ir::Type;

const KEYWORDS: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// A name in Python: the one in Rust, without what only Rust reserves.
pub(super) fn name(rust: &str) -> String {
    let plain = rust.trim_start_matches("r#").trim_end_matches('_');
    if KEYWORDS.contains(&plain) {
        format!("{plain}_")
    } else {
        plain.to_owned()
    }
}

/// The codec of a type; models and enumerations are looked up in `prefix`.
pub(super) fn codec(ty: &Type, prefix: &str) -> String {
    match ty {
        Type::Text | Type::Enum(_) => "TEXT".to_owned(),
        Type::Id => "ID".to_owned(),
        Type::Decimal => "DECIMAL".to_owned(),
        Type::Date => "DATE".to_owned(),
        Type::DateTime => "DATETIME".to_owned(),
        Type::Secret => "SECRET".to_owned(),
        Type::Scalar => "SCALAR".to_owned(),
        Type::FormValue => "FORM".to_owned(),
        Type::Integer => "INT".to_owned(),
        Type::Flag => "FLAG".to_owned(),
        Type::Model(model) => format!("{prefix}{model}._codec()"),
        Type::List(item) => format!("listof({})", codec(item, prefix)),
        Type::Map(item) => format!("mapof({})", codec(item, prefix)),
    }
}

/// What a field holds.
pub(super) fn held(ty: &Type, prefix: &str) -> String {
    match ty {
        Type::Text | Type::Id | Type::Scalar => "str".to_owned(),
        Type::Decimal => "Decimal".to_owned(),
        Type::Date => "datetime.date".to_owned(),
        Type::DateTime => "datetime.datetime".to_owned(),
        Type::Secret => "Secret".to_owned(),
        Type::FormValue => "str | dict[str, str]".to_owned(),
        Type::Integer => "int".to_owned(),
        Type::Flag => "bool".to_owned(),
        Type::Model(name) | Type::Enum(name) => format!("{prefix}{name}"),
        // In a resource, `list` may be a method.
        Type::List(item) if !prefix.is_empty() => format!("builtins.list[{}]", held(item, prefix)),
        Type::List(item) => format!("list[{}]", held(item, prefix)),
        Type::Map(item) => format!("dict[str, {}]", held(item, prefix)),
    }
}

/// What may be given for it.
pub(super) fn given(ty: &Type, prefix: &str) -> String {
    match ty {
        Type::Id => "str | int".to_owned(),
        Type::Scalar => "str | int | Decimal | bool".to_owned(),
        Type::Decimal => "Decimal | int | str".to_owned(),
        Type::Date => "datetime.date | str".to_owned(),
        Type::DateTime => "datetime.datetime | str".to_owned(),
        Type::Secret => "Secret | str".to_owned(),
        Type::FormValue => "str | int | Mapping[str, str | int]".to_owned(),
        Type::Model(name) => format!("{prefix}{name} | Mapping[str, Any]"),
        Type::List(item) => format!("Sequence[{}]", given(item, prefix)),
        Type::Map(item) => format!("Mapping[str, {}]", given(item, prefix)),
        other => held(other, prefix),
    }
}

/// A docstring's text, wrapped, at this depth.
pub(super) fn wrapped(text: &str, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let lines = filled(paragraph, 96 - indent, 0).into_iter();
        let lines = lines.map(|line| format!("{pad}{line}"));
        lines.collect::<Vec<_>>().join("\n")
    });
    let out = paragraphs.collect::<Vec<_>>().join("\n\n");
    out.trim_start()
        .replace('\\', "\\\\")
        .replace("\"\"\"", "'''")
}
