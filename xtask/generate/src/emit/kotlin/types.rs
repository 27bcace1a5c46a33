//! Types and names in Kotlin.

use crate::emit::names::camel;
use crate::emit::prose::{block_comment, filled};
use crate::ir::Type;

const KEYWORDS: &[&str] = &[
    "as",
    "break",
    "class",
    "continue",
    "do",
    "else",
    "false",
    "for",
    "fun",
    "if",
    "in",
    "interface",
    "is",
    "null",
    "object",
    "package",
    "return",
    "super",
    "this",
    "throw",
    "true",
    "try",
    "typealias",
    "typeof",
    "val",
    "var",
    "when",
    "while",
];

/// A name in Kotlin: the one in Rust, in the other case.
pub(super) fn name(rust: &str) -> String {
    let name = camel(rust.trim_start_matches("r#").trim_end_matches('_'));
    if KEYWORDS.contains(&name.as_str()) {
        format!("`{name}`")
    } else {
        name
    }
}

/// What a field holds.
pub(super) fn held(ty: &Type) -> String {
    match ty {
        Type::Text | Type::Id | Type::Scalar => "String".to_owned(),
        Type::Decimal => "BigDecimal".to_owned(),
        Type::Date => "LocalDate".to_owned(),
        Type::DateTime => "LocalDateTime".to_owned(),
        Type::Secret => "Secret".to_owned(),
        Type::FormValue => "FormValue".to_owned(),
        Type::Integer => "Long".to_owned(),
        Type::Flag => "Boolean".to_owned(),
        Type::Model(name) | Type::Enum(name) => name.clone(),
        Type::List(item) => format!("List<{}>", held(item)),
        Type::Map(item) => format!("Map<String, {}>", held(item)),
    }
}

/// What an argument takes: a secret is given as it is, and is never kept.
pub(super) fn given(ty: &Type) -> String {
    match ty {
        Type::Secret => "String".to_owned(),
        other => held(other),
    }
}

/// How a value is read.
pub(super) fn read(ty: &Type) -> String {
    match ty {
        Type::Text | Type::Id | Type::Scalar => "TEXT".to_owned(),
        Type::Decimal => "DECIMAL".to_owned(),
        Type::Date => "DAY".to_owned(),
        Type::DateTime => "MOMENT".to_owned(),
        Type::Secret => "SECRET".to_owned(),
        Type::FormValue => "FORM".to_owned(),
        Type::Integer => "WHOLE".to_owned(),
        Type::Flag => "FLAG".to_owned(),
        Type::Enum(name) => format!("word({name}::of)"),
        Type::Model(name) => format!("model(::{name})"),
        Type::List(item) => format!("many({})", read(item)),
        Type::Map(item) => format!("table({})", read(item)),
    }
}

/// The empty value of a collection.
pub(super) fn empty(ty: &Type) -> &'static str {
    if matches!(ty, Type::List(_)) {
        "emptyList()"
    } else {
        "emptyMap()"
    }
}

/// A text as Kotlin source.
pub(super) fn text(value: &str) -> String {
    format!("{value:?}").replace('$', "\\$")
}

/// KDoc with this text, at this depth.
pub(super) fn comment(text: &str, indent: usize) -> String {
    let text = text.replace("*/", "* /").replace("/*", "/ *");
    let mut lines: Vec<String> = Vec::new();
    let mut was_tag = false;
    for (index, paragraph) in text.split("\n\n").enumerate() {
        let is_tag = paragraph.starts_with('@');
        // Between tags there is no empty line.
        if index > 0 && !(is_tag && was_tag) {
            lines.push(String::new());
        }
        was_tag = is_tag;
        lines.extend(filled(paragraph, 97 - indent, 0));
    }
    block_comment(&lines, indent)
}
