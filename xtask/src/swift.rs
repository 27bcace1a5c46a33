//! The Swift package: the native libraries, and the code that calls them.

mod toolchain;
mod xcframework;

pub(crate) use toolchain::Toolchain;
pub(crate) use xcframework::package;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::project::root;
use crate::uniffi::{Library, NATIVE, SANDBOX};

/// The libraries, and the modules that call them.
pub(crate) const MODULES: &[(&Library, &str)] = &[
    (&NATIVE, "ViettelIDCNative"),
    (&SANDBOX, "ViettelIDCSandboxNative"),
];

/// Where the package is.
pub(crate) fn project() -> PathBuf {
    root().join("bindings/uniffi/swift")
}

/// Puts the libraries for this platform and their glue into the package.
pub(crate) fn prepare() -> Result<(), String> {
    let libraries = project().join("Libraries");
    fs::create_dir_all(&libraries).map_err(|error| format!("{}: {error}", libraries.display()))?;
    for (library, module) in MODULES {
        glue(library, module)?;
        let shipped = library.shipped()?;
        fs::copy(&shipped, libraries.join(library.file()))
            .map_err(|error| format!("{}: {error}", shipped.display()))?;
    }
    Ok(())
}

/// The header of a module.
pub(crate) fn header(module: &str) -> PathBuf {
    project().join(format!("Sources/{module}FFI/{module}FFI.h"))
}

fn glue(library: &Library, module: &str) -> Result<(), String> {
    let made = root().join("target/glue/swift").join(module);
    let _ = fs::remove_dir_all(&made);
    library.glue("swift", &made)?;
    let sources = project().join("Sources").join(module).join("Generated");
    fs::create_dir_all(&sources)
        .and_then(|()| {
            let source = format!("{module}.swift");
            fs::copy(made.join(&source), sources.join(&source))
        })
        .and_then(|_| fs::copy(made.join(format!("{module}FFI.h")), header(module)))
        .map(|_| ())
        .map_err(|error| format!("the glue of {module}: {error}"))
}

/// The functions a header declares.
pub(crate) fn symbols(header: &Path) -> Result<Vec<String>, String> {
    let text =
        fs::read_to_string(header).map_err(|error| format!("{}: {error}", header.display()))?;
    let mut names: Vec<String> = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '(')
        .filter_map(|word| word.split_once('(').map(|(name, _)| name))
        .filter(|name| name.starts_with("uniffi_") || name.starts_with("ffi_"))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// What a command prints.
fn output(command: &mut Command) -> Result<String, String> {
    let output = command
        .output()
        .map_err(|error| format!("{command:?} could not be run: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
