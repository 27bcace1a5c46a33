//! Every emitter over a small spec that holds one of each shape, compared with files that were read
//! by a person. `UPDATE_GOLDEN=1 cargo test -p xtask-generate` rewrites them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

fn here(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(part)
}

#[test]
fn every_emitter_writes_what_was_agreed() {
    let (output, summary) = xtask_generate::generate(&here("fixture")).unwrap();
    assert_eq!(summary, "4 operations, 11 types");
    let golden = here("golden");
    let mut differing = Vec::new();
    for (path, text) in output.files() {
        let file = golden.join(path);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, text).unwrap();
        }
        if fs::read_to_string(&file).ok().as_deref() != Some(text) {
            differing.push(path.to_owned());
        }
    }
    assert!(
        differing.is_empty(),
        "differ from tests/golden: {differing:?}"
    );
    let expected = count(&golden);
    assert_eq!(
        output.files().count(),
        expected,
        "a golden file is no longer emitted"
    );
}

fn count(folder: &Path) -> usize {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .map(|path| if path.is_dir() { count(&path) } else { 1 })
        .sum()
}

#[test]
fn two_runs_give_the_same_bytes() {
    let once = xtask_generate::generate(&here("fixture")).unwrap().0;
    let twice = xtask_generate::generate(&here("fixture")).unwrap().0;
    assert!(once.files().eq(twice.files()));
}

#[test]
fn check_sees_a_changed_a_missing_and_a_stale_file() {
    let root = std::env::temp_dir().join(format!("golden-{}", std::process::id()));
    let output = xtask_generate::generate(&here("fixture")).unwrap().0;
    output.write(&root).unwrap();
    assert!(output.check(&root).is_ok());
    fs::write(root.join("docs/api.md"), "edited by hand").unwrap();
    fs::remove_file(root.join("spec/operations.json")).unwrap();
    fs::write(root.join("crates/sdk/src/generated/old.rs"), "").unwrap();
    let problems = output.check(&root).unwrap_err();
    let places: Vec<&str> = problems
        .iter()
        .map(|problem| problem.pointer.as_str())
        .collect();
    assert_eq!(
        places,
        [
            "docs/api.md",
            "spec/operations.json",
            "crates/sdk/src/generated/old.rs"
        ]
    );
    output.write(&root).unwrap();
    assert!(output.check(&root).is_ok());
    fs::remove_dir_all(root).unwrap();
}
