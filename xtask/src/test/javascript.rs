//! The JavaScript package: built, and used the ways its users use it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::answers;
use super::outcome::Tally;
use crate::project::{has, quietly, root};
use crate::{javascript as package, tools};

/// Most bytes of the main module, compressed.
const MODULE: usize = 250_000;

/// What users build, bundle and run with.
const CONSUMERS: &[&str] = &[
    "@arethetypeswrong/cli@0.18.5",
    "bun@1.4.5",
    "deno@2.9.6",
    "esbuild@0.28.2",
    "miniflare@4.20260426.0",
    "playwright-core@1.65.1",
    "publint@0.3.25",
    "@types/node@20.19.43",
    "typescript@7.0.2",
    "vite@8.3.8",
    "webpack@5.112.2",
];

pub(super) fn javascript(tally: &mut Tally) {
    if !has("node") {
        return tally.skip(
            "the JavaScript package",
            "needs Node 20 or newer on the PATH",
        );
    }
    portable(tally);
    if tally.made("the package builds", package::build()).is_none() {
        return;
    }
    size(tally, "engine", Some(MODULE));
    size(tally, "sandbox", None);
    let Some(answers) = tally.made("odd answers", answers::written()) else {
        return;
    };
    let node = || {
        let mut node = Command::new("node");
        node.current_dir(package::package());
        // A test that hangs has failed.
        node.env("VIETTEL_IDC_ANSWERS", &answers);
        node.args(["--test", "--test-reporter=tap", "--test-timeout=120000"]);
        node
    };
    tally.node_test("in Node, from the source tree", node().arg("tests/"));
    let packed = match package::pack(&root().join("target/npm")) {
        Ok(packed) => packed,
        Err(reason) => {
            println!("{reason}");
            return tally.record("npm packs it", false);
        }
    };
    let packed_name = packed.to_string_lossy();
    let wanted: Vec<&str> = CONSUMERS.iter().copied().chain([&*packed_name]).collect();
    let consumers = match tools::npm_folder("consumers", &wanted) {
        Ok(consumers) => consumers,
        Err(reason) => return tally.skip("bundlers and browsers", &reason),
    };
    types(tally, &consumers, &packed);
    let chromium = match tools::chromium() {
        Ok(chromium) => chromium,
        Err(reason) => return tally.skip("bundlers and browsers", &reason),
    };
    checked_examples(tally, &consumers);
    let app = consumers.join("app");
    let _ = fs::remove_dir_all(&app);
    let tests = package::package().join("consumers");
    if tally
        .made(
            "the programs of users",
            package::copy(&tests, &app, &|_| true),
        )
        .is_none()
    {
        return;
    }
    let mut run = node();
    run.current_dir(&consumers).env("CHROMIUM", chromium);
    run.env("VIETTEL_IDC_JAVASCRIPT", package::package());
    run.env("SCREENSHOT", root().join("target/portal.png"));
    tally.node_test("in runtimes, bundlers and a browser", run.arg("app/"));
}

/// What is below the bindings compiles without a system.
fn portable(tally: &mut Tally) {
    match tools::wasm_cargo("check") {
        Ok(mut cargo) => {
            for package in ["wire", "core", "auth", "pagination", "sandbox", "bridge"] {
                cargo.args(["--package", &format!("viettel-idc-{package}")]);
            }
            cargo.args(["--package", "viettel-idc", "--no-default-features"]);
            tally.check("cargo check for wasm32-unknown-unknown", &mut cargo);
        }
        Err(reason) => tally.skip("cargo check for wasm32-unknown-unknown", &reason),
    }
}

fn size(tally: &mut Tally, module: &str, limit: Option<usize>) {
    let file = package::package().join(format!("dist/esm/wasm/{module}.wasm"));
    let raw = fs::metadata(&file).map_or(0, |data| data.len());
    let packed = Command::new("gzip")
        .arg("-9c")
        .arg(&file)
        .stderr(Stdio::inherit())
        .output();
    let packed = packed.map_or(usize::MAX, |output| output.stdout.len());
    let most = limit.map_or(String::new(), |limit| format!(", at most {limit}"));
    tally.record(
        &format!("{module}.wasm has {raw} bytes, {packed} compressed{most}"),
        raw > 0 && packed <= limit.unwrap_or(usize::MAX),
    );
}

/// The declarations, as other people's checkers see them.
fn types(tally: &mut Tally, consumers: &Path, packed: &Path) {
    let program = |name: &str| Command::new(consumers.join("node_modules/.bin").join(name));
    tally.made(
        "publint",
        quietly(program("publint").args(["run", "--strict"]).arg(packed)),
    );
    let mut attw = program("attw");
    // A file that is not a script has no types; Node 10 knows no `exports`.
    attw.args([
        "--no-emoji",
        "--profile",
        "node16",
        "--exclude-entrypoints",
        "./wasm",
        "./sandbox/wasm",
        "--",
    ]);
    tally.made("are the types wrong?", quietly(attw.arg(packed)));
}

/// The examples and the declarations, by TypeScript at its strictest.
fn checked_examples(tally: &mut Tally, consumers: &Path) {
    let folder = consumers.join("examples");
    let _ = fs::remove_dir_all(&folder);
    let copied = package::copy(&root().join("examples/javascript"), &folder, &|_| true)
        .and_then(|()| package::copy(&root().join("examples/browser"), &folder, &|_| true));
    if tally.made("the examples", copied).is_none() {
        return;
    }
    let mut tsc = Command::new(consumers.join("node_modules/.bin/tsc"));
    tsc.current_dir(&folder).args(["-p", "tsconfig.json"]);
    tally.made(
        "tsc --strict of the examples and the declarations",
        quietly(&mut tsc),
    );
}
