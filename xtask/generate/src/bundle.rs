//! The YAML of `spec/`, merged into one OpenAPI document.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::{Checked, Problem};

/// Merges `openapi.yaml`, `paths/`, `parameters/` and `schemas/`, gives every operation its group's
/// tag and the error responses, and writes down which fields are secret.
///
/// # Errors
/// Files that cannot be read, and names defined twice.
pub fn bundle(folder: &Path) -> Checked<Value> {
    let mut problems = Vec::new();
    let mut document = read(&folder.join("openapi.yaml")).map_err(|problem| vec![problem])?;
    let tags: Vec<String> = document["tags"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|tag| Some(tag["name"].as_str()?.to_owned()))
        .collect();
    let mut paths = Map::new();
    for tag in &tags {
        let file = folder.join("paths").join(file_name(tag));
        match read(&file) {
            Ok(value) => merge_paths(&mut paths, value, tag, &mut problems),
            Err(problem) => problems.push(problem),
        }
    }
    for kind in ["parameters", "schemas"] {
        let merged = merge_folder(&folder.join(kind), &mut problems);
        document["components"][kind] = Value::Object(merged);
    }
    document["paths"] = Value::Object(paths);
    if problems.is_empty() {
        Ok(document)
    } else {
        Err(problems)
    }
}

/// `SSL Certificates` is written in `certificates.yaml`: the last word of the tag.
fn file_name(tag: &str) -> String {
    format!(
        "{}.yaml",
        tag.rsplit(' ').next().unwrap_or(tag).to_lowercase()
    )
}

fn read(file: &Path) -> Result<Value, Problem> {
    let place = file.display().to_string();
    let text = fs::read_to_string(file)
        .map_err(|error| Problem::new(&place, format!("cannot be read: {error}")))?;
    let value: Value = serde_norway::from_str(&text)
        .map_err(|error| Problem::new(&place, format!("is not YAML: {error}")))?;
    if value.is_object() {
        Ok(value)
    } else {
        Err(Problem::new(&place, "must hold a map"))
    }
}

fn merge_paths(
    paths: &mut Map<String, Value>,
    value: Value,
    tag: &str,
    problems: &mut Vec<Problem>,
) {
    let Value::Object(items) = value else { return };
    for (path, item) in items {
        let Value::Object(operations) = item else {
            problems.push(Problem::new(
                pointer(&["paths", &path]),
                "a path must hold operations",
            ));
            continue;
        };
        let entry = paths.entry(path.clone()).or_insert_with(|| json!({}));
        for (method, mut operation) in operations {
            let place = pointer(&["paths", &path, &method]);
            if entry.get(&method).is_some() {
                problems.push(Problem::new(&place, "the operation is defined twice"));
            }
            if !operation.is_object() {
                problems.push(Problem::new(&place, "an operation must be a map"));
                continue;
            }
            operation["tags"] = json!([tag]);
            if let Some(responses) = operation
                .get_mut("responses")
                .and_then(Value::as_object_mut)
            {
                for range in ["4XX", "5XX"] {
                    let error = json!({ "$ref": "#/components/responses/PortalError" });
                    responses.insert(range.to_owned(), error);
                }
            }
            entry[&method] = operation;
        }
    }
}

fn merge_folder(folder: &Path, problems: &mut Vec<Problem>) -> Map<String, Value> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    files.sort();
    let mut merged = Map::new();
    for file in files {
        match read(&file) {
            Ok(Value::Object(items)) => {
                for (name, value) in items {
                    if merged.insert(name.clone(), value).is_some() {
                        let place = format!("{}#{name}", file.display());
                        problems.push(Problem::new(place, "this name is defined twice"));
                    }
                }
            }
            Ok(_) => {}
            Err(problem) => problems.push(problem),
        }
    }
    merged
}

/// A JSON pointer of these parts.
#[must_use]
pub fn pointer(parts: &[&str]) -> String {
    parts
        .iter()
        .map(|part| format!("/{}", part.replace('~', "~0").replace('/', "~1")))
        .collect()
}
