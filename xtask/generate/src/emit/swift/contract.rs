//! The contract of every operation, as calls in Swift; what must come of them stands in `cases.json`.

use serde_json::Value;

use super::models::ordered;
use super::types::{class, label, name, text};
use crate::emit::calls::{self, arguments};
use crate::emit::contract::case;
use crate::ir::{Api, Operation, Type};

pub(super) fn emit(api: &Api) -> String {
    let rows: String = api.operations.iter().map(|op| row(api, op)).collect();
    format!(
        "import Foundation\n\n@testable import ViettelIDC\n\n\
         /// An operation, called with its example.\nstruct ContractCase: Sendable {{\n    let operation: String\n    \
         let call: @Sendable (ViettelIDC) async throws -> any Written\n\n    \
         init(_ operation: String, _ call: @escaping @Sendable (ViettelIDC) async throws -> any Written) {{\n        \
         self.operation = operation\n        self.call = call\n    }}\n}}\n\n\
         let contractCases: [ContractCase] = [\n{rows}]\n"
    )
}

fn row(api: &Api, operation: &Operation) -> String {
    let case = case(api, operation);
    let all = arguments(api, operation);
    let mut given: Vec<String> = calls::ordered(&all)
        .filter_map(|argument| {
            let mut rows = case.given.iter();
            let (_, value) = rows
                .find(|(given, _)| given.wire == argument.wire && given.place == argument.place)?;
            let value = match argument.ty {
                Type::Secret => literal(api, &Type::Text, value),
                ty => literal(api, ty, value),
            };
            Some(format!("{}: {value}", label(argument.ident)))
        })
        .collect();
    if case.kind == "pages" {
        let items = case.result.1.as_array().map_or(0, Vec::len);
        given.push(format!("limit: {items}"));
    }
    let call = format!(
        "$0.{}.{}({})",
        name(&operation.resource),
        name(&operation.verb),
        given.join(", ")
    );
    let call = match case.kind {
        "pages" => format!("try await {call}.collect().items"),
        "file" => format!("String(decoding: try await {call}.bytes(), as: UTF8.self)"),
        _ => format!("try await {call}"),
    };
    format!("    ContractCase({}) {{ {call} }},\n", text(&operation.id))
}

/// An example as a user would write it.
fn literal(api: &Api, ty: &Type, value: &Value) -> String {
    let plain = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    match (ty, value) {
        (Type::Decimal, _) => format!("Decimal(string: {})!", text(&plain)),
        (Type::Date, _) => format!("PortalDate({})!", text(&plain)),
        (Type::DateTime, _) => format!("PortalDateTime({})!", text(&plain)),
        (Type::Integer | Type::Flag, _) => plain,
        (Type::Enum(name), _) => format!("{}(rawValue: {})", class(name), text(&plain)),
        (Type::FormValue, Value::Object(map)) => {
            let rows = map
                .iter()
                .map(|(key, value)| format!("{}: {}", text(key), literal(api, &Type::Text, value)));
            format!(".quantities([{}])", rows.collect::<Vec<_>>().join(", "))
        }
        (Type::Model(model), Value::Object(map)) => {
            let fields = ordered(api.fields(model)).filter_map(|field| {
                let value = literal(api, &field.ty, map.get(&field.wire)?);
                Some(format!("{}: {value}", label(&field.name)))
            });
            let fields = fields.collect::<Vec<_>>().join(", ");
            format!("{}({fields})", class(model))
        }
        (Type::List(item), Value::Array(values)) => {
            let items = values.iter().map(|value| literal(api, item, value));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        (Type::Map(_), Value::Object(map)) if map.is_empty() => "[:]".to_owned(),
        (Type::Map(item), Value::Object(map)) => {
            let rows = map
                .iter()
                .map(|(key, value)| format!("{}: {}", text(key), literal(api, item, value)));
            format!("[{}]", rows.collect::<Vec<_>>().join(", "))
        }
        _ => text(&plain),
    }
}
