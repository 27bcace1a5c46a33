//! Processes that are killed: the next one recovers, or says what to do.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::child::{Running, Step, ended_file};
use super::portal::Portal;

const PASSWORD: (&str, &str) = ("CHILD_PASSWORD", "yes");
/// Longer than the wait for a lock that nobody holds may take.
const SOON: Duration = Duration::from_secs(6);

fn next(portal: &Portal, file: &Path, has_password: bool) -> String {
    let settings: Vec<_> = has_password
        .then(|| (PASSWORD.0, PASSWORD.1.to_owned()))
        .into_iter()
        .collect();
    let start = Instant::now();
    let outcome = Running::start(&portal.url, file, &settings).outcome();
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    outcome
}

/// Kills a process at `step` and lets another one call.
fn killed_at(step: Step, has_password: bool) -> (String, (usize, usize)) {
    let (portal, folder) = (Portal::start(), tempfile::tempdir().unwrap());
    let file = ended_file(folder.path());
    portal.holds.store(step == Step::Sent, Ordering::SeqCst);
    let password = (PASSWORD.0, PASSWORD.1.to_owned());
    let settings = [("CHILD_STOPS", format!("{step:?}")), password];
    let mut process = Running::start(&portal.url, &file, &settings);
    if step == Step::Sent {
        while portal.counts().0 == 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
    } else {
        process.says("STOPPED:");
    }
    process.kill();
    portal.holds.store(false, Ordering::SeqCst);
    let outcome = next(&portal, &file, has_password);
    if !outcome.is_empty() {
        // The one after it fares no worse, and what was refused is not kept.
        assert_eq!(next(&portal, &file, true), "");
        assert_eq!(next(&portal, &file, false), "");
    }
    (outcome, portal.counts())
}

#[test]
fn killed_before_the_refresh_token_is_spent_the_next_process_renews() {
    for step in [Step::BeforeLock, Step::Locked] {
        for has_password in [false, true] {
            assert_eq!(
                killed_at(step, has_password),
                (String::new(), (1, 0)),
                "{step:?}"
            );
        }
    }
}

#[test]
fn killed_with_a_spent_refresh_token_the_next_process_logs_in_or_says_so() {
    for step in [Step::Sent, Step::Answered, Step::Written] {
        let (outcome, counts) = killed_at(step, true);
        assert_eq!((outcome.as_str(), counts), ("", (2, 1)), "{step:?}");
        let (outcome, _) = killed_at(step, false);
        assert!(outcome.contains("log in again"), "{step:?}: {outcome}");
    }
}

#[test]
fn killed_after_storing_the_next_process_goes_on_with_the_new_pair() {
    for has_password in [false, true] {
        let (outcome, counts) = killed_at(Step::Saved, has_password);
        assert_eq!((outcome.as_str(), counts), ("", (1, 0)));
    }
}

/// At moments nobody chose.
#[test]
fn killed_at_any_moment_the_next_process_recovers() {
    for moment in 0..40 {
        let (portal, folder) = (Portal::start(), tempfile::tempdir().unwrap());
        portal.delay.store(5, Ordering::SeqCst);
        let file = ended_file(folder.path());
        let password = (PASSWORD.0, PASSWORD.1.to_owned());
        let mut process = Running::start(&portal.url, &file, &[password]);
        process.says("READY:");
        std::thread::sleep(Duration::from_micros(500 * moment));
        process.kill();
        assert_eq!(next(&portal, &file, true), "", "at {moment}");
        // Renewed, or logged in because the killed process had spent the refresh token.
        let counts = portal.counts();
        assert!(matches!(counts, (1, 0) | (2, 1)), "{counts:?} at {moment}");
        assert_eq!(next(&portal, &file, false), "", "at {moment}");
    }
}
