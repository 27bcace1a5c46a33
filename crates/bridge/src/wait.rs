//! Waiting.

use serde::Deserialize;
use serde_json::{Map, Value, json};
use viettel_idc::core::Arguments;
use viettel_idc::{Client, Error, Waiter};

use crate::{Options, seconds};

/// What is waited for: `operation` reads a thing, `path` says which, `until` is one of its goals;
/// times are in seconds.
#[derive(Deserialize)]
pub struct Wait {
    operation: String,
    #[serde(default)]
    path: Map<String, Value>,
    until: Option<String>,
    every: Option<f64>,
    deadline: Option<f64>,
    #[serde(default)]
    options: Options,
}

impl Wait {
    /// The waiter, yet to be told whom to show progress.
    ///
    /// # Errors
    /// [`viettel_idc::ErrorKind::InvalidRequest`] for a time or an `until` that cannot be used.
    pub fn waiter(self, client: &Client) -> Result<Waiter<Value>, Error> {
        let client = self.options.apply(client)?;
        let mut arguments = Arguments::default();
        arguments.path = self.path;
        let mut waiter = client.wait(&self.operation, arguments, self.until.as_deref())?;
        if let Some(every) = self.every {
            waiter = waiter.every(seconds(every)?);
        }
        if let Some(deadline) = self.deadline {
            waiter = waiter.deadline(seconds(deadline)?);
        }
        Ok(waiter)
    }
}

/// What the waiting ended with.
#[must_use]
pub fn waited(value: &Value) -> String {
    json!({ "value": value, "raw": null }).to_string()
}
