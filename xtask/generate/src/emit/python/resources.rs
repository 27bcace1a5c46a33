//! A class per resource, once blocking and once for asyncio.

use serde_json::Value;

use super::types::{codec, given, held, name, wrapped};
use crate::emit::names::pascal;
use crate::ir::{Api, Operation, Response, Type};

const MODELS: &str = "models.";

/// Resources with something written by hand: the classes they stand on.
const BASES: &[(&str, &str, &str, &str)] = &[("vms", "VmWaits", "AsyncVmWaits", "waiting")];

pub(super) fn emit(api: &Api, resource: &str, about: &str) -> String {
    let base = BASES.iter().find(|(name, ..)| *name == resource);
    let (sync, asynchronous) = base.map_or(
        ("Resource", "AsyncResource"),
        |(_, sync, asynchronous, _)| (sync, asynchronous),
    );
    let module = base.map_or("_resource", |(.., module)| module);
    let mut out = format!(
        "import builtins\nimport datetime\nfrom collections.abc import Mapping, Sequence\nfrom decimal import Decimal\nfrom typing import Any\n\n\
         from .. import models\n\
         from .._codec import DATE, DATETIME, DECIMAL, FLAG, FORM, ID, INT, SCALAR, SECRET, TEXT, Secret, listof, mapof\n\
         from ..{module} import {sync}, {asynchronous}\n\
         from ..files import AsyncDownload, Download\nfrom ..paging import AsyncPager, Pager\n\n",
    );
    for (is_async, base) in [(false, sync), (true, asynchronous)] {
        let prefix = if is_async { "Async" } else { "" };
        out.push_str(&format!(
            "\nclass {prefix}{}({base}):\n    \"\"\"{}\"\"\"\n",
            pascal(resource),
            wrapped(about, 4)
        ));
        for operation in api
            .operations
            .iter()
            .filter(|operation| operation.resource == resource)
        {
            out.push_str(&method(api, operation, is_async));
        }
    }
    out
}

/// An argument of a method: where it goes, its wire name, its name, its type.
pub(super) struct Argument<'a> {
    pub(super) place: &'static str,
    pub(super) wire: &'a str,
    pub(super) name: String,
    pub(super) ty: &'a Type,
    pub(super) description: &'a str,
    pub(super) required: bool,
}

/// The arguments of an operation, without those that page.
pub(super) fn arguments<'a>(api: &'a Api, operation: &'a Operation) -> Vec<Argument<'a>> {
    let paging = operation.paging.as_ref();
    let pages =
        |wire: &str| paging.is_some_and(|paging| wire == paging.page || wire == paging.per_page);
    let parameters = operation
        .parameters
        .iter()
        .filter(|parameter| !pages(&parameter.wire))
        .map(|parameter| Argument {
            place: if parameter.in_path { "path" } else { "query" },
            wire: &parameter.wire,
            name: name(&parameter.name),
            ty: &parameter.ty,
            description: &parameter.description,
            required: parameter.in_path,
        });
    let fields = operation
        .request
        .iter()
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

fn method(api: &Api, operation: &Operation, is_async: bool) -> String {
    let arguments = arguments(api, operation);
    let (keyword, wait, prefix) = if is_async {
        ("async def", "await ", "Async")
    } else {
        ("def", "", "")
    };
    let mut signature = String::new();
    for argument in arguments.iter().filter(|argument| argument.required) {
        signature.push_str(&format!(
            ", {}: {}",
            argument.name,
            given(argument.ty, MODELS)
        ));
    }
    let mut optional: Vec<String> = arguments
        .iter()
        .filter(|argument| !argument.required)
        .map(|argument| {
            format!(
                "{}: {} | None = None",
                argument.name,
                given(argument.ty, MODELS)
            )
        })
        .collect();
    if operation.paging.is_some() {
        optional.extend([
            "per_page: int | None = None".to_owned(),
            "limit: int | None = None".to_owned(),
        ]);
    }
    if !optional.is_empty() {
        signature.push_str(&format!(", *, {}", optional.join(", ")));
    }
    let call = call(operation, &arguments);
    let (keyword, returns, body) = match (&operation.response, &operation.paging) {
        (Response::File { .. }, _) => (
            keyword,
            format!("{prefix}Download"),
            format!("{wait}self._file({call})"),
        ),
        (Response::Json { ty, .. }, Some(paging)) => {
            let item = item(api, ty, &paging.items);
            let call = call.strip_suffix(')').unwrap_or(&call);
            let body = format!(
                "self._pages({}, {call}, per_page=per_page, limit=limit))",
                codec(item, MODELS)
            );
            (
                "def",
                format!("{prefix}Pager[{}]", held(item, MODELS)),
                body,
            )
        }
        (Response::Json { ty, .. }, None) => {
            let (key, ty) = result(api, operation, ty);
            let key = key.map_or_else(|| "None".to_owned(), |key| format!("{key:?}"));
            (
                keyword,
                held(ty, MODELS),
                format!("{wait}self._json({key}, {}, {call})", codec(ty, MODELS)),
            )
        }
    };
    format!(
        "\n    {keyword} {}(self{signature}) -> {returns}:\n        \"\"\"{}\"\"\"\n        return {body}\n",
        name(&operation.verb),
        docstring(operation, &arguments),
    )
}

/// The type of a paged list's items.
fn item<'a>(api: &'a Api, ty: &'a Type, items: &str) -> &'a Type {
    let field = api
        .fields(ty.named().unwrap_or_default())
        .iter()
        .find(|field| field.wire == items);
    match field.map(|field| &field.ty) {
        Some(Type::List(item)) => item,
        _ => ty,
    }
}

/// The part of the answer that is the result.
fn result<'a>(api: &'a Api, operation: &'a Operation, ty: &'a Type) -> (Option<&'a str>, &'a Type) {
    let field = operation.result.as_deref().and_then(|wire| {
        api.fields(ty.named().unwrap_or_default())
            .iter()
            .find(|field| field.wire == wire)
    });
    field.map_or((None, ty), |field| (Some(field.wire.as_str()), &field.ty))
}

fn call(operation: &Operation, arguments: &[Argument<'_>]) -> String {
    let part = |place: &str| -> String {
        let rows = arguments.iter().filter(|argument| argument.place == place);
        rows.map(|a| format!("({:?}, {}, {}), ", a.wire, codec(a.ty, MODELS), a.name))
            .collect()
    };
    let mut parts = String::new();
    for place in ["path", "query", "body"] {
        let rows = part(place);
        if !rows.is_empty() || (place == "body" && operation.request.is_some()) {
            parts.push_str(&format!(", {place}=({})", rows.trim_end()));
        }
    }
    format!("self._call({:?}{parts})", operation.id)
}

fn docstring(operation: &Operation, arguments: &[Argument<'_>]) -> String {
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
        _ => "The answer is inferred; ``raw`` has what the portal really sent.",
    };
    let mut text = format!(
        "{}.\n\n{}\n\nPortal operation: ``{} {}``. {again} {shape}",
        operation.summary, operation.description, operation.method, operation.path,
    );
    for argument in arguments {
        text.push_str(&format!(
            "\n\n:param {}: {}",
            argument.name, argument.description
        ));
    }
    if operation.paging.is_some() {
        text.push_str(
            "\n\n:param per_page: Most items on a page.\n\n:param limit: Most items in all.",
        );
    }
    format!(
        "{}\n\n        :raises viettel_idc.errors.PortalError: when the call fails.\n        ",
        wrapped(&text, 8)
    )
}

/// The properties of the two clients; a resource is loaded when it is first used.
pub(super) fn clients(document: &Value, api: &Api) -> String {
    let mut out = String::from(
        "from .._native import Native\n\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n    from typing import Any\n\n",
    );
    for resource in api.resources() {
        let class = pascal(resource);
        out.push_str(&format!(
            "    from .{resource} import Async{class}, {class}\n"
        ));
    }
    for prefix in ["", "Async"] {
        out.push_str(&format!("\n\nclass {prefix}Resources:\n    \"\"\"The resources of a client.\"\"\"\n\n    _native: Native\n    _options: dict[str, Any]\n"));
        for resource in api.resources() {
            let class = format!("{prefix}{}", pascal(resource));
            let about = document["x-resources"][resource]
                .as_str()
                .unwrap_or_default();
            out.push_str(&format!(
                "\n    @property\n    def {resource}(self) -> {class}:\n        \"\"\"{}\"\"\"\n        from .{resource} import {class}\n\n        return {class}(self._native, self._options)\n",
                wrapped(about, 8),
            ));
        }
    }
    out
}
