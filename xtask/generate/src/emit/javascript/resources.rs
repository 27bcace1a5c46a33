//! A class per resource.

use serde_json::Value;

use super::types::{comment, entry, given, held, name};
use crate::bundle::pointer;
use crate::emit::names::pascal;
use crate::ir::{Api, Operation, Response, Type};
use crate::{Checked, Problem};

/// What every call may be given beside its arguments.
const OPTIONS: &[&str] = &[
    "signal",
    "timeout",
    "deadline",
    "maxAttempts",
    "perPage",
    "limit",
];

/// Resources with something written by hand: the class they stand on.
const BASES: &[(&str, &str)] = &[("vms", "VmWaits")];

/// An argument of a method.
pub(super) struct Argument<'a> {
    pub(super) place: &'static str,
    pub(super) wire: &'a str,
    pub(super) name: String,
    pub(super) ty: &'a Type,
    description: &'a str,
    required: bool,
}

/// The arguments of an operation, without those that page.
pub(super) fn arguments<'a>(api: &'a Api, operation: &'a Operation) -> Vec<Argument<'a>> {
    let pages = |wire: &str| {
        let paging = operation.paging.as_ref();
        paging.is_some_and(|paging| wire == paging.page || wire == paging.per_page)
    };
    let parameters = operation.parameters.iter();
    let parameters = parameters.filter(|parameter| !pages(&parameter.wire));
    let parameters = parameters.map(|parameter| Argument {
        place: if parameter.in_path { "path" } else { "query" },
        wire: &parameter.wire,
        name: name(&parameter.name),
        ty: &parameter.ty,
        description: &parameter.description,
        required: parameter.in_path,
    });
    let body = operation.request.iter();
    let fields = body
        .flat_map(|(body, _)| api.fields(body))
        .map(|field| Argument {
            place: "body",
            wire: &field.wire,
            name: name(&field.name),
            ty: &field.ty,
            description: &field.description,
            required: field.required,
        });
    parameters.chain(fields).collect()
}

pub(super) fn emit(document: &Value, api: &Api) -> Checked<String> {
    let mut out = String::from(
        "import type { Download } from \"../files.js\";\nimport type { Pager } from \"../paging.js\";\n\
         import { type CallOptions, type Connection, type PageOptions, Resource } from \"../resource.js\";\n\
         import type * as t from \"../types.js\";\nimport { VmWaits } from \"../waiting.js\";\nimport type * as m from \"./models.js\";\n",
    );
    let mut problems = Vec::new();
    for resource in api.resources() {
        let base = BASES.iter().find(|(name, _)| *name == resource);
        let base = base.map_or("Resource", |(_, base)| base);
        let about = document["x-resources"][resource]
            .as_str()
            .unwrap_or_default();
        out.push('\n');
        out.push_str(&comment(about, 0));
        out.push_str(&format!(
            "export class {} extends {base} {{",
            pascal(resource)
        ));
        let operations = api.operations.iter();
        for operation in operations.filter(|operation| operation.resource == resource) {
            for argument in arguments(api, operation) {
                if OPTIONS.contains(&argument.name.as_str()) {
                    let place = pointer(&["paths", &operation.path]);
                    let sentence =
                        format!("{} is an option of every call in JavaScript", argument.wire);
                    problems.push(Problem::new(place, sentence));
                }
            }
            out.push('\n');
            out.push_str(&method(api, operation));
        }
        out.push_str("}\n");
    }
    out.push_str("\n/** The resources of a client. */\nexport class Resources {\n");
    for resource in api.resources() {
        let about = document["x-resources"][resource]
            .as_str()
            .unwrap_or_default();
        out.push_str(&comment(about, 2));
        out.push_str(&format!(
            "  readonly {}: {};\n",
            name(resource),
            pascal(resource)
        ));
    }
    out.push_str("\n  /** @internal */\n  constructor(connection: Connection) {\n");
    for resource in api.resources() {
        out.push_str(&format!(
            "    this.{} = new {}(connection);\n",
            name(resource),
            pascal(resource)
        ));
    }
    out.push_str("  }\n}\n");
    if problems.is_empty() {
        Ok(out)
    } else {
        Err(problems)
    }
}

fn method(api: &Api, operation: &Operation) -> String {
    let arguments = arguments(api, operation);
    let mut fields = String::new();
    for argument in &arguments {
        let ty = given(argument.ty, "").replace("MoneyInput", "t.MoneyInput");
        let ty = in_module(api, argument.ty, &ty);
        let mark = if argument.required { "" } else { "?" };
        let undefined = if argument.required {
            ""
        } else {
            " | undefined"
        };
        fields.push_str(&format!(" {}{mark}: {ty}{undefined};", argument.name));
    }
    let options = if operation.paging.is_some() {
        "PageOptions"
    } else {
        "CallOptions"
    };
    let given = if fields.is_empty() {
        options.to_owned()
    } else {
        format!("{{{fields} }} & {options}")
    };
    let optional = if arguments.iter().any(|argument| argument.required) {
        ""
    } else {
        " = {}"
    };
    let (returns, body) = match (&operation.response, &operation.paging) {
        (Response::File { .. }, _) => (
            "Promise<Download>".to_owned(),
            "file(SPEC, args)".to_owned(),
        ),
        (Response::Json { ty, .. }, Some(paging)) => {
            let item = item(api, ty, &paging.items);
            let body = format!("paged(SPEC, args, {})", entry("", item, false));
            (format!("Pager<{}>", result_type(api, item)), body)
        }
        (Response::Json { ty, .. }, None) => {
            let (key, ty) = result(api, operation, ty);
            let body = format!("json(SPEC, args, {})", entry(key, ty, false));
            (format!("Promise<{}>", result_type(api, ty)), body)
        }
    };
    format!(
        "{}  {}(args: {given}{optional}): {returns} {{\n    return this._{};\n  }}\n",
        comment(&documentation(operation, &arguments), 2),
        name(&operation.verb),
        body.replace("SPEC", &spec(operation, &arguments)),
    )
}

/// Where each argument goes.
fn spec(operation: &Operation, arguments: &[Argument<'_>]) -> String {
    let mut parts = vec![format!("id: {:?}", operation.id)];
    for place in ["path", "query", "body"] {
        let rows: Vec<String> = arguments
            .iter()
            .filter(|argument| argument.place == place)
            .map(|a| format!("{}: {}", a.name, entry(a.wire, a.ty, true)))
            .collect();
        if !rows.is_empty() {
            parts.push(format!("{place}: {{ {} }}", rows.join(", ")));
        } else if place == "body" && operation.request.is_some() {
            parts.push("body: {}".to_owned());
        }
    }
    format!("{{ {} }}", parts.join(", "))
}

/// The type of a result, as the resources see it.
fn result_type(api: &Api, ty: &Type) -> String {
    in_module(api, ty, &held(ty, "t."))
}

/// Models and enumerations stand in another module.
fn in_module(api: &Api, ty: &Type, text: &str) -> String {
    match ty.named().filter(|name| api.model(name).is_some()) {
        Some(name) => text
            .replace(&format!("t.{name}"), name)
            .replace(name, &format!("m.{name}")),
        None => text.to_owned(),
    }
}

/// The type of a paged list's items.
pub(super) fn item<'a>(api: &'a Api, ty: &'a Type, items: &str) -> &'a Type {
    let fields = api.fields(ty.named().unwrap_or_default());
    match fields
        .iter()
        .find(|field| field.wire == items)
        .map(|field| &field.ty)
    {
        Some(Type::List(item)) => item,
        _ => ty,
    }
}

/// The part of the answer that is the result.
pub(super) fn result<'a>(
    api: &'a Api,
    operation: &'a Operation,
    ty: &'a Type,
) -> (&'a str, &'a Type) {
    let fields = api.fields(ty.named().unwrap_or_default());
    let wanted = operation.result.as_deref();
    let field = fields
        .iter()
        .find(|field| Some(field.wire.as_str()) == wanted);
    field.map_or(("", ty), |field| (field.wire.as_str(), &field.ty))
}

fn documentation(operation: &Operation, arguments: &[Argument<'_>]) -> String {
    let again = match operation.safety.as_str() {
        "read" => "It reads only, and is sent again by itself when that can help.",
        "idempotent" => "It may be sent again by itself: twice is the same as once.",
        "money" => {
            "It can spend or move money, and is never sent again once it may have reached the portal."
        }
        _ => "It changes something, and is never sent again once it may have reached the portal.",
    };
    let shape = match operation.confidence.as_str() {
        "document" => "The portal's document shows the answer.",
        "observed" => "The answer was observed from working clients.",
        _ => "The answer is inferred.",
    };
    let mut text = format!(
        "{}.\n\n{}\n\nPortal operation: `{} {}`. {again} {shape}",
        operation.summary, operation.description, operation.method, operation.path,
    );
    for argument in arguments {
        text.push_str(&format!(
            "\n\n@param args.{} {}",
            argument.name, argument.description
        ));
    }
    text + "\n\n@throws {@link PortalError} when the call fails."
}
