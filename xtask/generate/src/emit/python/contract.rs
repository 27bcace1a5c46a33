//! The contract of every operation: its arguments, the request they make, the answer and the result.

use serde_json::{Map, Value, json};

use super::types::name;
use crate::emit::calls::{arguments, in_url, sample};
use crate::ir::{Api, Operation, Response, Type};

pub(super) fn emit(api: &Api) -> String {
    let mut out = String::from(
        "import datetime\nfrom decimal import Decimal\nfrom typing import Any\n\nfrom viettel_idc import models\n\n\
         #: Operation, resource, method, arguments, request (method, path, query, body), answer, result, kind.\n\
         CASES: list[dict[str, Any]] = [\n",
    );
    for operation in &api.operations {
        out.push_str(&case(api, operation));
    }
    out + "]\n"
}

fn case(api: &Api, operation: &Operation) -> String {
    let mut path = operation.path.clone();
    let mut query = Map::new();
    let mut given = Vec::new();
    for argument in arguments(api, operation) {
        let Some(value) = sample(operation, &argument) else {
            continue;
        };
        given.push(format!(
            "{:?}: {}",
            name(argument.ident),
            literal(api, argument.ty, &value)
        ));
        let text = in_url(&value);
        match argument.place {
            "path" => path = path.replace(&format!("{{{}}}", argument.wire), &text),
            "query" => {
                query.insert(argument.wire.to_owned(), text.into());
            }
            _ => {}
        }
    }
    if let Some(paging) = &operation.paging {
        query.insert(paging.page.clone(), "0".into());
    }
    let body = operation.request.as_ref().map(|(_, sample)| sample.clone());
    let (kind, answer, result, media) = match (&operation.response, &operation.paging) {
        (
            Response::File {
                example,
                media_type,
            },
            _,
        ) => ("file", json!(example), json!(example), media_type.as_str()),
        (Response::Json { example, .. }, Some(paging)) => (
            "pages",
            example.clone(),
            example[&paging.items].clone(),
            "application/json",
        ),
        (Response::Json { example, .. }, None) => {
            let result = operation
                .result
                .as_ref()
                .map_or(example, |wire| &example[wire]);
            ("json", example.clone(), result.clone(), "application/json")
        }
    };
    format!(
        "    {{\"operation\": {:?}, \"resource\": {:?}, \"verb\": {:?}, \"auth\": {}, \"media\": {media:?}, \"kind\": {kind:?},\n     \
         \"arguments\": {{{}}},\n     \"request\": ({:?}, {path:?}, {}, {}),\n     \"answer\": {},\n     \"result\": {}}},\n",
        operation.id,
        operation.resource,
        name(&operation.verb),
        if operation.auth == "none" {
            "False"
        } else {
            "True"
        },
        given.join(", "),
        operation.method,
        plain(&Value::Object(query)),
        body.as_ref().map_or_else(|| "None".to_owned(), plain),
        plain(&answer),
        plain(&result),
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
