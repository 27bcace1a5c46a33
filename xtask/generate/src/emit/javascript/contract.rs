//! The contract of every operation: its arguments, the request they make, the answer and the result.

use serde_json::{Map, Value, json};

use super::types::name;
use crate::emit::calls::{arguments, in_url, item, result, sample};
use crate::ir::{Api, Operation, Response, Type};

pub(super) fn emit(api: &Api) -> String {
    let cases: Vec<Value> = api
        .operations
        .iter()
        .map(|operation| case(api, operation))
        .collect();
    format!("{:#}\n", Value::Array(cases))
}

fn case(api: &Api, operation: &Operation) -> Value {
    let mut path = operation.path.clone();
    let mut query = Map::new();
    let mut given = Map::new();
    for argument in arguments(api, operation) {
        let Some(value) = sample(operation, &argument) else {
            continue;
        };
        let text = in_url(&value);
        match argument.place {
            "path" => path = path.replace(&format!("{{{}}}", argument.wire), &text),
            "query" => {
                query.insert(argument.wire.to_owned(), text.into());
            }
            _ => {}
        }
        given.insert(name(argument.ident), shown(api, argument.ty, &value, false));
    }
    if let Some(paging) = &operation.paging {
        query.insert(paging.page.clone(), "0".into());
    }
    let (kind, answer, result, media) = match (&operation.response, &operation.paging) {
        (
            Response::File {
                example,
                media_type,
            },
            _,
        ) => ("file", json!(example), json!(example), media_type.as_str()),
        (Response::Json { example, ty }, Some(paging)) => {
            let list = Type::List(Box::new(item(api, ty, &paging.items).clone()));
            let items = shown(api, &list, &example[&paging.items], true);
            ("pages", example.clone(), items, "application/json")
        }
        (Response::Json { example, ty }, None) => {
            let (key, ty) = result(api, operation, ty);
            let value = key.map_or(example, |key| &example[key]);
            (
                "json",
                example.clone(),
                shown(api, ty, value, true),
                "application/json",
            )
        }
    };
    json!({
        "operation": operation.id,
        "resource": name(&operation.resource),
        "verb": name(&operation.verb),
        "auth": operation.auth != "none",
        "media": media,
        "kind": kind,
        "arguments": given,
        "request": {
            "method": operation.method,
            "path": path,
            "query": query,
            "body": operation.request.as_ref().map(|(_, sample)| sample),
        },
        "answer": answer,
        "result": result,
    })
}

/// An example as a user sees it; a result has all its lists, even empty ones.
fn shown(api: &Api, ty: &Type, value: &Value, is_result: bool) -> Value {
    match (ty, value) {
        (Type::Model(model), Value::Object(map)) => {
            let mut out = Map::new();
            for field in api.fields(model) {
                // The portal's way to leave out a text is to leave it empty.
                let is_there = |value: &&Value| {
                    !value.is_null() && (field.required || !is_result || *value != "")
                };
                let value = match map.get(&field.wire).filter(is_there) {
                    Some(value) => shown(api, &field.ty, value, is_result),
                    None if !is_result => continue,
                    None if matches!(field.ty, Type::List(_)) => json!([]),
                    None if matches!(field.ty, Type::Map(_)) => json!({}),
                    None => continue,
                };
                out.insert(name(&field.name), value);
            }
            Value::Object(out)
        }
        (Type::List(item), Value::Array(values)) => values
            .iter()
            .map(|value| shown(api, item, value, is_result))
            .collect(),
        (Type::Map(item), Value::Object(map)) => {
            let rows = map.iter();
            let rows = rows.map(|(key, value)| (key.clone(), shown(api, item, value, is_result)));
            Value::Object(rows.collect())
        }
        // The wire has a space where ISO 8601 has a T.
        (Type::DateTime, Value::String(text)) if is_result => text.replacen(' ', "T", 1).into(),
        _ => value.clone(),
    }
}
