//! Odd answers that Rust reads, for the tests of other languages.

use std::fs;
use std::path::PathBuf;

use crate::project::{cargo, root};

/// How many, and the seed they are made of.
const ANSWERS: [&str; 2] = ["2000", "13"];

/// Writes them; gives the file.
pub(super) fn written() -> Result<PathBuf, String> {
    let file = root().join("target/answers.jsonl");
    let mut cargo = cargo();
    cargo.args(["run", "--quiet", "--package", "viettel-idc-fuzz"]);
    cargo.args(["--bin", "answers", "--"]).args(ANSWERS);
    let output = cargo.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    fs::write(&file, output.stdout).map_err(|error| error.to_string())?;
    Ok(file)
}
