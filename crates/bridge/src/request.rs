//! A call.

use serde::Deserialize;
use serde_json::{Map, Value};
use viettel_idc::core::Arguments;
use viettel_idc::{Client, Error, Pager};

use crate::seconds;

/// A call: `operation`, arguments for `path`, `query` and `body`, `options`, and for a paged list
/// `per_page` and `limit`.
#[derive(Deserialize)]
pub struct Request {
    /// Id of the operation.
    pub operation: String,
    #[serde(default)]
    path: Map<String, Value>,
    #[serde(default)]
    query: Map<String, Value>,
    body: Option<Value>,
    per_page: Option<u32>,
    limit: Option<usize>,
    #[serde(default)]
    options: Options,
}

/// What one call may differ in; times are in seconds.
#[derive(Default, Deserialize)]
pub struct Options {
    timeout: Option<f64>,
    deadline: Option<f64>,
    stall_timeout: Option<f64>,
    max_file_size: Option<u64>,
    max_attempts: Option<u32>,
}

impl Request {
    /// The client with the limits of this call.
    ///
    /// # Errors
    /// [`viettel_idc::ErrorKind::InvalidRequest`] for limits that cannot be used.
    pub fn client(&self, client: &Client) -> Result<Client, Error> {
        self.options.apply(client)
    }

    /// The arguments, taken out.
    pub fn arguments(&mut self) -> Arguments {
        let mut arguments = Arguments::default();
        arguments.path = std::mem::take(&mut self.path);
        arguments.query = std::mem::take(&mut self.query);
        arguments.body = self.body.take();
        arguments
    }

    /// The paged list it asks for.
    ///
    /// # Errors
    /// [`viettel_idc::ErrorKind::InvalidRequest`] when the operation does not page.
    pub fn pages(mut self, client: &Client) -> Result<Pager<Value>, Error> {
        let client = self.client(client)?;
        let arguments = self.arguments();
        let mut pager = client.pages(&self.operation, arguments)?;
        if let Some(per_page) = self.per_page {
            pager = pager.per_page(per_page);
        }
        if let Some(limit) = self.limit {
            pager = pager.limit(limit);
        }
        Ok(pager)
    }
}

impl Options {
    pub(crate) fn apply(&self, client: &Client) -> Result<Client, Error> {
        let mut client = client.clone();
        if let Some(timeout) = self.timeout {
            client = client.with_timeout(seconds(timeout)?);
        }
        if let Some(deadline) = self.deadline {
            client = client.with_deadline(seconds(deadline)?);
        }
        if let Some(limit) = self.stall_timeout {
            client = client.with_stall_timeout(seconds(limit)?);
        }
        if let Some(bytes) = self.max_file_size {
            client = client.with_max_file_size(bytes);
        }
        if let Some(attempts) = self.max_attempts {
            client = client.with_max_attempts(attempts);
        }
        Ok(client)
    }
}
