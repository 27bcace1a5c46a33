//! A class per resource, once suspending and once blocking.

mod waits;
pub(super) use waits::goals;

use serde_json::Value;

use super::types::{comment, empty, given, held, name, read, text};
use crate::emit::calls::{Argument, Dialect, arguments, documentation, item, ordered, result};
use crate::emit::names::{camel, pascal};
use crate::ir::{Api, Operation, Response};

const KOTLIN: Dialect = Dialect {
    name,
    given,
    text,
    nothing: "null",
    separator: "\n            ",
};

const IMPORTS: &str = "import java.math.BigDecimal\nimport java.time.LocalDate\nimport java.time.LocalDateTime\n\
    import vn.viettelidc.*\nimport vn.viettelidc.models.*\n";

fn of<'a>(api: &'a Api, resource: &'a str) -> impl Iterator<Item = &'a Operation> {
    let operations = api.operations.iter();
    operations.filter(move |operation| operation.resource == resource)
}

pub(super) fn emit(api: &Api, resource: &str, about: &str) -> String {
    let class = pascal(resource);
    let mut out = format!(
        "{IMPORTS}import vn.viettelidc.internal.*\n\n{}public class {class} internal constructor(private val connection: Connection) {{\n",
        comment(about, 0)
    );
    for (index, operation) in of(api, resource).enumerate() {
        if index > 0 {
            out.push('\n');
        }
        out.push_str(&method(api, operation));
        if let Some(wait) = &operation.wait {
            out.push_str(&waits::suspending(api, operation, wait));
        }
    }
    out + "}\n"
}

/// A method: what it is declared as, what it gives, what it does.
fn method(api: &Api, operation: &Operation) -> String {
    let arguments = arguments(api, operation);
    let call = KOTLIN.call(operation, &arguments);
    let (keyword, returns, body) = match (&operation.response, &operation.paging) {
        (Response::File { .. }, _) => (
            "suspend fun",
            "Download".to_owned(),
            format!("file({call})"),
        ),
        (Response::Json { ty, .. }, Some(paging)) => {
            let item = item(api, ty, &paging.items);
            let call = format!("{call}.paged(perPage, limit)");
            (
                "fun",
                format!("Pager<{}>", held(item)),
                format!("pages({call}, {})", read(item)),
            )
        }
        (Response::Json { ty, .. }, None) => {
            let (key, ty) = result(api, operation, ty);
            let body = match key {
                Some(key) if ty.is_collection() => {
                    format!("json({call}, {}, {}, {})", text(key), read(ty), empty(ty))
                }
                Some(key) => format!("json({call}, {}, {})", text(key), read(ty)),
                None => format!("json({call}, null, {})", read(ty)),
            };
            ("suspend fun", held(ty), body)
        }
    };
    format!(
        "{}    public {keyword} {}({}): {returns} =\n        this.connection.{body}\n",
        comment(&described(operation, &arguments), 4),
        name(&operation.verb),
        declared(&KOTLIN.parameters(operation, &arguments)),
    )
}

pub(super) fn blocking(api: &Api, resource: &str, about: &str) -> String {
    let class = pascal(resource);
    let mut out = format!(
        "{IMPORTS}import vn.viettelidc.resources.{class}\n\n{}public class {class}Blocking internal constructor(private val inner: {class}) {{\n",
        comment(about, 0)
    );
    for (index, operation) in of(api, resource).enumerate() {
        if index > 0 {
            out.push('\n');
        }
        out.push_str(&twin(api, operation));
        if let Some(wait) = &operation.wait {
            out.push_str(&waits::blocking(api, operation, wait));
        }
    }
    out + "}\n"
}

/// The blocking twin of a method.
fn twin(api: &Api, operation: &Operation) -> String {
    let arguments = arguments(api, operation);
    let mut passed: Vec<String> = ordered(&arguments)
        .map(|argument| name(argument.ident))
        .collect();
    if operation.paging.is_some() {
        passed.extend(["perPage".to_owned(), "limit".to_owned()]);
    }
    let call = format!("inner.{}({})", name(&operation.verb), passed.join(", "));
    let (returns, body) = match (&operation.response, &operation.paging) {
        (Response::File { .. }, _) => (
            "BlockingDownload".to_owned(),
            format!("BlockingDownload(await {{ {call} }})"),
        ),
        (Response::Json { ty, .. }, Some(paging)) => (
            format!("BlockingPager<{}>", held(item(api, ty, &paging.items))),
            format!("BlockingPager({call})"),
        ),
        (Response::Json { ty, .. }, None) => (
            held(result(api, operation, ty).1),
            format!("await {{ {call} }}"),
        ),
    };
    let has_optional =
        operation.paging.is_some() || arguments.iter().any(|argument| !argument.required);
    format!(
        "{}{}    public fun {}({}): {returns} =\n        {body}\n",
        comment(&described(operation, &arguments), 4),
        if has_optional {
            "    @JvmOverloads\n"
        } else {
            ""
        },
        name(&operation.verb),
        declared(&KOTLIN.parameters(operation, &arguments)),
    )
}

/// The parameters of a method, line by line when there are many.
fn declared(parameters: &[String]) -> String {
    if parameters.len() < 3 {
        return parameters.join(", ");
    }
    let lines = parameters.iter();
    let lines = lines.map(|parameter| format!("        {parameter},\n"));
    format!("\n{}    ", lines.collect::<String>())
}

fn described(operation: &Operation, arguments: &[Argument<'_>]) -> String {
    let mut text = documentation(operation, "`", "");
    for argument in ordered(arguments) {
        text.push_str(&format!(
            "\n\n@param {} {}",
            name(argument.ident).trim_matches('`'),
            argument.description
        ));
    }
    if operation.paging.is_some() {
        text.push_str(
            "\n\n@param perPage Most items on a page.\n\n@param limit Most items in all.",
        );
    }
    text + "\n\n@throws PortalException when the call fails."
}

/// What the two clients are made of.
pub(super) fn clients(document: &Value, api: &Api) -> (String, String) {
    let mut suspending = String::from(
        "import vn.viettelidc.internal.Connection\n\n/** The resources of a client. */\n\
         public abstract class Resources internal constructor(connection: Connection) {\n",
    );
    let mut blocking = String::from(
        "import vn.viettelidc.ViettelIdc\n\n/** The resources of a client that blocks. */\n\
         public abstract class ResourcesBlocking internal constructor(client: ViettelIdc) {\n",
    );
    for (index, resource) in api.resources().into_iter().enumerate() {
        let about = document["x-resources"][resource]
            .as_str()
            .unwrap_or_default();
        let (property, class) = (camel(resource), pascal(resource));
        for out in [&mut suspending, &mut blocking] {
            if index > 0 {
                out.push('\n');
            }
            out.push_str(&comment(about, 4));
        }
        suspending.push_str(&format!(
            "    public val {property}: {class} = {class}(connection)\n"
        ));
        blocking.push_str(&format!(
            "    public val {property}: {class}Blocking = {class}Blocking(client.{property})\n"
        ));
    }
    (suspending + "}\n", blocking + "}\n")
}
