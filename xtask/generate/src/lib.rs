//! From `spec/` to every generated file: bundle, lint, intermediate representation, emitters.
//!
//! Each step is a pure function of the one before, so that two runs give the same bytes and a
//! broken spec gives a list of [`Problem`]s rather than a panic.

pub mod bundle;
pub mod emit;
pub mod ir;
pub mod lint;
pub mod output;
pub mod rust_core;

use std::path::Path;

use output::Output;

/// Something wrong with the spec, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// JSON pointer into the bundled spec, or a file for what cannot be bundled.
    pub pointer: String,
    /// What is wrong and what to do, as a plain sentence.
    pub sentence: String,
}

impl Problem {
    /// A problem at a place.
    pub fn new(pointer: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            sentence: sentence.into(),
        }
    }
}

/// A result whose error lists everything found wrong.
pub type Checked<T> = Result<T, Vec<Problem>>;

/// Runs every step over the project at `root`; nothing is written yet.
///
/// # Errors
/// Every problem found in the spec.
pub fn generate(root: &Path) -> Checked<(Output, String)> {
    let document = bundle::bundle(&root.join("spec"))?;
    lint::lint(&document)?;
    let core = rust_core::run(&document)?;
    let api = ir::build(&document, &core)?;
    let summary = format!(
        "{} operations, {} types",
        api.operations.len(),
        api.models.len()
    );
    Ok((emit::all(&document, &api, core)?, summary))
}
