//! A struct per resource.

mod waits;
pub(super) use waits::goals;

use serde_json::Value;

use super::types::{comment, given, held, name, parenthesised, text};
use crate::emit::calls::{Argument, Dialect, arguments, documentation, item, ordered, result};
use crate::emit::names::pascal;
use crate::ir::{Api, Operation, Response};

const SWIFT: Dialect = Dialect {
    name,
    given,
    text,
    nothing: "nil",
    separator: "\n                ",
};

pub(super) fn emit(api: &Api, resource: &str, about: &str) -> String {
    let mut out = format!(
        "import Foundation\n\nextension ViettelIDC {{\n{}    public struct {}: Sendable {{\n        let connection: Connection\n",
        comment(about, 4),
        pascal(resource),
    );
    let operations = api.operations.iter();
    for operation in operations.filter(|operation| operation.resource == resource) {
        out.push('\n');
        out.push_str(&method(api, operation));
        if let Some(wait) = &operation.wait {
            out.push_str(&waits::methods(api, operation, wait));
        }
    }
    out + "    }\n}\n"
}

/// The properties of a client.
pub(super) fn client(document: &Value, api: &Api) -> String {
    let mut out = String::from("extension ViettelIDC {\n");
    for (index, resource) in api.resources().into_iter().enumerate() {
        let about = document["x-resources"][resource]
            .as_str()
            .unwrap_or_default();
        let class = pascal(resource);
        if index > 0 {
            out.push('\n');
        }
        out.push_str(&comment(about, 4));
        out.push_str(&format!(
            "    public var {}: {class} {{ {class}(connection: connection) }}\n",
            name(resource)
        ));
    }
    out + "}\n"
}

fn method(api: &Api, operation: &Operation) -> String {
    let arguments = arguments(api, operation);
    let call = SWIFT.call(operation, &arguments);
    let waits = " async throws";
    let mut attribute = "";
    let (effects, returns, body) = match (&operation.response, &operation.paging) {
        (Response::File { .. }, _) => (
            waits,
            "Download".to_owned(),
            format!("try await connection.file({call})"),
        ),
        (Response::Json { ty, .. }, Some(paging)) => (
            "",
            format!("Pager<{}>", held(item(api, ty, &paging.items))),
            format!("connection.pages({call}, perPage, limit)"),
        ),
        (Response::Json { ty, .. }, None) => {
            let (key, ty) = result(api, operation, ty);
            if operation.safety != "read" {
                attribute = "        @discardableResult\n";
            }
            let part = key.map_or_else(String::new, |key| format!(", {}", text(key)));
            (
                waits,
                held(ty),
                format!("try await connection.json({call}{part})"),
            )
        }
    };
    format!(
        "{}{attribute}        public func {}{}{effects} -> {returns} {{\n            {body}\n        }}\n",
        comment(&described(operation, &arguments), 8),
        name(&operation.verb),
        parenthesised(&SWIFT.parameters(operation, &arguments), 8),
    )
}

fn described(operation: &Operation, arguments: &[Argument<'_>]) -> String {
    let raw = match operation.response {
        Response::Json { .. } => {
            "; ``ViettelIDC/call(_:path:query:body:)`` shows what the portal really sent"
        }
        Response::File { .. } => "",
    };
    let mut out = documentation(operation, "`", raw);
    let mut rows: Vec<(String, &str)> = ordered(arguments)
        .map(|argument| (name(argument.ident), argument.description))
        .collect();
    if operation.paging.is_some() {
        rows.push(("perPage".to_owned(), "Most items on a page."));
        rows.push(("limit".to_owned(), "Most items in all."));
    }
    if !rows.is_empty() {
        out.push_str("\n\n- Parameters:");
        for (name, about) in rows {
            let about = about.split_whitespace().collect::<Vec<_>>().join(" ");
            out.push_str(&format!("\n  - {}: {about}", name.trim_matches('`')));
        }
    }
    out + match operation.paging {
        Some(_) => "\n\n- Returns: A list that throws ``PortalError`` where a page cannot be had.",
        None => "\n\n- Throws: ``PortalError`` when the call fails.",
    }
}
