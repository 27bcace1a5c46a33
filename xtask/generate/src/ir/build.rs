//! Reads the document into the representation; `join` adds what progenitor made of it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    ActsIf, Api, ErrorKind, Field, Model, ModelKind, Operation, Paging, Parameter, Response, Type,
    join,
};
use crate::bundle::pointer;
use crate::rust_core::Core;
use crate::{Checked, Problem};

/// Builds the representation of a linted document.
///
/// # Errors
/// Everywhere the spec and progenitor's output disagree.
pub fn build(document: &Value, core: &Core) -> Checked<Api> {
    let mut api = Api {
        version: text(&document["info"], "version"),
        errors: errors(document),
        operations: Vec::new(),
        models: models(document)?,
    };
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            api.operations
                .push(read(document, path, method, operation)?);
        }
    }
    mark_use(&mut api)?;
    for index in 0..api.operations.len() {
        let request = api.operations[index]
            .request
            .as_ref()
            .map(|(name, _)| Type::Model(name.clone()));
        let response = match &api.operations[index].response {
            Response::Json { ty, .. } => Some(ty.clone()),
            Response::File { .. } => None,
        };
        api.operations[index].sensitive_request = secrets(&api, request.as_ref());
        api.operations[index].sensitive_response = secrets(&api, response.as_ref());
    }
    join::join(&mut api, core)?;
    Ok(api)
}

fn errors(document: &Value) -> Vec<ErrorKind> {
    let kinds = document["x-errors"].as_object().into_iter().flatten();
    let kinds = kinds.map(|(name, kind)| ErrorKind {
        name: name.clone(),
        text: text(kind, "text"),
        description: text(kind, "description"),
    });
    kinds.collect()
}

pub(super) fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().trim().to_owned()
}

fn read(document: &Value, path: &str, method: &str, operation: &Value) -> Checked<Operation> {
    let auth = match operation.get("security").and_then(Value::as_array) {
        None => "required",
        Some(ways) if ways.is_empty() => "none",
        Some(ways)
            if ways
                .iter()
                .any(|way| way.as_object().is_some_and(serde_json::Map::is_empty)) =>
        {
            "optional"
        }
        Some(_) => "required",
    };
    let paging = operation.get("x-paging").map(|paging| Paging {
        items: text(paging, "items"),
        page: text(paging, "page"),
        per_page: text(paging, "per_page"),
    });
    let mut parameters = Vec::new();
    for given in operation["parameters"].as_array().into_iter().flatten() {
        parameters.push(parameter(document, given)?);
    }
    parameters.sort_by_key(|parameter| !parameter.in_path);
    let body = &operation["requestBody"]["content"]["application/json"];
    let request = body.get("schema").map(|schema| {
        (
            schema["$ref"]
                .as_str()
                .unwrap_or_default()
                .replace("#/components/schemas/", ""),
            body["example"].clone(),
        )
    });
    let media = operation["responses"]["200"]["content"]
        .as_object()
        .and_then(|types| types.iter().next());
    let Some((media_type, content)) = media else {
        let place = pointer(&["paths", path, method, "responses", "200", "content"]);
        return Err(vec![Problem::new(place, "needs exactly one media type")]);
    };
    let response = if media_type == "application/json" {
        Response::Json {
            ty: Type::of(&content["schema"], document)?,
            example: content["example"].clone(),
        }
    } else {
        Response::File {
            media_type: media_type.clone(),
            example: text(content, "example"),
        }
    };
    Ok(Operation {
        id: text(operation, "operationId"),
        resource: text(operation, "x-resource"),
        verb: text(operation, "x-verb"),
        group: operation["tags"][0].as_str().unwrap_or_default().to_owned(),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(operation, "summary"),
        description: text(operation, "description"),
        safety: text(operation, "x-safety"),
        success: operation["x-success"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        acts_if: operation.get("x-acts-if").map(|condition| ActsIf {
            place: text(condition, "in"),
            name: text(condition, "name"),
        }),
        auth,
        confidence: text(operation, "x-confidence"),
        result: operation["x-result"].as_str().map(str::to_owned),
        paging,
        wait: operation.get("x-wait").map(super::Wait::read),
        parameters,
        request,
        response,
        arguments: Vec::new(),
        sensitive_request: Vec::new(),
        sensitive_response: Vec::new(),
    })
}

fn parameter(document: &Value, given: &Value) -> Checked<Parameter> {
    let target = given["$ref"]
        .as_str()
        .and_then(|target| document.pointer(target.strip_prefix('#')?));
    let value = target.unwrap_or(given);
    let wire = text(value, "name");
    let words = wire
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    Ok(Parameter {
        name: words.collect::<Vec<_>>().join("_"),
        in_path: value["in"] == "path",
        description: text(value, "description"),
        ty: Type::of(&value["schema"], document)?,
        example: value["example"].clone(),
        wire,
    })
}

fn models(document: &Value) -> Checked<Vec<Model>> {
    let mut models = Vec::new();
    for (name, schema) in document["components"]["schemas"]
        .as_object()
        .into_iter()
        .flatten()
    {
        let kind = if let Some(values) = schema["x-extensible-enum"].as_array() {
            ModelKind::Enum(
                values
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect(),
            )
        } else if schema["type"] == "object" && schema.get("additionalProperties").is_none() {
            ModelKind::Object(fields(document, schema)?)
        } else {
            // A named list or map is an alias: whoever refers to it holds the list or map itself.
            continue;
        };
        let description = text(schema, "description");
        models.push(Model {
            name: name.clone(),
            description,
            kind,
            scalar: schema["x-scalar"].as_str().map(str::to_owned),
            in_request: false,
            in_response: false,
        });
    }
    models.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(models)
}

fn fields(document: &Value, schema: &Value) -> Checked<Vec<Field>> {
    let required: Vec<&str> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut fields = Vec::new();
    for (wire, property) in schema["properties"].as_object().into_iter().flatten() {
        let mut description = text(property, "description");
        if let Some(target) = property["$ref"]
            .as_str()
            .and_then(|t| document.pointer(t.strip_prefix('#')?))
        {
            description = text(target, "description");
        }
        fields.push(Field {
            wire: wire.clone(),
            name: String::new(),
            description,
            ty: Type::of(property, document)?,
            required: required.contains(&wire.as_str()),
        });
    }
    Ok(fields)
}

/// Marks which models requests and responses reach; a model nothing reaches is a leftover.
fn mark_use(api: &mut Api) -> Checked<()> {
    let mut requests = BTreeSet::new();
    let mut responses = BTreeSet::new();
    for operation in &api.operations {
        if let Some((name, _)) = &operation.request {
            reach(api, name, &mut requests);
        }
        if let Response::Json { ty, .. } = &operation.response
            && let Some(name) = ty.named()
        {
            reach(api, name, &mut responses);
        }
        for parameter in &operation.parameters {
            if let Some(name) = parameter.ty.named() {
                reach(api, name, &mut requests);
            }
        }
    }
    reach(api, "PortalError", &mut responses);
    let mut problems = Vec::new();
    for model in &mut api.models {
        model.in_request = requests.contains(&model.name);
        model.in_response = responses.contains(&model.name);
        let place = pointer(&["components", "schemas", &model.name]);
        if !model.in_request && !model.in_response {
            problems.push(Problem::new(place, "no operation uses this schema"));
        } else if model.in_request
            && model.in_response
            && matches!(model.kind, ModelKind::Object(_))
        {
            problems.push(Problem::new(
                place,
                "requests and responses need schemas of their own",
            ));
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

fn reach(api: &Api, name: &str, seen: &mut BTreeSet<String>) {
    if seen.insert(name.to_owned()) {
        for inner in api.fields(name).iter().filter_map(|field| field.ty.named()) {
            reach(api, inner, seen);
        }
    }
}

/// Paths of the secret fields inside a type: `$.password`, `$.items[].key`, `$.config{}`.
fn secrets(api: &Api, ty: Option<&Type>) -> Vec<String> {
    fn walk(api: &Api, ty: &Type, path: &str, open: &mut Vec<String>, found: &mut Vec<String>) {
        match ty {
            Type::Secret => found.push(path.to_owned()),
            Type::List(inner) => walk(api, inner, &format!("{path}[]"), open, found),
            Type::Map(inner) => walk(api, inner, &format!("{path}{{}}"), open, found),
            Type::Model(name) if !open.contains(name) => {
                open.push(name.clone());
                for field in api.fields(name) {
                    walk(
                        api,
                        &field.ty,
                        &format!("{path}.{}", field.wire),
                        open,
                        found,
                    );
                }
                open.pop();
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    if let Some(ty) = ty {
        walk(api, ty, "$", &mut Vec::new(), &mut found);
    }
    found
}
