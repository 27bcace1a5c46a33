//! The contract of every operation, as calls in Kotlin; what must come of them stands in `cases.json`.

use serde_json::Value;

use super::types::{name, text};
use crate::emit::contract::case;
use crate::emit::names::camel;
use crate::ir::{Api, Operation, Type};

pub(super) fn emit(api: &Api) -> String {
    let rows: String = api.operations.iter().map(|op| row(api, op)).collect();
    format!(
        "import java.math.BigDecimal\nimport java.time.LocalDate\nimport java.time.LocalDateTime\n\
         import kotlinx.coroutines.flow.toList\nimport vn.viettelidc.blocking.ViettelIdcBlocking\nimport vn.viettelidc.models.*\n\n\
         /** An operation, called with its example, by suspending and by blocking. */\n\
         internal class ContractCase(\n    val operation: String,\n    val suspending: suspend (ViettelIdc) -> Any?,\n    \
         val blocking: (ViettelIdcBlocking) -> Any?,\n)\n\n\
         internal val CONTRACT_CASES: List<ContractCase> = listOf(\n{rows})\n"
    )
}

fn row(api: &Api, operation: &Operation) -> String {
    let case = case(api, operation);
    let mut given: Vec<String> = case
        .given
        .iter()
        .map(|(argument, value)| {
            let value = match argument.ty {
                Type::Secret => literal(api, &Type::Text, value),
                ty => literal(api, ty, value),
            };
            format!("{} = {value}", name(argument.ident))
        })
        .collect();
    let last = match case.kind {
        "pages" => {
            let items = case.result.1.as_array().map_or(0, Vec::len);
            given.push(format!("limit = {items}"));
            ".toList()"
        }
        "file" => ".bytes()",
        _ => "",
    };
    let call = format!(
        "it.{}.{}({}){last}",
        camel(&operation.resource),
        name(&operation.verb),
        given.join(", ")
    );
    format!(
        "    ContractCase(\n        {},\n        {{ {call} }},\n        {{ {call} }},\n    ),\n",
        text(&operation.id)
    )
}

/// An example as a user would write it.
fn literal(api: &Api, ty: &Type, value: &Value) -> String {
    let plain = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    match (ty, value) {
        (Type::Decimal, _) => format!("BigDecimal({})", text(&plain)),
        (Type::Date, _) => format!("LocalDate.parse({})", text(&plain)),
        (Type::DateTime, _) => {
            format!(
                "LocalDateTime.parse({})",
                text(&plain.replacen(' ', "T", 1))
            )
        }
        (Type::Secret, _) => format!("Secret({})", text(&plain)),
        (Type::Integer, _) => format!("{plain}L"),
        (Type::Flag, _) => plain,
        (Type::Enum(class), _) => format!("{class}.of({})", text(&plain)),
        (Type::FormValue, Value::Object(map)) => {
            let rows = map.iter().map(|(key, value)| {
                format!("{} to {}", text(key), literal(api, &Type::Text, value))
            });
            format!(
                "FormValue.of(mapOf({}))",
                rows.collect::<Vec<_>>().join(", ")
            )
        }
        (Type::FormValue, _) => format!("FormValue.of({})", text(&plain)),
        (Type::Model(model), Value::Object(map)) => {
            let fields = api.fields(model).iter().filter_map(|field| {
                let value = map.get(&field.wire)?;
                let value = literal(api, &field.ty, value);
                Some(format!("{} = {value}", name(&field.name)))
            });
            format!("{model}({})", fields.collect::<Vec<_>>().join(", "))
        }
        (Type::List(item), Value::Array(values)) => {
            let items = values.iter().map(|value| literal(api, item, value));
            format!("listOf({})", items.collect::<Vec<_>>().join(", "))
        }
        (Type::Map(item), Value::Object(map)) => {
            let rows = map
                .iter()
                .map(|(key, value)| format!("{} to {}", text(key), literal(api, item, value)));
            format!("mapOf({})", rows.collect::<Vec<_>>().join(", "))
        }
        _ => text(&plain),
    }
}
