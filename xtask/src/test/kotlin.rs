//! The Kotlin packages: built as they are shipped, and used on the JVM.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::outcome::Tally;
use crate::project::{cargo, quietly, root};
use crate::uniffi::{NATIVE, SANDBOX};
use crate::{kotlin as package, snippets, tools};

/// Most bytes the library may have, with a network of its own.
const LIBRARY: u64 = 4_000_000;
/// Most bytes it may have where the app lends its HTTP stack.
const HOST_ONLY: u64 = 1_500_000;

pub(super) fn kotlin(tally: &mut Tally) {
    let mut maven = match package::maven() {
        Ok(maven) => maven,
        Err(reason) => return tally.skip("the Kotlin packages", &reason),
    };
    if tally
        .made("the native libraries build", package::prepare())
        .is_none()
    {
        return;
    }
    sizes(tally);
    smoke(tally);
    let documents = ["docs/kotlin.md", "bindings/uniffi/kotlin/README.md"];
    let to = package::project().join("tests/src/test/snippets/Snippets.kt");
    tally.made("the documents' snippets", snippets::kotlin(&documents, &to));
    let mut sandbox = cargo();
    sandbox.args(["build", "--quiet", "--package", "viettel-idc-sandbox"]);
    if !tally.check("the sandbox builds", &mut sandbox) {
        return;
    }
    let reports = package::project().join("tests/target/surefire-reports");
    let _ = fs::remove_dir_all(&reports);
    maven.env(
        "VIETTEL_IDC_SANDBOX",
        root().join("target/debug/viettel-idc-sandbox"),
    );
    tally.surefire("mvn package", maven.arg("package"), &reports);
    for module in ["viettel-idc", "viettel-idc-okhttp", "viettel-idc-sandbox"] {
        println!("{module}.jar has {} bytes", size(&package::jar(module)));
    }
}

fn size(file: &Path) -> u64 {
    fs::metadata(file).map_or(u64::MAX, |data| data.len())
}

fn sizes(tally: &mut Tally) {
    for (name, library, most) in [
        ("the library", NATIVE.shipped(), LIBRARY),
        (
            "the library with host transport only",
            NATIVE.host_only(),
            HOST_ONLY,
        ),
        ("the simulated portal, apart", SANDBOX.shipped(), LIBRARY),
    ] {
        if let Some(library) = tally.made(&format!("{name} builds"), library) {
            let size = size(&library);
            tally.record(
                &format!("{name} has {size} bytes, at most {most}"),
                size <= most,
            );
        }
    }
}

/// The exported surface, through uniffi's own Python.
fn smoke(tally: &mut Tally) {
    let folder = root().join("target/smoke");
    let _ = fs::remove_dir_all(&folder);
    let made = [NATIVE, SANDBOX].iter().try_for_each(|library| {
        library.glue("python", &folder)?;
        fs::copy(library.shipped()?, folder.join(library.file()))
            .map(drop)
            .map_err(|error| error.to_string())
    });
    if tally
        .made("uniffi's Python of the same libraries", made)
        .is_none()
    {
        return;
    }
    match tools::python(&["pip"]) {
        Ok(bin) => {
            let script = root().join("bindings/uniffi/tests/smoke.py");
            let mut smoke = Command::new(bin.join("python"));
            smoke.env("PYTHONPATH", &folder).arg(script);
            tally.made("what is exported works from Python", quietly(&mut smoke));
        }
        Err(reason) => tally.skip("the smoke test", &reason),
    }
}
