//! A class per resource, once blocking and once for asyncio.

use serde_json::Value;

use super::types::{codec, given, held, name, wrapped};
use crate::emit::calls::{Argument, arguments, documentation, item, result, waited, waiting};
use crate::emit::names::pascal;
use crate::ir::{Api, Operation, Response, Wait};

const MODELS: &str = "models.";

pub(super) fn emit(api: &Api, resource: &str, about: &str) -> String {
    let mut out = String::from(
        "import builtins\nimport datetime\nfrom collections.abc import Mapping, Sequence\nfrom decimal import Decimal\nfrom typing import Any, Literal\n\n\
         from .. import models\n\
         from .._codec import DATE, DATETIME, DECIMAL, FLAG, FORM, ID, INT, SCALAR, SECRET, TEXT, Secret, listof, mapof\n\
         from .._resource import AsyncResource, Resource\n\
         from ..files import AsyncDownload, Download\nfrom ..paging import AsyncPager, Pager\nfrom ..waiting import Progress\n\n",
    );
    for (is_async, base) in [(false, "Resource"), (true, "AsyncResource")] {
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
            if let Some(wait) = &operation.wait {
                out.push_str(&waiter(api, operation, wait, is_async));
            }
        }
    }
    out
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
            name(argument.ident),
            given(argument.ty, MODELS)
        ));
    }
    let mut optional: Vec<String> = arguments
        .iter()
        .filter(|argument| !argument.required)
        .map(|argument| {
            format!(
                "{}: {} | None = None",
                name(argument.ident),
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

fn waiter(api: &Api, operation: &Operation, wait: &Wait, is_async: bool) -> String {
    let Response::Json { ty, .. } = &operation.response else {
        return String::new();
    };
    let arguments = waited(api, operation, wait);
    let (keyword, prefix) = if is_async {
        ("async def", "await ")
    } else {
        ("def", "")
    };
    let declared: String = arguments
        .iter()
        .map(|a| format!(", {}: {}", name(a.ident), given(a.ty, MODELS)))
        .collect();
    let goals: Vec<String> = wait
        .goals
        .iter()
        .map(|goal| format!("{:?}", goal.name))
        .collect();
    let (_, ty) = result(api, operation, ty);
    let mut text = waiting(
        wait,
        "``",
        ":class:`viettel_idc.errors.RefusedError`",
        ":class:`viettel_idc.errors.RequestTimeoutError`",
    );
    for argument in &arguments {
        let about = argument.description;
        text.push_str(&format!("\n\n:param {}: {about}", name(argument.ident)));
    }
    text.push_str(
        "\n\n:param every: Seconds between looks.\n\n:param deadline: Seconds after which to give up.\n\n\
         :param on_progress: Is called with status and seconds passed at every look, from another thread.",
    );
    format!(
        "\n    {keyword} {}(self{declared}, *, until: Literal[{}] = {}, every: float = 3.0, deadline: float = 600.0, \
         on_progress: Progress | None = None) -> {}:\n        \"\"\"{}\n        \"\"\"\n        \
         return {prefix}self._wait({}, {}, until, every, deadline, on_progress)\n",
        name(&wait.verb),
        goals.join(", "),
        goals.first().map_or("None", String::as_str),
        held(ty, MODELS),
        wrapped(&text, 8),
        codec(ty, MODELS),
        call(operation, &arguments),
    )
}

fn call(operation: &Operation, arguments: &[Argument<'_>]) -> String {
    let part = |place: &str| -> String {
        let rows = arguments.iter().filter(|argument| argument.place == place);
        rows.map(|a| {
            format!(
                "({:?}, {}, {}), ",
                a.wire,
                codec(a.ty, MODELS),
                name(a.ident)
            )
        })
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
    let raw = "; ``raw`` has what the portal really sent";
    let mut text = documentation(operation, "``", raw);
    for argument in arguments {
        text.push_str(&format!(
            "\n\n:param {}: {}",
            name(argument.ident),
            argument.description
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
