//! Where things are, and how other programs are run.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(PathBuf::new, Path::to_owned)
}

/// Folder for downloaded tools; never the user's home.
pub(crate) fn tools() -> PathBuf {
    root().join(".tools")
}

/// Whether this is a continuous-integration run, where nothing may be skipped.
pub(crate) fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true")
}

/// The cargo that runs this.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Whether a program is on the PATH.
pub(crate) fn has(program: &str) -> bool {
    find(program).is_some()
}

/// Where on the PATH a program is.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Runs another crate of this workspace in place of this one.
pub(crate) fn hand_over(package: &str, arguments: &[String]) -> ExitCode {
    let mut command = cargo();
    command
        .args(["run", "--quiet", "--package", package, "--"])
        .args(arguments);
    match command.status() {
        Ok(status) => ExitCode::from(
            status
                .code()
                .and_then(|code| u8::try_from(code).ok())
                .unwrap_or(1),
        ),
        Err(error) => {
            eprintln!("cargo could not be run: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Forgets where cargo lets programs look for libraries: there lie those of the debug build, which
/// would be taken in place of the ones that are shipped.
pub(crate) fn without_cargos_libraries(command: &mut Command) -> &mut Command {
    command
        .env_remove("LD_LIBRARY_PATH")
        .env_remove("DYLD_FALLBACK_LIBRARY_PATH")
}

/// Runs a command; what it printed is the reason when it fails.
pub(crate) fn quietly(command: &mut Command) -> Result<(), String> {
    let output = command
        .output()
        .map_err(|error| format!("{command:?} could not be run: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{command:?} failed:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    ))
}
