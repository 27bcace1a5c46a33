//! The contract of every operation, as Python.

use serde_json::Value;

use super::types::name;
use crate::emit::contract::case;
use crate::ir::{Api, Operation, Type};

pub(super) fn emit(api: &Api) -> String {
    let mut out = String::from(
        "import datetime\nfrom decimal import Decimal\nfrom typing import Any\n\nfrom viettel_idc import models\n\n\
         #: Operation, resource, method, arguments, request (method, path, query, body), answer, result, kind.\n\
         CASES: list[dict[str, Any]] = [\n",
    );
    for operation in &api.operations {
        out.push_str(&row(api, operation));
    }
    out + "]\n"
}

fn row(api: &Api, operation: &Operation) -> String {
    let case = case(api, operation);
    let given = case.given.iter().map(|(argument, value)| {
        let value = literal(api, argument.ty, value);
        format!("{:?}: {value}", name(argument.ident))
    });
    format!(
        "    {{\"operation\": {:?}, \"resource\": {:?}, \"verb\": {:?}, \"auth\": {}, \"media\": {:?}, \"kind\": {:?},\n     \
         \"arguments\": {{{}}},\n     \"request\": ({:?}, {:?}, {}, {}),\n     \"answer\": {},\n     \"result\": {}}},\n",
        operation.id,
        operation.resource,
        name(&operation.verb),
        if operation.auth == "none" {
            "False"
        } else {
            "True"
        },
        case.media,
        case.kind,
        given.collect::<Vec<_>>().join(", "),
        operation.method,
        case.path,
        plain(&Value::Object(case.query.clone())),
        case.body.map_or_else(|| "None".to_owned(), plain),
        plain(&case.answer),
        plain(&case.result.1),
    )
}

/// An example as a user would write it.
fn literal(api: &Api, ty: &Type, value: &Value) -> String {
    match (ty, value) {
        (Type::Decimal, Value::String(text)) => format!("Decimal({text:?})"),
        (Type::Date, Value::String(text)) => format!("datetime.date.fromisoformat({text:?})"),
        (Type::DateTime, Value::String(text)) => {
            format!("datetime.datetime.fromisoformat({text:?})")
        }
        (Type::Model(model), Value::Object(map)) => {
            let fields = api.fields(model).iter().filter_map(|field| {
                let value = map.get(&field.wire)?;
                Some(format!(
                    "{}={}",
                    name(&field.name),
                    literal(api, &field.ty, value)
                ))
            });
            format!("models.{model}({})", fields.collect::<Vec<_>>().join(", "))
        }
        (Type::List(item), Value::Array(values)) => {
            let items: Vec<String> = values
                .iter()
                .map(|value| literal(api, item, value))
                .collect();
            format!("[{}]", items.join(", "))
        }
        (Type::Map(item), Value::Object(map)) => {
            let rows: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{key:?}: {}", literal(api, item, value)))
                .collect();
            format!("{{{}}}", rows.join(", "))
        }
        _ => plain(value),
    }
}

/// JSON as Python.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Array(items) => format!(
            "[{}]",
            items.iter().map(plain).collect::<Vec<_>>().join(", ")
        ),
        Value::Object(map) => {
            let rows: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{key:?}: {}", plain(value)))
                .collect();
            format!("{{{}}}", rows.join(", "))
        }
        scalar => scalar.to_string(),
    }
}
