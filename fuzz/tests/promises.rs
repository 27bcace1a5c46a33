//! Any answer at all, through the shape of every operation: no panic, one canonical form, and what
//! conforms decodes into the generated type.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::Command;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use viettel_idc::core::OPERATIONS;
use viettel_idc_fuzz::{Changes, Source, TARGETS, answer, check, corpus};

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_portal_answers_to_whatever_operation_keeps_the_promises(
        bytes in proptest::collection::vec(any::<u8>(), 0..3000),
    ) {
        for operation in OPERATIONS {
            let Some(shape) = operation.response else { continue };
            let mut source = Source::new(&bytes);
            check(operation, &answer(&mut source, shape));
            check(operation, &any_json(&mut source));
        }
    }

    #[test]
    fn reading_takes_time_in_proportion_to_size(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let started = Instant::now();
        let text = bytes.repeat(5000);
        drop(viettel_idc::core::wire::read(&text));
        prop_assert!(started.elapsed() < Duration::from_secs(10));
    }
}

fn any_json(source: &mut Source<'_>) -> serde_json::Value {
    viettel_idc_fuzz::any(source)
}

#[test]
fn every_target_holds_on_the_inputs_that_are_kept_and_on_changes_to_them() {
    for (name, run) in TARGETS.iter().filter(|(name, _)| *name != "profile") {
        let kept = corpus(name);
        assert!(!kept.is_empty(), "{name} has no corpus");
        kept.iter().for_each(|input| run(input));
        let mut changes = Changes::new(kept, 13);
        let end = Instant::now() + Duration::from_millis(400);
        while Instant::now() < end {
            let input = changes.input().to_vec();
            let outcome = std::panic::catch_unwind(|| run(&input));
            assert!(
                outcome.is_ok(),
                "{name} fails on b\"{}\"",
                input.escape_ascii()
            );
        }
    }
}

/// The place of the file is a variable of the process.
#[test]
fn no_file_of_profiles_is_more_than_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_fuzz"))
        .args(["profile", "0.4"])
        .env("VIETTEL_IDC_CONFIG", folder.path().join("profiles.toml"))
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
}
