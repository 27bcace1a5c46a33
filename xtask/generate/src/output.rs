//! What a run would write, and its comparison with what is there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::{Checked, Problem};

/// Folders that hold nothing but generated files: what is there and not in the output is stale.
const OWNED: &[&str] = &[
    "crates/core/src/generated",
    "crates/sdk/src/generated",
    "crates/sandbox/src/generated",
    "fuzz/src/generated",
    "bindings/javascript/src/generated",
    "bindings/python/python/viettel_idc/generated",
    "bindings/uniffi/kotlin/viettel-idc/src/main/kotlin/generated",
    "bindings/uniffi/kotlin/tests/src/test/kotlin/generated",
    "bindings/uniffi/swift/Sources/ViettelIDC/Generated",
    "bindings/uniffi/swift/Tests/ViettelIDCTests/Generated",
];

/// Files by path relative to the project's root.
#[derive(Debug, Default)]
pub struct Output {
    files: BTreeMap<String, String>,
}

/// Hash of the spec, for the headers of generated files.
#[must_use]
pub fn hash(bundle: &str) -> String {
    Sha256::digest(bundle)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

impl Output {
    /// Adds a file.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.files.insert(path.into(), text.into());
    }

    /// The text of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Every file.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Compares with what is on disk.
    ///
    /// # Errors
    /// One problem per file that differs, is missing, or is stale.
    pub fn check(&self, root: &Path) -> Checked<String> {
        let mut problems: Vec<Problem> = self
            .files
            .iter()
            .filter(|(path, text)| fs::read_to_string(root.join(path)).ok().as_ref() != Some(*text))
            .map(|(path, _)| {
                Problem::new(path, "differs from the spec; run `cargo xtask generate`")
            })
            .collect();
        for path in self.stale(root) {
            problems.push(Problem::new(
                path,
                "is no longer generated; run `cargo xtask generate`",
            ));
        }
        if problems.is_empty() {
            Ok(format!(
                "{} generated files are up to date",
                self.files.len()
            ))
        } else {
            Err(problems)
        }
    }

    /// Writes what differs and removes what is stale.
    ///
    /// # Errors
    /// Files that cannot be written.
    pub fn write(&self, root: &Path) -> Checked<String> {
        let fail = |path: &str, error: std::io::Error| {
            vec![Problem::new(path, format!("cannot be written: {error}"))]
        };
        let mut written = 0;
        for (path, text) in &self.files {
            let file = root.join(path);
            if fs::read_to_string(&file).ok().as_ref() == Some(text) {
                continue;
            }
            if let Some(folder) = file.parent() {
                fs::create_dir_all(folder).map_err(|error| fail(path, error))?;
            }
            fs::write(&file, text).map_err(|error| fail(path, error))?;
            written += 1;
        }
        for path in self.stale(root) {
            fs::remove_file(root.join(&path)).map_err(|error| fail(&path, error))?;
        }
        Ok(format!(
            "{} generated files, {written} of them changed",
            self.files.len()
        ))
    }

    fn stale(&self, root: &Path) -> Vec<String> {
        let mut stale = Vec::new();
        for folder in OWNED {
            let mut open = vec![(*folder).to_owned()];
            while let Some(folder) = open.pop() {
                for entry in fs::read_dir(root.join(&folder))
                    .into_iter()
                    .flatten()
                    .flatten()
                {
                    let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
                    if entry.path().is_dir() {
                        open.push(path);
                    } else if !self.files.contains_key(&path) {
                        stale.push(path);
                    }
                }
            }
        }
        stale
    }
}
