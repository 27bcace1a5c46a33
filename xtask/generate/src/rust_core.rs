//! Runs progenitor and takes apart what it made: the types, the methods, and the facts the
//! representation joins with the spec.

use std::collections::BTreeMap;
use std::panic::catch_unwind;

use progenitor_impl::{
    GenerationSettings, Generator, HooksMode, InterfaceStyle, TagStyle, TypeImpl,
};
use quote::{ToTokens, quote};
use schemars::schema::{InstanceType, SchemaObject};
use serde_json::{Value, json};
use syn::visit_mut::VisitMut;
use syn::{Expr, FnArg, ImplItem, ImplItemFn, Item, Pat, Path, ReturnType, Stmt};

use crate::{Checked, Problem};

/// Formats with a type of our own, per `(type, format)`.
const CONVERSIONS: &[(&str, &str)] = &[
    ("id", "::viettel_idc_wire::Id"),
    ("decimal", "::viettel_idc_wire::Money"),
    ("date", "::viettel_idc_wire::Date"),
    ("date-time-local", "::viettel_idc_wire::DateTime"),
    ("password", "::viettel_idc_wire::Secret"),
    ("form-value", "::viettel_idc_wire::FormValue"),
    ("scalar", "::std::string::String"),
];

/// What progenitor made.
pub struct Core {
    /// Items of its `types` module.
    pub types: Vec<Item>,
    /// Its methods, by operation id.
    pub methods: BTreeMap<String, ImplItemFn>,
    /// Fields of its structs: by wire name, identifier and type without spaces.
    pub structs: BTreeMap<String, BTreeMap<String, (String, String)>>,
    /// Signatures of its methods.
    pub functions: BTreeMap<String, Function>,
}

/// The signature of a generated method.
#[derive(Debug)]
pub struct Function {
    /// Names of the arguments in order.
    pub arguments: Vec<String>,
    /// What a success returns, without spaces.
    pub returns: String,
}

/// Runs progenitor over a linted document.
///
/// # Errors
/// What progenitor cannot take, as one problem.
pub fn run(document: &Value) -> Checked<Core> {
    let fail = |sentence: String| vec![Problem::new("", format!("progenitor: {sentence}"))];
    let spec =
        serde_json::from_value(simplify(document)).map_err(|error| fail(error.to_string()))?;
    let names: Vec<String> = enums(document).map(str::to_owned).collect();
    let made = catch_unwind(move || generate(&spec, &names));
    let tokens = made
        .map_err(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            fail(text.unwrap_or_else(|| "panicked".to_owned()))
        })?
        .map_err(|error| fail(error.to_string()))?;
    let file: syn::File = syn::parse2(tokens).map_err(|error| fail(error.to_string()))?;
    Ok(take_apart(file))
}

fn enums(document: &Value) -> impl Iterator<Item = &str> {
    let schemas = document["components"]["schemas"]
        .as_object()
        .into_iter()
        .flatten();
    schemas
        .filter(|(_, schema)| schema.get("x-extensible-enum").is_some())
        .map(|(name, _)| name.as_str())
}

fn generate(
    spec: &openapiv3::OpenAPI,
    enums: &[String],
) -> progenitor_impl::Result<proc_macro2::TokenStream> {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_tag(TagStyle::Merged)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote! { crate::client::Ctx })
        .with_map_type("::std::collections::BTreeMap")
        .with_derive("PartialEq");
    for (format, path) in CONVERSIONS {
        let schema = SchemaObject {
            instance_type: Some(InstanceType::String.into()),
            format: Some((*format).to_owned()),
            ..SchemaObject::default()
        };
        settings.with_conversion(schema, *path, [TypeImpl::Display].into_iter());
    }
    for name in enums {
        let path = format!("crate::generated::enums::{name}");
        settings.with_replacement(
            name,
            path,
            [TypeImpl::Display, TypeImpl::FromStr].into_iter(),
        );
    }
    Generator::new(&settings).generate_tokens(spec)
}

/// The document as progenitor likes it: named lists and maps are written out where they are used,
/// a lone `allOf` is its reference, and what only other tools read is left away.
fn simplify(document: &Value) -> Value {
    fn walk(value: &Value, document: &Value) -> Value {
        match value {
            Value::Object(map) => {
                let target = map.get("$ref").or_else(|| value.pointer("/allOf/0/$ref"));
                if let Some(Value::String(target)) = target {
                    let named = target.strip_prefix('#').and_then(|p| document.pointer(p));
                    return match named {
                        Some(schema) if is_alias(target, schema) => walk(schema, document),
                        _ => json!({ "$ref": target }),
                    };
                }
                let kept = map
                    .iter()
                    .filter(|(key, _)| *key != "example" && !key.starts_with("x-"));
                kept.map(|(key, item)| (key.clone(), walk(item, document)))
                    .collect()
            }
            Value::Array(items) => items.iter().map(|item| walk(item, document)).collect(),
            other => other.clone(),
        }
    }
    let mut simple = walk(document, document);
    if let Some(schemas) = simple["components"]["schemas"].as_object_mut() {
        schemas.retain(|name, schema| !is_alias(&format!("#/components/schemas/{name}"), schema));
    }
    simple
}

fn is_alias(target: &str, schema: &Value) -> bool {
    let is_map = schema["type"] == "object" && schema.get("additionalProperties").is_some();
    target.starts_with("#/components/schemas/") && (schema["type"] == "array" || is_map)
}

fn take_apart(file: syn::File) -> Core {
    let mut core = Core {
        types: Vec::new(),
        methods: BTreeMap::new(),
        structs: BTreeMap::new(),
        functions: BTreeMap::new(),
    };
    for item in file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => {
                core.types = module.content.map(|(_, items)| items).unwrap_or_default();
            }
            Item::Impl(block) if block.trait_.is_none() => {
                for item in block.items {
                    if let ImplItem::Fn(mut method) = item
                        && method.sig.asyncness.is_some()
                    {
                        Runtime.visit_impl_item_fn_mut(&mut method);
                        let name = method.sig.ident.to_string();
                        core.functions.insert(name.clone(), signature(&method));
                        core.methods.insert(name, method);
                    }
                }
            }
            _ => {}
        }
    }
    core.types.retain(|item| !matches!(item, Item::Mod(_)));
    for item in &core.types {
        if let Item::Struct(item) = item {
            let fields = item.fields.iter().filter_map(|field| {
                let ident = field.ident.as_ref()?.to_string();
                let ty = squeeze(&field.ty);
                Some((
                    wire_name(field).unwrap_or_else(|| ident.clone()),
                    (ident, ty),
                ))
            });
            core.structs
                .insert(item.ident.to_string(), fields.collect());
        }
    }
    core
}

fn wire_name(field: &syn::Field) -> Option<String> {
    let mut name = None;
    for attribute in field
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
    {
        let _ = attribute.parse_nested_meta(|meta| {
            let value = meta.value().and_then(|value| value.parse::<syn::LitStr>());
            if let (true, Ok(value)) = (meta.path.is_ident("rename"), value) {
                name = Some(value.value());
            }
            Ok(())
        });
    }
    name
}

fn signature(method: &ImplItemFn) -> Function {
    let arguments = method.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(ident) => Some(ident.ident.to_string()),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    });
    let returns = match &method.sig.output {
        ReturnType::Type(_, ty) => squeeze(ty),
        ReturnType::Default => String::new(),
    };
    // Result<ResponseValue<T>,Error<types::PortalError>>
    let inner = returns
        .strip_prefix("Result<ResponseValue<")
        .and_then(|rest| rest.rsplit_once(">,Error<"));
    Function {
        arguments: arguments.collect(),
        returns: inner.map(|(inner, _)| inner.to_owned()).unwrap_or(returns),
    }
}

fn squeeze(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}

/// Turns progenitor's own runtime and reqwest into ours, and drops its `api-version` header, which
/// would cost browsers a preflight.
struct Runtime;

impl VisitMut for Runtime {
    fn visit_path_mut(&mut self, path: &mut Path) {
        syn::visit_mut::visit_path_mut(self, path);
        let first = path
            .segments
            .first()
            .map(|segment| segment.ident.to_string());
        if matches!(first.as_deref(), Some("progenitor_client" | "reqwest")) {
            let rest: Vec<_> = path.segments.iter().skip(1).cloned().collect();
            *path = syn::parse_quote! { crate::rt #(::#rest)* };
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        syn::visit_mut::visit_expr_mut(self, expression);
        if let Expr::MethodCall(call) = expression
            && call.method == "headers"
        {
            *expression = (*call.receiver).clone();
        }
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        block.stmts.retain(|statement| {
            let is_map = match statement {
                Stmt::Local(local) => squeeze(&local.pat).contains("header_map"),
                Stmt::Expr(Expr::MethodCall(call), _) => squeeze(&call.receiver) == "header_map",
                _ => false,
            };
            !is_map
        });
        syn::visit_mut::visit_block_mut(self, block);
    }
}
