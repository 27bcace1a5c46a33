//! Calls by the operation's name, for languages and tools that have no Rust types.

use std::fmt;
use std::ops::Deref;

use serde_json::{Map, Value};

use crate::rt::{ByteStream, ClientHooks, OperationInfo, QueryParam, RequestBuilder, encode_path};
use crate::{Client, Error, Operation, Reply, Response};

/// The arguments of a call by name, in canonical JSON and under their names on the wire.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Arguments {
    /// Arguments in the path.
    pub path: Map<String, Value>,
    /// Arguments in the query; `null` counts as left out.
    pub query: Map<String, Value>,
    /// The body.
    pub body: Option<Value>,
}

/// The body may hold a password, which no type hides here.
impl fmt::Debug for Arguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arguments")
            .field("path", &self.path)
            .field("query", &self.query)
            .finish_non_exhaustive()
    }
}

/// An answer in canonical JSON, which it derefs to. It may hold secrets, so it does not print.
#[derive(Clone, PartialEq)]
pub struct Untyped(Value);

impl Untyped {
    /// The JSON itself.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.0
    }
}

impl Deref for Untyped {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

impl fmt::Debug for Untyped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Untyped(…)")
    }
}

impl Client {
    /// Calls an operation and gives its answer in canonical JSON.
    ///
    /// # Errors
    /// As the operation's own method; [`crate::ErrorKind::InvalidRequest`] when an argument of the
    /// path is missing.
    pub async fn call(
        &self,
        operation: &'static Operation,
        arguments: &Arguments,
    ) -> Result<Reply<Untyped>, Error> {
        let response = self.respond(operation, arguments).await?;
        Ok(Reply::conformed(response)?.map(Untyped))
    }

    /// Calls an operation that answers with a file.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn call_file(
        &self,
        operation: &'static Operation,
        arguments: &Arguments,
    ) -> Result<Reply<ByteStream>, Error> {
        Ok(Reply::stream(self.respond(operation, arguments).await?))
    }

    async fn respond(
        &self,
        operation: &'static Operation,
        arguments: &Arguments,
    ) -> Result<Response, Error> {
        let request = self.request(operation, arguments)?.build()?;
        self.exec(
            request,
            &OperationInfo {
                operation_id: operation.id,
            },
        )
        .await
    }

    fn request(
        &self,
        operation: &'static Operation,
        arguments: &Arguments,
    ) -> Result<RequestBuilder, Error> {
        let mut url = self.baseurl.clone();
        for segment in operation.path.split('/').skip(1) {
            url.push('/');
            match segment
                .strip_prefix('{')
                .and_then(|segment| segment.strip_suffix('}'))
            {
                Some(name) => url.push_str(&encode_path(&argument(operation, arguments, name)?)),
                None => url.push_str(segment),
            }
        }
        let mut request = match operation.method {
            "POST" => self.client.post(url),
            "PUT" => self.client.put(url),
            "DELETE" => self.client.delete(url),
            _ => self.client.get(url),
        };
        for (name, value) in &arguments.query {
            request = request.query(&QueryParam::new(name, value));
        }
        Ok(match &arguments.body {
            Some(body) => request.json(body),
            None => request,
        })
    }
}

fn argument(
    operation: &'static Operation,
    arguments: &Arguments,
    name: &str,
) -> Result<String, Error> {
    match arguments.path.get(name) {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => Ok(value.to_string()),
        _ => Err(
            Error::invalid_request(format!("the argument {name} is missing"))
                .with_operation(operation),
        ),
    }
}
