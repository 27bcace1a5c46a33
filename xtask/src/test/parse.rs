//! Sources of a language that is not compiled here, or not all of it, by another's grammar.

use std::process::Command;

use super::outcome::Tally;
use crate::project::root;
use crate::tools;

/// Parses files, folders, and the snippets of documents.
pub(super) fn parse(tally: &mut Tally, language: &str, grammar: &str, places: &[&str]) {
    let bin = match tools::python(&["tree-sitter==0.25.2", grammar]) {
        Ok(bin) => bin,
        Err(reason) => return tally.skip(&format!("the grammar of {language}"), &reason),
    };
    let mut python = Command::new(bin.join("python"));
    python.current_dir(root()).arg("xtask/src/test/parse.py");
    python.arg(language).args(places);
    tally.check(&format!("it parses as {language}"), &mut python);
}
