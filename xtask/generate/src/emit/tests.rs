//! `tests/tests/generated/contract.rs`: every operation called through the SDK with its example
//! arguments; the request that arrives and the result that comes back must be the spec's examples.

use serde_json::Value;

use super::rust::{example, format, is_empty};
use crate::Checked;
use crate::ir::{Api, Operation, Response};
use crate::output::Output;

pub(super) fn emit(api: &Api, hash: &str, output: &mut Output) -> Checked<()> {
    let tests: String = api
        .operations
        .iter()
        .map(|operation| test(api, operation))
        .collect();
    let path = "tests/tests/generated/contract.rs";
    let text = format!("use crate::contract::{{Contract, Result}};\n{tests}");
    output.add(path, format(path, hash, &text)?);
    Ok(())
}

fn test(api: &Api, operation: &Operation) -> String {
    let mut arguments = Vec::new();
    let mut setters = String::new();
    let mut path = operation.path.clone();
    let mut query: Vec<(String, String)> = Vec::new();
    let paging = operation.paging.as_ref();
    for parameter in &operation.parameters {
        let plain = match &parameter.example {
            Value::String(text) => text.clone(),
            Value::Bool(flag) => u8::from(*flag).to_string(),
            other => other.to_string(),
        };
        let rust = example(api, &parameter.ty, &parameter.example);
        if parameter.in_path {
            arguments.push(rust);
            path = path.replace(&format!("{{{}}}", parameter.wire), &plain);
        } else if paging.is_some_and(|p| p.page == parameter.wire) {
            query.push((parameter.wire.clone(), "0".to_owned()));
        } else if paging.is_none_or(|p| p.per_page != parameter.wire) {
            setters.push_str(&format!(".{}({rust})", parameter.name));
            query.push((parameter.wire.clone(), plain));
        }
    }
    query.sort();
    let mut body = "None".to_owned();
    if let Some((name, sample)) = &operation.request {
        for field in api.fields(name) {
            let given = sample
                .get(&field.wire)
                .filter(|value| !value.is_null() && !is_empty(value));
            match (field.required, given) {
                (true, given) => {
                    arguments.push(example(api, &field.ty, given.unwrap_or(&Value::Null)))
                }
                (false, Some(value)) => {
                    setters.push_str(&format!(
                        ".{}({})",
                        field.name,
                        example(api, &field.ty, value)
                    ));
                }
                (false, None) => {}
            }
        }
        body = format!("Some({:?})", sample.to_string());
    }
    let has_options = !setters.is_empty();
    if has_options {
        let (resource, verb) = (&operation.resource, super::names::pascal(&operation.verb));
        arguments.push(format!(
            "viettel_idc::{resource}::{verb}Options::new(){setters}"
        ));
    }
    let call = format!(
        "contract.client.{}().{}{}({})",
        operation.resource,
        operation.verb,
        if has_options { "_with" } else { "" },
        arguments.join(", "),
    );
    let check = match (&operation.response, paging) {
        (Response::File { example, .. }, _) => {
            format!("contract.file({call}.await?, {example:?}).await")
        }
        (Response::Json { example, .. }, Some(paging)) => {
            let items = example[&paging.items].to_string();
            format!(
                "contract.items({call}.limit({}), {items:?}).await",
                example[&paging.items].as_array().map_or(0, Vec::len)
            )
        }
        (Response::Json { example, .. }, None) => {
            let value = operation
                .result
                .as_ref()
                .map_or(example, |wire| &example[wire]);
            format!("contract.value({call}.await?, {:?})", value.to_string())
        }
    };
    format!(
        "#[tokio::test] async fn {}() -> Result {{ let contract = Contract::of({:?}).await?;\n {check}?;\n\
         contract.request({:?}, &{query:?}, {body}) }}\n",
        operation.id, operation.id, path,
    )
}
