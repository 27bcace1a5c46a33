//! The intermediate representation: what emitters know of the API.
//!
//! It joins the spec (documentation, wire names, classes) with what progenitor really produced
//! (identifiers, order of arguments, types), and fails where they disagree.

mod build;
mod join;
mod types;
mod wait;

pub use build::build;
pub use types::Type;
pub use wait::{Goal, Wait};

use serde_json::Value;

/// The whole API.
#[derive(Debug)]
pub struct Api {
    /// Version of the spec.
    pub version: String,
    /// Kinds of failure, in the order of the spec.
    pub errors: Vec<ErrorKind>,
    /// Operations, in the order of the spec.
    pub operations: Vec<Operation>,
    /// Named types, in the order of their names.
    pub models: Vec<Model>,
}

/// A kind of failure.
#[derive(Debug)]
pub struct ErrorKind {
    /// Its stable name in snake case.
    pub name: String,
    /// Two or three words for the beginning of a message.
    pub text: String,
    /// Documentation.
    pub description: String,
}

/// One operation.
#[derive(Debug)]
pub struct Operation {
    /// `<resource>_<verb>`.
    pub id: String,
    /// Name of the resource.
    pub resource: String,
    /// Name of the method.
    pub verb: String,
    /// Group of the portal's document.
    pub group: String,
    /// HTTP method in capitals.
    pub method: String,
    /// Path with `{name}` parameters.
    pub path: String,
    /// One line.
    pub summary: String,
    /// The rest of the documentation.
    pub description: String,
    /// `read`, `idempotent`, `action` or `money`.
    pub safety: String,
    /// Keys of the answer that prove success; none for an operation that only reads.
    pub success: Vec<String>,
    /// The argument without which the operation only reads.
    pub acts_if: Option<ActsIf>,
    /// `none`, `optional` or `required`.
    pub auth: &'static str,
    /// `document`, `observed` or `inferred`.
    pub confidence: String,
    /// Property of the response that is its result.
    pub result: Option<String>,
    /// How it pages.
    pub paging: Option<Paging>,
    /// What can be waited for by it.
    pub wait: Option<Wait>,
    /// Path parameters, then query parameters, each in the order of the spec.
    pub parameters: Vec<Parameter>,
    /// Name of the request's type, and an example.
    pub request: Option<(String, Value)>,
    /// What a success holds.
    pub response: Response,
    /// Arguments of the generated method, in its order.
    pub arguments: Vec<String>,
    /// Secret fields of the request.
    pub sensitive_request: Vec<String>,
    /// Secret fields of the response.
    pub sensitive_response: Vec<String>,
}

/// The argument without which an operation only reads.
#[derive(Debug)]
pub struct ActsIf {
    /// `query` or `body`.
    pub place: String,
    /// Name on the wire.
    pub name: String,
}

/// How a list pages.
#[derive(Debug)]
pub struct Paging {
    /// Property with the items.
    pub items: String,
    /// Query parameter of the page's number.
    pub page: String,
    /// Query parameter of the page's size.
    pub per_page: String,
}

/// A parameter in the path or the query.
#[derive(Debug)]
pub struct Parameter {
    /// Name on the wire.
    pub wire: String,
    /// Name in snake case.
    pub name: String,
    /// Whether it stands in the path.
    pub in_path: bool,
    /// Documentation.
    pub description: String,
    /// Type.
    pub ty: Type,
    /// Example.
    pub example: Value,
}

/// What a success holds.
#[derive(Debug)]
pub enum Response {
    /// JSON of a type.
    Json {
        /// The type.
        ty: Type,
        /// An example in the spec's canonical form.
        example: Value,
    },
    /// A file.
    File {
        /// Its media type.
        media_type: String,
        /// An example as text.
        example: String,
    },
}

/// A named type.
#[derive(Debug)]
pub struct Model {
    /// Its name in PascalCase.
    pub name: String,
    /// Documentation.
    pub description: String,
    /// What it is.
    pub kind: ModelKind,
    /// The field that a single value in its place stands for.
    pub scalar: Option<String>,
    /// Whether a request holds it.
    pub in_request: bool,
    /// Whether a response holds it.
    pub in_response: bool,
}

/// What a named type is.
#[derive(Debug)]
pub enum ModelKind {
    /// An object with fields in the order of the spec.
    Object(Vec<Field>),
    /// An open enumeration.
    Enum(Vec<String>),
}

/// A field of an object.
#[derive(Debug)]
pub struct Field {
    /// Name on the wire.
    pub wire: String,
    /// Identifier in Rust.
    pub name: String,
    /// Documentation.
    pub description: String,
    /// Type.
    pub ty: Type,
    /// Whether it must be there.
    pub required: bool,
}

impl Api {
    /// The type with this name.
    #[must_use]
    pub fn model(&self, name: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.name == name)
    }

    /// Fields of the object with this name; none for anything else.
    #[must_use]
    pub fn fields(&self, name: &str) -> &[Field] {
        match self.model(name).map(|model| &model.kind) {
            Some(ModelKind::Object(fields)) => fields,
            _ => &[],
        }
    }

    /// Names of the resources, in the order of the spec.
    #[must_use]
    pub fn resources(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for operation in &self.operations {
            if !names.contains(&operation.resource.as_str()) {
                names.push(&operation.resource);
            }
        }
        names
    }
}
