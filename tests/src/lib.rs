//! Where the shared documents are, and the README as a test.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// A file of the portal's own document, kept beside the project where it is developed.
///
/// `None` on a machine that has only the project; where `CI=true` it must be there.
///
/// # Panics
/// When `CI=true` and it is missing, or when it is not JSON.
#[must_use]
#[allow(clippy::panic)]
pub fn portal_document(name: &str) -> Option<Value> {
    let file = root().join("../shared/portal").join(name);
    match std::fs::read(&file) {
        Ok(bytes) => match serde_json::from_slice(&bytes) {
            Ok(value) => Some(value),
            Err(error) => panic!("{}: {error}", file.display()),
        },
        Err(_) if std::env::var("CI").as_deref() == Ok("true") => {
            panic!("{} is missing", file.display())
        }
        Err(_) => None,
    }
}

/// The project's folder.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every snippet of the README compiles, and runs where it can.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
