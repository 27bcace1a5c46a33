//! Waiting for virtual machines.

use serde::Deserialize;
use serde_json::json;
use viettel_idc::types::Vm;
use viettel_idc::{Client, Error, Id, VmWaiter};

use crate::seconds;

/// What is waited for: `until` is `running`, `stopped` or `rebooted`; times are in seconds.
#[derive(Deserialize)]
pub struct Wait {
    service: Id,
    vm: Id,
    until: String,
    every: Option<f64>,
    deadline: Option<f64>,
}

impl Wait {
    /// The waiter, yet to be told whom to show progress.
    ///
    /// # Errors
    /// [`viettel_idc::ErrorKind::InvalidRequest`] for a time or an `until` that cannot be used.
    pub fn waiter(self, client: &Client) -> Result<VmWaiter, Error> {
        let mut waiter = client.vms().wait(self.service, self.vm);
        if let Some(every) = self.every {
            waiter = waiter.every(seconds(every)?);
        }
        if let Some(deadline) = self.deadline {
            waiter = waiter.deadline(seconds(deadline)?);
        }
        match self.until.as_str() {
            "running" => Ok(waiter.until_running()),
            "stopped" => Ok(waiter.until_stopped()),
            "rebooted" => Ok(waiter.after_reboot()),
            other => Err(Error::invalid_request(format!(
                "until is \"running\", \"stopped\" or \"rebooted\", not {other:?}"
            ))),
        }
    }
}

/// What the waiting ended with.
///
/// # Errors
/// A machine that is no JSON, which does not happen.
pub fn waited(vm: &Vm) -> Result<String, Error> {
    let vm = serde_json::to_value(vm).map_err(|error| Error::decode("$", error.to_string()))?;
    Ok(json!({ "value": vm, "raw": null }).to_string())
}
