//! Virtual machines that take their time.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{Made, Portal};
use crate::answer::{refusal, with_status};
use crate::router::Call;

const SERVICE: &str = "292";
/// How long a machine that runs from the start has been running.
const UPTIME: Duration = Duration::from_secs(864_000);

/// A virtual machine.
#[derive(Debug)]
pub(super) struct Machine {
    id: String,
    label: String,
    memory: u32,
    disk: u32,
    cpus: u32,
    address: String,
    /// What it does from when on, in order of time.
    plan: Vec<(Duration, &'static str)>,
    /// When it was started last; `None` since before the portal began.
    started: Option<Duration>,
}

impl Machine {
    pub(super) fn seed(
        id: &str,
        label: &str,
        status: &'static str,
        memory: u32,
        disk: u32,
        cpus: u32,
        address: &str,
    ) -> Self {
        let (id, label, address) = (id.to_owned(), label.to_owned(), address.to_owned());
        Self {
            id,
            label,
            memory,
            disk,
            cpus,
            address,
            plan: vec![(Duration::ZERO, status)],
            started: None,
        }
    }

    fn status(&self, now: Duration) -> &'static str {
        let reached = self.plan.iter().rev().find(|(from, _)| *from <= now);
        reached.map_or("pending", |(_, status)| status)
    }

    fn is_moving(&self, now: Duration) -> bool {
        self.plan.last().is_some_and(|(from, _)| *from > now)
    }

    /// What an action does to it; `None` for an action that is not simulated.
    fn act(
        &mut self,
        action: &str,
        now: Duration,
        step: Duration,
    ) -> Option<Result<(), &'static str>> {
        let is_up = self.status(now) == "running";
        let states: &[&'static str] = match action {
            "start" if is_up => return Some(Err("vm_already_running")),
            "stop" | "shutdown" | "reboot" | "reset" if !is_up => {
                return Some(Err("vm_not_running"));
            }
            "start" => &["starting", "running"],
            "stop" | "shutdown" => &["stopping", "stopped"],
            "reboot" | "reset" => &["rebooting", "starting", "running"],
            _ => return None,
        };
        if self.is_moving(now) {
            return Some(Err("vm_locked"));
        }
        self.plan = (0..)
            .zip(states)
            .map(|(n, status)| (now + step * n, *status))
            .collect();
        if states.last() == Some(&"running") {
            self.started = self.plan.last().map(|(from, _)| *from);
        }
        Some(Ok(()))
    }

    fn row(&self, now: Duration) -> Value {
        let status = self.status(now);
        let uptime = match self.started {
            _ if status != "running" => Duration::ZERO,
            Some(started) => now.saturating_sub(started),
            None => UPTIME,
        };
        json!({
            "id": self.id,
            "label": self.label,
            "status": status,
            "built": true,
            "locked": self.is_moving(now),
            "power": status == "running",
            "memory": self.memory,
            "disk": self.disk,
            "uptime": uptime.as_secs(),
            "cpus": self.cpus,
            "template_name": "Debian 12",
            "ipv4": self.address,
        })
    }

    fn details(&self, now: Duration) -> Value {
        let mut row = self.row(now);
        let mac = format!("02:00:00:00:12:{}", self.id.get(2..).unwrap_or("00"));
        row["ip"] = json!({ "501": { "id": "501", "vmid": self.id, "ipaddress": self.address, "main": true, "type": "ipv4" } });
        row["interfaces"] = json!({ "net0": { "id": "net0", "name": "net0", "mac": mac, "ip": [{ "ip": self.address }], "firewall": true } });
        row["storage"] = json!({ "scsi0": { "name": "scsi0", "size_gb": self.disk, "format": "raw", "zone": "ssd" } });
        row
    }
}

impl Portal {
    pub(super) fn machine(&mut self, call: &Call, now: Duration) -> Option<Made> {
        let step = self.options.vm_step;
        let is_cloud = call.path("id") == SERVICE;
        match call.operation.verb {
            "list" => {
                let machines = self.vms.iter().filter(|_| is_cloud);
                let rows: Map<String, Value> =
                    machines.map(|vm| (vm.id.clone(), vm.row(now))).collect();
                Some(Made::Json(json!({ "vms": rows })))
            }
            "get" | "start" | "stop" | "shutdown" | "reboot" | "reset" => {
                let Some(vm) = self
                    .vms
                    .iter_mut()
                    .find(|vm| is_cloud && vm.id == call.path("vmid"))
                else {
                    return Some(Made::Whole(with_status(
                        refusal("not_found"),
                        StatusCode::NOT_FOUND,
                    )));
                };
                if call.operation.verb == "get" {
                    return Some(Made::Json(json!({ "vm": vm.details(now) })));
                }
                vm.act(call.operation.verb, now, step)
                    .map(|done| match done {
                        Ok(()) => Made::Json(json!({ "status": true })),
                        Err(code) => Made::refusal(code),
                    })
            }
            _ => None,
        }
    }
}
