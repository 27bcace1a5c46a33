//! A struct per resource.

use serde_json::Value;

use super::types::{comment, given, held, name, parenthesised, text};
use crate::emit::calls::{Argument, arguments, documentation, item, result};
use crate::emit::names::pascal;
use crate::ir::{Api, Operation, Response};

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

/// What must be given comes first.
pub(super) fn ordered<'a, 'b>(
    arguments: &'b [Argument<'a>],
) -> impl Iterator<Item = &'b Argument<'a>> {
    let required = arguments.iter().filter(|argument| argument.required);
    required.chain(arguments.iter().filter(|argument| !argument.required))
}

fn method(api: &Api, operation: &Operation) -> String {
    let arguments = arguments(api, operation);
    let call = call(operation, &arguments);
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
        parenthesised(&parameters(operation, &arguments), 8),
    )
}

fn parameters(operation: &Operation, arguments: &[Argument<'_>]) -> Vec<String> {
    let mut parameters: Vec<String> = ordered(arguments)
        .map(|argument| {
            let (name, ty) = (name(argument.ident), given(argument.ty));
            if argument.required {
                format!("{name}: {ty}")
            } else {
                format!("{name}: {ty}? = nil")
            }
        })
        .collect();
    if operation.paging.is_some() {
        parameters.extend([
            "perPage: Int? = nil".to_owned(),
            "limit: Int? = nil".to_owned(),
        ]);
    }
    parameters
}

fn call(operation: &Operation, arguments: &[Argument<'_>]) -> String {
    let mut parts: Vec<String> = arguments
        .iter()
        .map(|argument| {
            let (place, wire) = (argument.place, text(argument.wire));
            format!(".{place}({wire}, {})", name(argument.ident))
        })
        .collect();
    // A body of nothing but optional fields is there even when none is given.
    if operation.request.is_some() && !arguments.iter().any(|a| a.place == "body") {
        parts.push(".withBody()".to_owned());
    }
    let separator = if parts.len() > 3 {
        "\n                "
    } else {
        ""
    };
    let parts = parts.iter().map(|part| format!("{separator}{part}"));
    format!("Call({}){}", text(&operation.id), parts.collect::<String>())
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
