//! Waiting for virtual machines.

use pyo3::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use viettel_idc::{Client, Error, Id};

use crate::callback::tell_python;
use crate::config::seconds;
use crate::outcome::{Given, Outcome};

#[derive(Deserialize)]
pub(crate) struct Wait {
    service: Id,
    vm: Id,
    until: String,
    every: f64,
    deadline: f64,
}

pub(crate) async fn wait(client: Client, wait: Wait, progress: Option<Py<PyAny>>) -> Outcome {
    let waiter = client
        .vms()
        .wait(wait.service, wait.vm)
        .every(seconds(wait.every)?)
        .deadline(seconds(wait.deadline)?);
    let waiter = match wait.until.as_str() {
        "running" => waiter.until_running(),
        "stopped" => waiter.until_stopped(),
        "rebooted" => waiter.after_reboot(),
        other => {
            return Err(Error::invalid_request(format!(
                "until is \"running\", \"stopped\" or \"rebooted\", not {other:?}"
            ))
            .into());
        }
    };
    let waiter = waiter.on_progress(move |seen| {
        let status = seen.status.as_ref().map(ToString::to_string);
        tell_python(|py| match &progress {
            Some(progress) => progress
                .call1(py, (status, seen.elapsed.as_secs_f64()))
                .map(drop),
            None => Ok(()),
        });
    });
    let vm = waiter.await?;
    let vm: Value =
        serde_json::to_value(vm).map_err(|error| Error::decode("$", error.to_string()))?;
    Ok(Given::Json(json!({ "value": vm, "raw": null }).to_string()))
}
