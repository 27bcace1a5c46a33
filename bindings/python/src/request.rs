//! A call as Python writes it.

use serde::Deserialize;
use serde_json::{Map, Value};
use viettel_idc::core::Arguments;
use viettel_idc::{Client, Error};

use crate::config::seconds;

#[derive(Deserialize)]
pub(crate) struct Request {
    pub(crate) operation: String,
    #[serde(default)]
    path: Map<String, Value>,
    #[serde(default)]
    query: Map<String, Value>,
    body: Option<Value>,
    #[serde(default)]
    pub(crate) options: Options,
}

/// What one call may differ in.
#[derive(Default, Deserialize)]
pub(crate) struct Options {
    timeout: Option<f64>,
    deadline: Option<f64>,
    max_attempts: Option<u32>,
}

impl Request {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        parse(text)
    }

    pub(crate) fn arguments(&mut self) -> Arguments {
        let mut arguments = Arguments::default();
        arguments.path = std::mem::take(&mut self.path);
        arguments.query = std::mem::take(&mut self.query);
        arguments.body = self.body.take();
        arguments
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
        if let Some(attempts) = self.max_attempts {
            client = client.with_max_attempts(attempts);
        }
        Ok(client)
    }
}

pub(crate) fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Error> {
    serde_json::from_str(text)
        .map_err(|error| Error::invalid_request(format!("an argument cannot be used: {error}")))
}
