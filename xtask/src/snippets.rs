//! Snippets of documents as programs, for languages that compile.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::project::root;

/// One suspending function a document, with its snippets one after the other.
pub(crate) fn kotlin(documents: &[&str], to: &Path) -> Result<(), String> {
    let mut imports = BTreeSet::new();
    let mut functions = String::new();
    for document in documents {
        let text = fs::read_to_string(root().join(document))
            .map_err(|error| format!("{document}: {error}"))?;
        let snippets = fenced(&text, "kotlin");
        if snippets.is_empty() {
            return Err(format!("{document} has no snippet"));
        }
        let name: String = document
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        functions.push_str(&format!("\nsuspend fun {name}(sandboxUrl: String) {{\n"));
        for line in snippets.iter().flat_map(|snippet| snippet.lines()) {
            if line.starts_with("import ") {
                imports.insert(line.to_owned());
            } else {
                // A snippet names the production portal by naming none.
                let line = line.replace(
                    "password = \"sandbox-password\"",
                    "password = \"sandbox-password\", baseUrl = sandboxUrl",
                );
                functions.push_str(&format!("    {line}\n"));
            }
        }
        functions.push_str("}\n");
    }
    let imports: String = imports.iter().map(|line| format!("{line}\n")).collect();
    let text = format!("package vn.viettelidc.documents\n\n{imports}{functions}");
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(to, text))
        .map_err(|error| format!("{}: {error}", to.display()))
}

/// The fenced blocks of a language.
fn fenced(text: &str, language: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        match &mut open {
            Some(snippet) if line == "```" => {
                found.push(std::mem::take(snippet));
                open = None;
            }
            Some(snippet) => snippet.push_str(&format!("{line}\n")),
            None if line.strip_prefix("```") == Some(language) => open = Some(String::new()),
            None => {}
        }
    }
    found
}
