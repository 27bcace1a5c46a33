//! The contract of every operation, for all languages: its arguments, the request they make, the
//! answer and the result.

use serde_json::{Map, Value, json};

use super::calls::{Argument, arguments, in_url, item, result, sample};
use crate::ir::{Api, Field, Operation, Response, Type};

/// One operation with its examples.
pub(super) struct Case<'a> {
    /// Arguments that have an example.
    pub(super) given: Vec<(Argument<'a>, Value)>,
    /// Path of the request.
    pub(super) path: String,
    /// Query of the request; a paged list asks for its first page.
    pub(super) query: Map<String, Value>,
    /// Body of the request.
    pub(super) body: Option<&'a Value>,
    /// `json`, `pages` or `file`.
    pub(super) kind: &'static str,
    /// Media type of the answer.
    pub(super) media: &'a str,
    /// The answer; text for a file.
    pub(super) answer: Value,
    /// The part of the answer that is the result, and its type unless it is a file.
    pub(super) result: (Option<Type>, Value),
}

pub(super) fn case<'a>(api: &'a Api, operation: &'a Operation) -> Case<'a> {
    let mut path = operation.path.clone();
    let mut query = Map::new();
    let mut given = Vec::new();
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
        given.push((argument, value));
    }
    if let Some(paging) = &operation.paging {
        query.insert(paging.page.clone(), "0".into());
    }
    let (kind, media, answer, result) = match (&operation.response, &operation.paging) {
        (
            Response::File {
                example,
                media_type,
            },
            _,
        ) => (
            "file",
            media_type.as_str(),
            json!(example),
            (None, json!(example)),
        ),
        (Response::Json { example, ty }, Some(paging)) => {
            let list = Type::List(Box::new(item(api, ty, &paging.items).clone()));
            let items = example[&paging.items].clone();
            (
                "pages",
                "application/json",
                example.clone(),
                (Some(list), items),
            )
        }
        (Response::Json { example, ty }, None) => {
            let (key, ty) = result(api, operation, ty);
            let value = key.map_or(example, |key| &example[key]).clone();
            (
                "json",
                "application/json",
                example.clone(),
                (Some(ty.clone()), value),
            )
        }
    };
    Case {
        given,
        path,
        query,
        body: operation.request.as_ref().map(|(_, sample)| sample),
        kind,
        media,
        answer,
        result,
    }
}

/// An example as a user of some language sees it, who has his own `names`; a result has all its
/// lists, even empty ones.
pub(super) fn shown(
    api: &Api,
    ty: &Type,
    value: &Value,
    is_result: bool,
    names: &dyn Fn(&Field) -> String,
) -> Value {
    match (ty, value) {
        (Type::Model(model), Value::Object(map)) => {
            let mut out = Map::new();
            for field in api.fields(model) {
                // The portal's way to leave out a text is to leave it empty.
                let is_there = |value: &&Value| {
                    !value.is_null() && (field.required || !is_result || *value != "")
                };
                let value = match map.get(&field.wire).filter(is_there) {
                    Some(value) => shown(api, &field.ty, value, is_result, names),
                    None if !is_result => continue,
                    None if matches!(field.ty, Type::List(_)) => json!([]),
                    None if matches!(field.ty, Type::Map(_)) => json!({}),
                    None => continue,
                };
                out.insert(names(field), value);
            }
            Value::Object(out)
        }
        (Type::List(item), Value::Array(values)) => values
            .iter()
            .map(|value| shown(api, item, value, is_result, names))
            .collect(),
        (Type::Map(item), Value::Object(map)) => {
            let rows = map.iter();
            let rows =
                rows.map(|(key, value)| (key.clone(), shown(api, item, value, is_result, names)));
            Value::Object(rows.collect())
        }
        // The wire has a space where ISO 8601 has a T.
        (Type::DateTime, Value::String(text)) if is_result => text.replacen(' ', "T", 1).into(),
        _ => value.clone(),
    }
}
