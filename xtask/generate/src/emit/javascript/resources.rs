//! A class per resource.

use serde_json::Value;

use super::types::{comment, entry, given, held, name};
use crate::bundle::pointer;
use crate::emit::calls::{Argument, arguments, documentation, item, result, waited, waiting};
use crate::emit::names::pascal;
use crate::ir::{Api, Operation, Response, Type, Wait};
use crate::{Checked, Problem};

/// What every call may be given beside its arguments.
const OPTIONS: &[&str] = &[
    "signal",
    "timeout",
    "deadline",
    "stallTimeout",
    "maxFileSize",
    "maxAttempts",
    "perPage",
    "limit",
];

pub(super) fn emit(document: &Value, api: &Api) -> Checked<String> {
    let mut out = String::from(
        "import type { Download } from \"../files.js\";\nimport type { Pager } from \"../paging.js\";\n\
         import { type CallOptions, type Connection, type PageOptions, Resource } from \"../resource.js\";\n\
         import type * as t from \"../types.js\";\nimport type { WaitOptions } from \"../waiting.js\";\nimport type * as m from \"./models.js\";\n",
    );
    let mut problems = Vec::new();
    for resource in api.resources() {
        let about = document["x-resources"][resource]
            .as_str()
            .unwrap_or_default();
        out.push('\n');
        out.push_str(&comment(about, 0));
        out.push_str(&format!(
            "export class {} extends Resource {{",
            pascal(resource)
        ));
        let operations = api.operations.iter();
        for operation in operations.filter(|operation| operation.resource == resource) {
            for argument in arguments(api, operation) {
                if OPTIONS.contains(&name(argument.ident).as_str()) {
                    let place = pointer(&["paths", &operation.path]);
                    let sentence =
                        format!("{} is an option of every call in JavaScript", argument.wire);
                    problems.push(Problem::new(place, sentence));
                }
            }
            out.push('\n');
            out.push_str(&method(api, operation));
            if let Some(wait) = &operation.wait {
                out.push('\n');
                out.push_str(&waiter(api, operation, wait));
            }
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
        fields.push_str(&format!(
            " {}{mark}: {ty}{undefined};",
            name(argument.ident)
        ));
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
            let body = format!(
                "json(SPEC, args, {})",
                entry(key.unwrap_or_default(), ty, false)
            );
            (format!("Promise<{}>", result_type(api, ty)), body)
        }
    };
    format!(
        "{}  {}(args: {given}{optional}): {returns} {{\n    return this._{};\n  }}\n",
        comment(&described(operation, &arguments), 2),
        name(&operation.verb),
        body.replace("SPEC", &spec(operation, &arguments)),
    )
}

fn waiter(api: &Api, operation: &Operation, wait: &Wait) -> String {
    let Response::Json { ty, .. } = &operation.response else {
        return String::new();
    };
    let arguments = waited(api, operation, wait);
    let fields: String = arguments
        .iter()
        .map(|a| format!(" {}: {};", name(a.ident), given(a.ty, "")))
        .collect();
    let goals: Vec<String> = wait
        .goals
        .iter()
        .map(|goal| format!("{:?}", goal.name))
        .collect();
    let (_, ty) = result(api, operation, ty);
    let mut text = waiting(
        wait,
        "`",
        "a {@link PortalError} of kind `portal`",
        "one of kind `timeout`",
    );
    for argument in &arguments {
        let about = argument.description;
        text.push_str(&format!("\n\n@param args.{} {about}", name(argument.ident)));
    }
    if let Some(goal) = wait.goals.first() {
        text.push_str(&format!(
            "\n\n@param args.until `{}` when left out.",
            goal.name
        ));
    }
    format!(
        "{}  {}(args: {{{fields} until?: {} }} & WaitOptions): Promise<{}> {{\n    return this._wait({}, args, {});\n  }}\n",
        comment(&text, 2),
        name(&wait.verb),
        goals.join(" | "),
        result_type(api, ty),
        spec(operation, &arguments),
        entry("", ty, false),
    )
}

/// Where each argument goes.
fn spec(operation: &Operation, arguments: &[Argument<'_>]) -> String {
    let mut parts = vec![format!("id: {:?}", operation.id)];
    for place in ["path", "query", "body"] {
        let rows: Vec<String> = arguments
            .iter()
            .filter(|argument| argument.place == place)
            .map(|a| format!("{}: {}", name(a.ident), entry(a.wire, a.ty, true)))
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

fn described(operation: &Operation, arguments: &[Argument<'_>]) -> String {
    let mut text = documentation(operation, "`", "");
    for argument in arguments {
        text.push_str(&format!(
            "\n\n@param args.{} {}",
            name(argument.ident),
            argument.description
        ));
    }
    text + "\n\n@throws {@link PortalError} when the call fails."
}
