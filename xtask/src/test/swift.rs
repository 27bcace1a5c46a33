//! The Swift package: parsed, its symbols looked up, and its own tests where there is Swift.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::outcome::Tally;
use super::{answers, parse, phones};
use crate::project::{cargo, has, root};
use crate::swift::{self as package, MODULES, Toolchain};

pub(super) fn swift(tally: &mut Tally) {
    if tally
        .made("the native libraries build", package::prepare())
        .is_none()
    {
        return;
    }
    parse(tally);
    symbols(tally);
    phones::check(tally, "aarch64-apple-ios");
    run(tally);
}

/// Every source, example and snippet is Swift, by another's grammar.
fn parse(tally: &mut Tally) {
    let places = [
        "bindings/uniffi/swift",
        "bindings/uniffi/swift/README.md",
        "docs/swift.md",
        "examples/swift",
    ];
    parse::parse(tally, "swift", "tree-sitter-swift==0.7.4", &places);
}

/// What the headers declare is what the libraries have.
fn symbols(tally: &mut Tally) {
    if !has("nm") {
        return tally.skip(
            "the libraries' symbols",
            "needs nm on the PATH; on Debian: apt-get install binutils",
        );
    }
    for (library, module) in MODULES {
        let file = package::project().join("Libraries").join(library.file());
        let (declared, exported) =
            match (package::symbols(&package::header(module)), exported(&file)) {
                (Ok(declared), Ok(exported)) => (declared, exported),
                (Err(reason), _) | (_, Err(reason)) => {
                    println!("{reason}");
                    tally.record(&format!("the symbols of {module}"), false);
                    continue;
                }
            };
        let missing = |names: &[String]| -> Vec<String> {
            let names = names.iter();
            let names = names.filter(|name| !exported.contains(*name));
            names.cloned().collect()
        };
        let absent = missing(&declared);
        absent
            .iter()
            .for_each(|name| println!("{name} is declared, but not in the library"));
        let all = declared.len();
        tally.record(
            &format!(
                "{} of {all} symbols of {module} are in its library",
                all - absent.len()
            ),
            absent.is_empty() && all > 0,
        );
        let wrong = format!("{}_wrong", declared.first().map_or("", String::as_str));
        tally.record(
            &format!("a wrong symbol of {module} would be noticed"),
            missing(std::slice::from_ref(&wrong)) == [wrong],
        );
    }
}

fn exported(library: &Path) -> Result<BTreeSet<String>, String> {
    let mut nm = Command::new("nm");
    if cfg!(target_os = "macos") {
        nm.arg("-gU");
    } else {
        nm.args(["-D", "--defined-only"]);
    }
    let output = nm
        .arg(library)
        .output()
        .map_err(|error| format!("nm could not be run: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let names = text.lines().filter_map(|line| line.split(' ').next_back());
    // Apple's names begin with one more underscore.
    let bare = |name: &str| match name.strip_prefix('_') {
        Some(bare) if cfg!(target_os = "macos") => bare.to_owned(),
        _ => name.to_owned(),
    };
    Ok(names.map(bare).collect())
}

/// Turns the documents' snippets into tests against a simulated portal. Those that need an Apple
/// platform are left out.
fn documents() -> Result<(), String> {
    let failed = |error: std::io::Error| format!("the documents' snippets: {error}");
    let mut imports: BTreeSet<String> = BTreeSet::new();
    let mut tests = String::new();
    for (name, document) in [
        ("guide", "docs/swift.md"),
        ("readme", "bindings/uniffi/swift/README.md"),
    ] {
        let text = fs::read_to_string(root().join(document)).map_err(failed)?;
        let blocks = text.split("```swift\n").skip(1);
        let blocks = blocks.filter_map(|rest| rest.split("```").next());
        let blocks = blocks.filter(|block| !block.contains("import SwiftUI"));
        tests.push_str(&format!("    @Test func {name}() async throws {{\n"));
        for line in blocks.flat_map(str::lines) {
            if line.starts_with("import ") {
                imports.insert(line.to_owned());
            } else {
                let line = line.replace("try ViettelIDC(", "try simulated(");
                tests.push_str(&format!("        {line}\n"));
            }
        }
        tests.push_str("    }\n\n");
    }
    let imports: String = imports.iter().map(|line| format!("{line}\n")).collect();
    let text = format!(
        "{imports}import Testing\n\n{SIMULATED}\n@Suite(\"Documents\")\nstruct DocumentTests {{\n{}\n}}\n",
        tests.trim_end()
    );
    let folder = package::project().join("Tests/ViettelIDCTests/Documents");
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join("DocumentTests.swift"), text))
        .map_err(failed)
}

const SIMULATED: &str = "\
private func simulated(username: String, password: String, transport: (any Transport)? = nil) throws -> ViettelIDC {
    let sandbox = Sandbox(vmStep: 0.05)
    return try ViettelIDC(username: username, password: password, baseURL: Sandbox.baseURL, transport: sandbox)
}
";

/// Its own tests.
fn run(tally: &mut Tally) {
    let toolchain = match Toolchain::find() {
        Ok(toolchain) => toolchain,
        Err(reason) => {
            println!(
                "not run here: `swift test` in bindings/uniffi/swift (all 149 operations, paging, \
                 sessions, cancelling, errors, money, machines, URLSession): {reason}"
            );
            return;
        }
    };
    if tally.made("the documents' snippets", documents()).is_none() {
        return;
    }
    let mut sandbox = cargo();
    sandbox.args(["build", "--quiet", "--package", "viettel-idc-sandbox"]);
    if !tally.check("the sandbox builds", &mut sandbox) {
        return;
    }
    let Some(answers) = tally.made("odd answers", answers::written()) else {
        return;
    };
    let mut test = toolchain.swift();
    test.env("VIETTEL_IDC_ANSWERS", answers);
    test.env(
        "VIETTEL_IDC_SANDBOX",
        root().join("target/debug/viettel-idc-sandbox"),
    );
    let scratch = root().join("target/swift");
    test.args(["test", "--scratch-path"]).arg(scratch);
    let output = test.output();
    let text = output.as_ref().map_or_else(
        |error| error.to_string(),
        |output| {
            let out = String::from_utf8_lossy(&output.stdout);
            format!("{out}\n{}", String::from_utf8_lossy(&output.stderr))
        },
    );
    let last = text
        .lines()
        .rev()
        .find(|line| line.contains("Test run with"));
    let ok = output.is_ok_and(|output| output.status.success());
    let warnings = text.lines().filter(|line| line.contains("warning: "));
    let is_ours = |line: &&str| !line.contains("/Generated/ViettelIDC");
    let warnings: Vec<&str> = warnings.filter(is_ours).collect();
    warnings.iter().for_each(|line| println!("{line}"));
    if !ok {
        let told = ["error:", "recorded an issue", "✘"];
        let lines = text.lines();
        let lines = lines.filter(|line| told.iter().any(|word| line.contains(word)));
        lines.for_each(|line| println!("{line}"));
    }
    tally.record(
        &format!("swift test: {}", last.unwrap_or("no test was run").trim()),
        ok && last.is_some(),
    );
    tally.record("swift warns of nothing", warnings.is_empty());
}
