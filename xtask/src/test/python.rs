//! The Python package: its wheel, built and used in an environment with nothing but itself.

use std::fs;
use std::process::{Command, Stdio};

use super::answers;
use super::outcome::Tally;
use crate::project::{cargo, root};
use crate::{package, tools};

/// Most bytes the wheel may have.
const WHEEL: u64 = 3_000_000;
/// Most bytes the source distribution may have, with every crate it needs.
const SDIST: u64 = 20_000_000;

pub(super) fn python(tally: &mut Tally) {
    let mut clippy = cargo();
    clippy.env("PYO3_BUILD_EXTENSION_MODULE", "1");
    clippy.args([
        "clippy",
        "--quiet",
        "--package",
        "viettel-idc-python",
        "--",
        "-D",
        "warnings",
    ]);
    tally.check("clippy of the native half", &mut clippy);
    let bin = match tools::python(&["pytest==9.2.0", "mypy==2.4.1"]) {
        Ok(bin) => bin,
        Err(reason) => return tally.skip("the Python package", &reason),
    };
    let package = root().join("bindings/python");
    let wheels = root().join("target/wheels");
    let _ = fs::remove_dir_all(&wheels);
    let Some(wheel) = tally.made("the wheel builds", package::wheel(&wheels)) else {
        return;
    };
    let size = fs::metadata(&wheel).map_or(u64::MAX, |data| data.len());
    tally.record(
        &format!("the wheel has {size} bytes, at most {WHEEL}"),
        size <= WHEEL,
    );
    let mut install = Command::new(bin.join("pip"));
    install
        .args([
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--force-reinstall",
            "--no-deps",
        ])
        .arg(&wheel);
    if !tally.check("the wheel installs", &mut install) {
        return;
    }
    let mut sandbox = cargo();
    sandbox.args([
        "build",
        "--quiet",
        "--package",
        "viettel-idc-sandbox",
        "--features",
        "server",
    ]);
    if !tally.check("the sandbox builds", &mut sandbox) {
        return;
    }
    let Some(answers) = tally.made("odd answers", answers::written()) else {
        return;
    };
    let run = |arguments: &[&str]| {
        let mut command = Command::new(bin.join("python"));
        command.current_dir(&package).arg("-m").args(arguments);
        command.env(
            "VIETTEL_IDC_SANDBOX",
            root().join("target/debug/viettel-idc-sandbox"),
        );
        command.env("VIETTEL_IDC_ANSWERS", &answers);
        command
    };
    tally.pytest(
        "pytest",
        &mut run(&["pytest", "-q", "-p", "no:cacheprovider", "tests"]),
    );
    let peers = package.join("peers/requirements.txt");
    match tools::python(&["--requirement", &peers.to_string_lossy()]) {
        Ok(_) => {
            let mut manners = Command::new(bin.join("python"));
            manners.current_dir(&package).arg("peers/manners.py");
            tally.check("manners, beside peers", &mut manners);
        }
        Err(reason) => tally.skip("manners, beside peers", &reason),
    }
    let mypy = ["mypy", "--strict", "--cache-dir", "../../target/mypy"];
    tally.check(
        "mypy --strict of the package",
        run(&mypy).args(["-p", "viettel_idc"]),
    );
    tally.check(
        "mypy --strict of its tests and examples",
        run(&mypy).args(["tests", "../../examples/python"]),
    );
    match tools::npm("pyright", "1.1.414", "pyright") {
        Ok(pyright) => {
            let path = std::env::var("PATH").unwrap_or_default();
            let pyright = |arguments: &[&str]| {
                let mut command = Command::new(&pyright);
                command.current_dir(&package).args(arguments);
                // It looks for the package in the environment of the first Python on the path.
                command.arg("--pythonpath").arg(bin.join("python"));
                command.env("PATH", format!("{}:{path}", bin.display()));
                command
            };
            tally.check(
                "pyright of the examples",
                &mut pyright(&["../../examples/python"]),
            );
            let complete = ["--verifytypes", "viettel_idc", "--ignoreexternal"];
            let mut complete = pyright(&complete);
            complete
                .current_dir(root().join("target"))
                .stdout(Stdio::null());
            tally.check("every public type is known to pyright", &mut complete);
        }
        Err(reason) => tally.skip("pyright", &reason),
    }
    tally.check(
        "stubtest of the native half",
        run(&["mypy.stubtest", "viettel_idc._native"]).current_dir(root().join("target")),
    );
    sdist(tally);
}

/// The source distribution builds without a network.
fn sdist(tally: &mut Tally) {
    let dist = root().join("target/dist");
    let _ = fs::remove_dir_all(&dist);
    let Some(sdist) = tally.made("the source distribution", package::sdist(&dist)) else {
        return;
    };
    let size = fs::metadata(&sdist).map_or(u64::MAX, |data| data.len());
    tally.record(
        &format!("the source distribution has {size} bytes, at most {SDIST}"),
        size <= SDIST,
    );
    tally.made(
        "it builds with an empty cargo home and no network",
        package::build_offline(&sdist),
    );
}
