//! What each area runs.

use super::outcome::Tally;
use crate::project::cargo;

pub(super) fn format(tally: &mut Tally) {
    if let Some(reason) = missing("rustfmt") {
        return tally.skip("rustfmt", &reason);
    }
    tally.check("rustfmt", cargo().args(["fmt", "--all", "--check"]));
}

pub(super) fn rust(tally: &mut Tally) {
    let test = ["test", "--workspace", "--all-features", "--no-fail-fast"];
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
        "--no-deps",
        "--all-features",
    ];
    tally.check(
        "rustdoc",
        cargo().env("RUSTDOCFLAGS", "-D warnings").args(doc),
    );
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
