//! Types and names in Swift.

use crate::emit::names::camel;
use crate::emit::prose::filled;
use crate::ir::Type;

const KEYWORDS: &[&str] = &[
    "as",
    "associatedtype",
    "break",
    "case",
    "catch",
    "class",
    "continue",
    "default",
    "defer",
    "deinit",
    "do",
    "else",
    "enum",
    "extension",
    "fallthrough",
    "false",
    "fileprivate",
    "for",
    "func",
    "guard",
    "if",
    "import",
    "in",
    "init",
    "inout",
    "internal",
    "is",
    "let",
    "nil",
    "operator",
    "precedencegroup",
    "private",
    "protocol",
    "public",
    "repeat",
    "rethrows",
    "return",
    "self",
    "static",
    "struct",
    "subscript",
    "super",
    "switch",
    "throw",
    "throws",
    "true",
    "try",
    "typealias",
    "var",
    "where",
    "while",
];

/// Models called like a type that nearly every program imports: Foundation's and SwiftUI's.
const TAKEN: &[&str] = &["Notification", "Widget"];

/// A name in Swift: the one in Rust, in the other case.
pub(super) fn name(rust: &str) -> String {
    quoted(label(rust))
}

/// A name before a colon or after a point, where nothing is kept from it.
pub(super) fn label(rust: &str) -> String {
    camel(rust.trim_start_matches("r#").trim_end_matches('_'))
}

/// A name that Swift keeps for itself, in backticks.
pub(super) fn quoted(name: String) -> String {
    if KEYWORDS.contains(&name.as_str()) {
        format!("`{name}`")
    } else {
        name
    }
}

/// A model's or an enumeration's name.
pub(super) fn class(name: &str) -> String {
    if TAKEN.contains(&name) {
        format!("Portal{name}")
    } else {
        name.to_owned()
    }
}

/// What a field holds.
pub(super) fn held(ty: &Type) -> String {
    match ty {
        Type::Text | Type::Id | Type::Scalar => "String".to_owned(),
        Type::Decimal => "Decimal".to_owned(),
        Type::Date => "PortalDate".to_owned(),
        Type::DateTime => "PortalDateTime".to_owned(),
        Type::Secret => "Secret".to_owned(),
        Type::FormValue => "FormValue".to_owned(),
        Type::Integer => "Int".to_owned(),
        Type::Flag => "Bool".to_owned(),
        Type::Model(name) | Type::Enum(name) => class(name),
        Type::List(item) => format!("[{}]", held(item)),
        Type::Map(item) => format!("[String: {}]", held(item)),
    }
}

/// What an argument takes: a secret is given as it is, and is never kept.
pub(super) fn given(ty: &Type) -> String {
    match ty {
        Type::Secret => "String".to_owned(),
        other => held(other),
    }
}

/// A text as Swift source.
pub(super) fn text(value: &str) -> String {
    format!("{value:?}")
}

/// A documentation comment with this text, at this depth. A list's items begin with `-`.
pub(super) fn comment(text: &str, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let mut out = String::new();
    for (index, paragraph) in text.split("\n\n").enumerate() {
        if index > 0 {
            out.push_str(&format!("{pad}///\n"));
        }
        for item in paragraph.split('\n') {
            let bare = item.trim_start();
            let margin = item.len() - bare.len();
            // What belongs to an item stands under its text.
            let hang = if bare.starts_with("- ") { 2 } else { 0 };
            for line in filled(bare, 97 - indent - margin, hang) {
                out.push_str(&format!("{pad}/// {}{line}\n", " ".repeat(margin)));
            }
        }
    }
    out
}

/// A list in parentheses: on one line when it is short.
pub(super) fn parenthesised(parts: &[String], indent: usize) -> String {
    let line = parts.join(", ");
    if parts.len() < 3 && line.len() < 80 {
        return format!("({line})");
    }
    let pad = " ".repeat(indent);
    format!(
        "(\n{pad}    {}\n{pad})",
        parts.join(&format!(",\n{pad}    "))
    )
}
