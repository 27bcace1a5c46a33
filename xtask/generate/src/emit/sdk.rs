//! `crates/sdk/src/generated/`: one file per resource with its methods and option structs.

mod waits;

use serde_json::Value;

use super::names::pascal;
use super::rust::{argument, convert, doc, example, format, is_empty, prose, setters, stored};
use crate::Checked;
use crate::ir::{Api, Operation, Response, Type};
use crate::output::Output;

const TYPES: &str = "types";

pub(super) fn emit(document: &Value, api: &Api, hash: &str, output: &mut Output) -> Checked<()> {
    let folder = "crates/sdk/src/generated";
    let mut modules = String::new();
    for resource in api.resources() {
        let summary = document["x-resources"][resource]
            .as_str()
            .unwrap_or_default();
        let path = format!("{folder}/{resource}.rs");
        output.add(&path, format(&path, hash, &file(api, resource, summary))?);
        let methods = doc(&format!("{}: {}", pascal(resource), prose(summary)));
        modules.push_str(&format!("{methods}pub mod {resource};\n"));
    }
    let path = format!("{folder}/waits.rs");
    output.add(&path, format(&path, hash, &waits::table(api))?);
    let path = format!("{folder}/mod.rs");
    let text = format!("//! The resources.\n{modules}mod waits;\npub(crate) use waits::WAITS;\n");
    output.add(&path, format(&path, hash, &text)?);
    Ok(())
}

fn file(api: &Api, resource: &str, summary: &str) -> String {
    let name = pascal(resource);
    let mut methods = String::new();
    let (mut options, mut goals) = (String::new(), String::new());
    for operation in api
        .operations
        .iter()
        .filter(|operation| operation.resource == resource)
    {
        let call = Call::new(api, operation);
        methods.push_str(&call.methods());
        options.push_str(&call.options());
        if let Some(wait) = &operation.wait {
            let result = call.result().0;
            let (method, more) = waits::methods(operation, wait, &result);
            methods.push_str(&method);
            goals.push_str(&more);
        }
    }
    let imports = if goals.is_empty() {
        ""
    } else {
        "use crate::waiter::Waiter;\n"
    };
    let accessor_example = format!(
        " ```\n # fn example(client: viettel_idc::Client) {{\n let {resource} = client.{resource}();\n # }}\n ```"
    );
    let summary = prose(summary);
    format!(
        "use viettel_idc_pagination::Pager;\n{imports}use crate::{{Client, Download, Error, Reply, types, wire}};\n\
         {doc}#[derive(Clone, Debug)] pub struct {name} {{ pub(crate) client: Client }}\n\
         impl Client {{ {doc_accessor} #[must_use] pub fn {resource}(&self) -> {name} {{ {name} {{ client: self.clone() }} }} }}\n\
         impl {name} {{ {methods} }}\n{goals}{options}",
        doc = doc(&format!(
            "{summary}\n\nMade by [`Client::{resource}`].\n\n{}",
            accessor_example.replace("\n ", "\n").trim_start()
        )),
        doc_accessor = doc(&format!(
            "{summary}\n\n{}",
            accessor_example.replace("\n ", "\n").trim_start()
        )),
    )
}

/// An argument that may be left out.
struct Optional<'a> {
    name: &'a str,
    ty: &'a Type,
    description: &'a str,
    example: Option<&'a Value>,
}

/// One operation on its way to Rust.
struct Call<'a> {
    api: &'a Api,
    operation: &'a Operation,
    required: Vec<(&'a str, &'a Type, Option<&'a Value>)>,
    optional: Vec<Optional<'a>>,
}

impl<'a> Call<'a> {
    fn new(api: &'a Api, operation: &'a Operation) -> Self {
        let mut call = Self {
            api,
            operation,
            required: Vec::new(),
            optional: Vec::new(),
        };
        for parameter in &operation.parameters {
            let paging = operation.paging.as_ref();
            let pages =
                paging.is_some_and(|p| parameter.wire == p.page || parameter.wire == p.per_page);
            if parameter.in_path {
                call.required
                    .push((&parameter.name, &parameter.ty, Some(&parameter.example)));
            } else if !pages {
                call.optional.push(Optional {
                    name: &parameter.name,
                    ty: &parameter.ty,
                    description: &parameter.description,
                    example: Some(&parameter.example),
                });
            }
        }
        if let Some((name, sample)) = &operation.request {
            for field in api.fields(name) {
                let example = sample.get(&field.wire);
                if field.required {
                    call.required.push((&field.name, &field.ty, example));
                } else {
                    let description = &field.description;
                    call.optional.push(Optional {
                        name: &field.name,
                        ty: &field.ty,
                        description,
                        example,
                    });
                }
            }
        }
        call
    }

    fn options_name(&self) -> String {
        format!("{}Options", pascal(&self.operation.verb))
    }

    /// What the method returns, and how the reply becomes it.
    fn result(&self) -> (String, String) {
        match &self.operation.response {
            Response::File { .. } => (
                "Download".to_owned(),
                "Download::new(&self.client, reply)".to_owned(),
            ),
            Response::Json { ty, .. } => {
                let field = self.operation.result.as_ref().and_then(|wire| {
                    self.api
                        .fields(ty.named().unwrap_or_default())
                        .iter()
                        .find(|f| f.wire == *wire)
                });
                match field {
                    Some(field) => (
                        format!("Reply<{}>", stored(&field.ty, TYPES)),
                        format!("reply.map(|answer| answer.{})", field.name),
                    ),
                    None => (format!("Reply<{}>", stored(ty, TYPES)), "reply".to_owned()),
                }
            }
        }
    }

    fn methods(&self) -> String {
        let verb = &self.operation.verb;
        let mut out = String::new();
        let arguments: String = self
            .required
            .iter()
            .map(|(name, ty, _)| format!(", {name}: {}", argument(ty, TYPES)))
            .collect();
        let names: String = self
            .required
            .iter()
            .map(|(name, _, _)| format!("{name}, "))
            .collect();
        let conversions: String = self
            .required
            .iter()
            .map(|(name, ty, _)| {
                format!(
                    "let {name}: {} = {};\n",
                    stored(ty, TYPES),
                    convert(ty, name)
                )
            })
            .collect();
        let (is_paged, has_options) = (self.operation.paging.is_some(), !self.optional.is_empty());
        let (keyword, wait) = if is_paged {
            ("", "")
        } else {
            ("async ", ".await")
        };
        let returns = if is_paged {
            format!("Pager<{}>", self.item().0)
        } else {
            format!("Result<{}, Error>", self.result().0)
        };
        let body = if is_paged {
            self.pager()
        } else {
            self.single()
        };
        if has_options {
            let options = self.options_name();
            out.push_str(&format!(
                "{}pub {keyword}fn {verb}(&self{arguments}) -> {returns} {{ self.{verb}_with({names}{options}::default()){wait} }}\n",
                self.doc(false),
            ));
            out.push_str(&format!(
                "{}pub {keyword}fn {verb}_with(&self{arguments}, options: {options}) -> {returns} {{ {conversions}{body} }}\n",
                self.doc(true),
            ));
        } else {
            out.push_str(&format!(
                "{}pub {keyword}fn {verb}(&self{arguments}) -> {returns} {{ {conversions}{body} }}\n",
                self.doc(false),
            ));
        }
        out
    }

    fn single(&self) -> String {
        format!(
            "{}let reply = self.client.core().{}({}).await.map_err(Error::from)?; Ok({})",
            self.body(),
            self.operation.id,
            self.core_arguments("options"),
            self.result().1,
        )
    }

    /// Builds the request's body from the arguments and options.
    fn body(&self) -> String {
        let Some((name, _)) = &self.operation.request else {
            return String::new();
        };
        let fields = self.api.fields(name);
        let required: Vec<&str> = fields
            .iter()
            .filter(|f| f.required)
            .map(|f| f.name.as_str())
            .collect();
        let mut out = format!(
            "let mut body = types::{name}::new({});\n",
            required.join(", ")
        );
        for field in fields.iter().filter(|field| !field.required) {
            out.push_str(&format!("body.{0} = options.{0};\n", field.name));
        }
        if required.len() == fields.len() {
            out.replacen("let mut", "let", 1)
        } else {
            out
        }
    }

    /// The arguments of the generated core method, in its order.
    fn core_arguments(&self, options: &str) -> String {
        let argument = |name: &String| {
            if name == "body" {
                return "&body".to_owned();
            }
            let parameter = self
                .operation
                .parameters
                .iter()
                .find(|parameter| parameter.name == *name);
            let Some(parameter) = parameter else {
                return name.clone();
            };
            let paging = self.operation.paging.as_ref();
            if paging.is_some_and(|paging| paging.page == parameter.wire) {
                return "Some(request.page)".to_owned();
            }
            if paging.is_some_and(|paging| paging.per_page == parameter.wire) {
                return "request.per_page".to_owned();
            }
            let is_copy = matches!(parameter.ty, Type::Integer | Type::Flag);
            match (parameter.in_path, is_copy, &parameter.ty) {
                (true, true, _) => name.clone(),
                (true, false, _) => format!("&{name}"),
                (false, true, _) => format!("{options}.{name}"),
                (false, false, Type::Text | Type::Scalar) => format!("{options}.{name}.as_deref()"),
                (false, false, _) => format!("{options}.{name}.as_ref()"),
            }
        };
        self.operation
            .arguments
            .iter()
            .map(argument)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Type of a paged list's items, and the field of the page that holds them.
    fn item(&self) -> (String, String) {
        let Response::Json { ty, .. } = &self.operation.response else {
            return Default::default();
        };
        let items = self
            .operation
            .paging
            .as_ref()
            .map(|paging| paging.items.as_str());
        let field = self
            .api
            .fields(ty.named().unwrap_or_default())
            .iter()
            .find(|f| Some(f.wire.as_str()) == items);
        field.map_or_else(Default::default, |field| {
            (
                format!("types::{}", field.ty.named().unwrap_or_default()),
                field.name.clone(),
            )
        })
    }

    fn pager(&self) -> String {
        let (item, field) = self.item();
        let model = item.trim_start_matches("types::").to_owned();
        let has_id = self
            .api
            .fields(&model)
            .iter()
            .any(|field| field.name == "id" && !field.required);
        let key = if has_id {
            "|item| item.id.as_ref().map(ToString::to_string)"
        } else {
            "|_| None"
        };
        let options = if self.optional.is_empty() {
            ""
        } else {
            "let options = options.clone();"
        };
        let clones: String = self
            .operation
            .parameters
            .iter()
            .filter(|parameter| parameter.in_path)
            .map(|parameter| format!("let {0} = {0}.clone();", parameter.name))
            .collect();
        format!(
            "let client = self.client.clone();\n\
             Pager::new(move |request: viettel_idc_pagination::PageRequest| {{\n\
             let client = client.clone(); {options} {clones}\n\
             Box::pin(async move {{\n\
             let reply = client.core().{}({}).await.map_err(Error::from)?;\n\
             Ok(crate::paging::page(reply, |answer| (answer.{field}, answer.page)))\n\
             }})\n}}, {key})",
            self.operation.id,
            self.core_arguments("options"),
        )
    }

    fn options(&self) -> String {
        if self.optional.is_empty() {
            return String::new();
        }
        let name = self.options_name();
        let field = |o: &Optional<'_>| {
            let ty = stored(o.ty, TYPES);
            let ty = if o.ty.is_collection() {
                ty
            } else {
                format!("Option<{ty}>")
            };
            format!("{}pub {}: {ty},\n", doc(&prose(o.description)), o.name)
        };
        let operation = self.operation;
        let intro = format!(
            "What [`{}::{}_with`] may be given.\n\n{}",
            pascal(&operation.resource),
            operation.verb,
            self.example(true),
        );
        format!(
            "{}#[derive(Clone, Debug, Default)] #[non_exhaustive] pub struct {name} {{ {} }}\n\
             impl {name} {{ {} #[must_use] pub fn new() -> Self {{ Self::default() }}\n {} }}\n",
            doc(&intro),
            self.optional.iter().map(field).collect::<String>(),
            doc("Nothing set."),
            setters(
                self.optional.iter().map(|o| (o.name, o.ty, o.description)),
                TYPES
            ),
        )
    }

    fn doc(&self, with_options: bool) -> String {
        let operation = self.operation;
        let again = match operation.safety.as_str() {
            "read" => "Reads only; sent again by itself when that can help.",
            "idempotent" => "May be sent again by itself: twice is the same as once.",
            "money" => {
                "Can spend or move money: never sent again once it may have reached the portal."
            }
            _ => "Changes something: never sent again once it may have reached the portal.",
        };
        let shape = match operation.confidence.as_str() {
            "document" => "shown by the portal's document",
            "observed" => "observed from working clients",
            _ => "inferred; [`Reply::raw`] has what the portal really sent",
        };
        let shape = match operation.response {
            Response::File { .. } => "a file",
            Response::Json { .. } if operation.paging.is_some() => {
                "pages, fetched as they are wanted"
            }
            Response::Json { .. } => shape,
        };
        let text = format!(
            "{}.\n\n{}\n\nPortal operation: `{} {}`. {again} Answer: {shape}.\n\n# Errors\n{}\n\n# Example\n{}",
            prose(&operation.summary),
            prose(&operation.description),
            operation.method,
            operation.path,
            if operation.paging.is_some() {
                "The pager yields an [`Error`] in place of the page that could not be fetched."
            } else {
                "An [`Error`] of any kind; see [`crate::ErrorKind`]."
            },
            self.example(with_options),
        );
        doc(&text)
    }

    fn example(&self, with_options: bool) -> String {
        let operation = self.operation;
        let mut arguments: Vec<String> = self
            .required
            .iter()
            .map(|(_, ty, value)| example(self.api, ty, value.unwrap_or(&Value::Null)))
            .collect();
        let suffix = if with_options { "_with" } else { "" };
        let mut lines = vec![
            "```no_run".to_owned(),
            "# async fn example(client: viettel_idc::Client) -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
        ];
        if with_options {
            let name = self.options_name();
            lines.push(format!("use viettel_idc::{}::{name};", operation.resource));
            lines.push(String::new());
            let mut value = format!("{name}::new()");
            for option in &self.optional {
                if let Some(sample) = option
                    .example
                    .filter(|sample| !sample.is_null() && !is_empty(sample))
                {
                    value.push_str(&format!(
                        ".{}({})",
                        option.name,
                        example(self.api, option.ty, sample)
                    ));
                }
            }
            lines.push(format!("let options = {value};"));
            arguments.push("options".to_owned());
        }
        let call = format!(
            "client.{}().{}{suffix}({})",
            operation.resource,
            operation.verb,
            arguments.join(", ")
        );
        let (show, print) = match (&operation.response, &operation.paging) {
            (_, Some(_)) => {
                lines.push(format!("let mut items = {call};"));
                (
                    "while let Some(item) = items.next().await {",
                    "    println!(\"{:?}\", item?);\n}",
                )
            }
            (Response::File { .. }, _) => {
                lines.push(format!("let file = {call}.await?;"));
                ("println!(\"{:?}\", file.content_type());", "")
            }
            _ => {
                lines.push(format!("let answer = {call}.await?;"));
                ("println!(\"{answer:?}\");", "")
            }
        };
        lines.extend(
            [show, print]
                .iter()
                .flat_map(|text| text.lines())
                .map(str::to_owned),
        );
        lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
        lines.join("\n")
    }
}
