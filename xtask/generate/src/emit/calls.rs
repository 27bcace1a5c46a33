//! What every language without Rust's own methods needs of an operation.

use serde_json::Value;

use super::rust::is_empty;
use crate::ir::{Api, Goal, Operation, Type, Wait};

/// An argument of a method: where it goes, its names on the wire and in Rust, its type.
pub(super) struct Argument<'a> {
    pub(super) place: &'static str,
    pub(super) wire: &'a str,
    pub(super) ident: &'a str,
    pub(super) ty: &'a Type,
    pub(super) description: &'a str,
    pub(super) required: bool,
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
        ident: &parameter.name,
        ty: &parameter.ty,
        description: &parameter.description,
        required: parameter.in_path,
    });
    let body = operation.request.iter();
    let fields = body.flat_map(|(body, _)| api.fields(body));
    let fields = fields.map(|field| Argument {
        place: "body",
        wire: &field.wire,
        ident: &field.name,
        ty: &field.ty,
        description: &field.description,
        required: field.required,
    });
    parameters.chain(fields).collect()
}

/// The example of an argument.
pub(super) fn sample(operation: &Operation, argument: &Argument<'_>) -> Option<Value> {
    if argument.place == "body" {
        let (_, sample) = operation.request.as_ref()?;
        let value = sample.get(argument.wire)?;
        return (!value.is_null() && !is_empty(value)).then(|| value.clone());
    }
    let mut parameters = operation.parameters.iter();
    let parameter = parameters.find(|parameter| parameter.wire == argument.wire)?;
    Some(parameter.example.clone())
}

/// An example as it stands in a path or a query.
pub(super) fn in_url(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(flag) => u8::from(*flag).to_string(),
        other => other.to_string(),
    }
}

/// The arguments of waiting: those of the operation's path, by the names they have there.
pub(super) fn waited<'a>(
    api: &'a Api,
    operation: &'a Operation,
    wait: &'a Wait,
) -> Vec<Argument<'a>> {
    let arguments = arguments(api, operation).into_iter();
    let path = arguments.filter(|argument| argument.place == "path");
    path.enumerate()
        .map(|(index, argument)| Argument {
            ident: wait
                .arguments
                .get(index)
                .map_or(argument.ident, String::as_str),
            ..argument
        })
        .collect()
}

/// What every language says of waiting: `refused` and `late` are the errors it may end with.
pub(super) fn waiting(wait: &Wait, tick: &str, refused: &str, late: &str) -> String {
    let about = |goal: &Goal| {
        format!(
            "{tick}{}{tick} ({})",
            goal.name,
            goal.about.trim_end_matches('.')
        )
    };
    let goals: Vec<String> = wait.goals.iter().map(about).collect();
    format!(
        "Waits until the {} is as wanted: {}.\n\nThe portal's words are compared without regard to \
         case and spelling, and passing failures are waited through. When that cannot be reached any \
         more the waiting ends with {refused}, at the deadline with {late}; both say how it was seen \
         last.",
        wait.thing,
        goals.join(", "),
    )
}

/// The type of a paged list's items.
pub(super) fn item<'a>(api: &'a Api, ty: &'a Type, items: &str) -> &'a Type {
    let mut fields = api.fields(ty.named().unwrap_or_default()).iter();
    match fields
        .find(|field| field.wire == items)
        .map(|field| &field.ty)
    {
        Some(Type::List(item)) => item,
        _ => ty,
    }
}

/// The part of the answer that is the result: its name on the wire, if it is a part, and its type.
pub(super) fn result<'a>(
    api: &'a Api,
    operation: &Operation,
    ty: &'a Type,
) -> (Option<&'a str>, &'a Type) {
    let mut fields = api.fields(ty.named().unwrap_or_default()).iter();
    let wanted = operation.result.as_deref();
    let field = fields.find(|field| Some(field.wire.as_str()) == wanted);
    field.map_or((None, ty), |field| (Some(field.wire.as_str()), &field.ty))
}

/// What every language says of an operation: code stands between `tick`s, and `raw` says where the
/// portal's own JSON is, in case the shape of the answer is only inferred.
pub(super) fn documentation(operation: &Operation, tick: &str, raw: &str) -> String {
    let again = match operation.safety.as_str() {
        "read" => "It reads only, and is sent again by itself when that can help.",
        "idempotent" => "It may be sent again by itself: twice is the same as once.",
        "money" => {
            "It can spend or move money, and is never sent again once it may have reached the portal."
        }
        _ => "It changes something, and is never sent again once it may have reached the portal.",
    };
    let shape = match operation.confidence.as_str() {
        "document" => "The portal's document shows the answer.".to_owned(),
        "observed" => "The answer was observed from working clients.".to_owned(),
        _ => format!("The answer is inferred{raw}."),
    };
    format!(
        "{}.\n\n{}\n\nPortal operation: {tick}{} {}{tick}. {again} {shape}",
        operation.summary, operation.description, operation.method, operation.path,
    )
}

/// What must be given comes first.
pub(super) fn ordered<'a, 'b>(
    arguments: &'b [Argument<'a>],
) -> impl Iterator<Item = &'b Argument<'a>> {
    let required = arguments.iter().filter(|argument| argument.required);
    required.chain(arguments.iter().filter(|argument| !argument.required))
}

/// How Kotlin and Swift, which are much alike, write what calls are made of.
pub(super) struct Dialect {
    /// A name, from the one in Rust.
    pub(super) name: fn(&str) -> String,
    /// The type of an argument.
    pub(super) given: fn(&Type) -> String,
    /// A text as source.
    pub(super) text: fn(&str) -> String,
    /// What an argument is when it is left out.
    pub(super) nothing: &'static str,
    /// What a long chain of calls is broken by.
    pub(super) separator: &'static str,
}

impl Dialect {
    /// The parameters of a method.
    pub(super) fn parameters(
        &self,
        operation: &Operation,
        arguments: &[Argument<'_>],
    ) -> Vec<String> {
        let optional = |name: &str, ty: &str| format!("{name}: {ty}? = {}", self.nothing);
        let mut parameters: Vec<String> = ordered(arguments)
            .map(|argument| {
                let (name, ty) = ((self.name)(argument.ident), (self.given)(argument.ty));
                if argument.required {
                    format!("{name}: {ty}")
                } else {
                    optional(&name, &ty)
                }
            })
            .collect();
        if operation.paging.is_some() {
            parameters.extend([optional("perPage", "Int"), optional("limit", "Int")]);
        }
        parameters
    }

    /// The call a method makes of them.
    pub(super) fn call(&self, operation: &Operation, arguments: &[Argument<'_>]) -> String {
        let part = |argument: &Argument<'_>| {
            let (place, wire) = (argument.place, (self.text)(argument.wire));
            format!(".{place}({wire}, {})", (self.name)(argument.ident))
        };
        let mut parts: Vec<String> = arguments.iter().map(part).collect();
        // A body without any field is there all the same.
        if operation.request.is_some() && !arguments.iter().any(|a| a.place == "body") {
            parts.push(".withBody()".to_owned());
        }
        let separator = if parts.len() > 3 { self.separator } else { "" };
        let parts = parts.iter().map(|part| format!("{separator}{part}"));
        let operation = (self.text)(&operation.id);
        format!("Call({operation}){}", parts.collect::<String>())
    }
}
