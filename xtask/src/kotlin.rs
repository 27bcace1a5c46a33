//! Building the Kotlin packages: the native libraries, the code that calls them, and Maven.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::project::{has, quietly, root, tools, without_cargos_libraries};
use crate::uniffi::{Library, NATIVE, SANDBOX};

/// The libraries and the modules they go into.
const MODULES: &[(&Library, &str)] = &[(&NATIVE, "viettel-idc"), (&SANDBOX, "viettel-idc-sandbox")];

/// What begins a declaration of uniffi's that everybody could see.
const DECLARATIONS: &[&str] = &[
    "abstract class ",
    "class ",
    "data class ",
    "enum class ",
    "fun ",
    "inline fun ",
    "interface ",
    "object ",
    "open class ",
    "sealed class ",
];

/// Where the Maven project is.
pub(crate) fn project() -> PathBuf {
    root().join("bindings/uniffi/kotlin")
}

/// Puts the libraries for this platform and their glue into the modules.
pub(crate) fn prepare() -> Result<(), String> {
    for (library, module) in MODULES {
        let sources = project().join(module).join("src/main");
        let glue = sources.join("glue");
        let _ = fs::remove_dir_all(&glue);
        library.glue("kotlin", &glue)?;
        hide(&glue)?;
        let natives = sources.join("natives").join(platform());
        let shipped = library.shipped()?;
        fs::create_dir_all(&natives)
            .and_then(|()| fs::copy(shipped, natives.join(library.file())))
            .map_err(|error| format!("{}: {error}", natives.display()))?;
    }
    Ok(())
}

/// Builds the jars; other platforms' libraries go along where they lie in `src/main/natives`.
pub(crate) fn package(to: &Path) -> Result<Vec<PathBuf>, String> {
    prepare()?;
    quietly(maven()?.args(["clean", "package", "--projects", "!tests"]))?;
    fs::create_dir_all(to).map_err(|error| format!("{}: {error}", to.display()))?;
    let mut made = Vec::new();
    for module in ["viettel-idc", "viettel-idc-okhttp", "viettel-idc-sandbox"] {
        let jar = jar(module);
        let target = to.join(jar.file_name().unwrap_or_default());
        fs::copy(&jar, &target).map_err(|error| format!("{}: {error}", jar.display()))?;
        made.push(target);
    }
    Ok(made)
}

/// Times calls, beside hand-written ones.
pub(crate) fn bench() -> Result<(), String> {
    prepare()?;
    let mut bench = maven()?;
    bench.args([
        "clean",
        "package",
        "-Dtest=Bench",
        "-Dsurefire.failIfNoSpecifiedTests=false",
    ]);
    match bench.status() {
        Ok(status) if status.success() => Ok(()),
        _ => Err("the benchmark did not run".to_owned()),
    }
}

/// The jar of a module.
pub(crate) fn jar(module: &str) -> PathBuf {
    let version = env!("CARGO_PKG_VERSION");
    let name = format!("{module}-{version}.jar");
    project().join(module).join("target").join(name)
}

/// Maven on the project, with a repository of its own.
pub(crate) fn maven() -> Result<Command, String> {
    if !has("mvn") || !has("java") {
        return Err(
            "needs a JDK 17 or newer and Maven 3.8 or newer on the PATH; on Debian: apt-get install maven"
                .to_owned(),
        );
    }
    let mut maven = Command::new("mvn");
    without_cargos_libraries(&mut maven)
        .current_dir(project())
        .args(["--batch-mode", "--quiet"]);
    maven.arg(format!(
        "-Dmaven.repo.local={}",
        tools().join("m2").display()
    ));
    Ok(maven)
}

/// This platform as JNA calls it.
fn platform() -> String {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let machine = match std::env::consts::ARCH {
        "x86_64" => "x86-64",
        other => other,
    };
    format!("{system}-{machine}")
}

/// Makes uniffi's declarations internal: they are no API, and an editor must not offer them.
fn hide(folder: &Path) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            hide(&path)?;
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let hidden: String = text.lines().map(|line| internal(line) + "\n").collect();
        fs::write(&path, hidden).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn internal(line: &str) -> String {
    let bare = line.strip_prefix("public ").unwrap_or(line);
    if DECLARATIONS.iter().any(|start| bare.starts_with(start)) {
        format!("internal {bare}")
    } else {
        line.to_owned()
    }
}
