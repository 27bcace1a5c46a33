//! Processes that live.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::child::{Running, ended_file};
use super::portal::Portal;

#[test]
fn eight_processes_on_one_file_with_an_ended_token_renew_it_once() {
    let (portal, folder) = (Portal::start(), tempfile::tempdir().unwrap());
    portal.delay.store(200, Ordering::SeqCst);
    let file = ended_file(folder.path());
    let go = folder.path().join("go");
    let settings = [("CHILD_WAITS_FOR", go.display().to_string())];
    let mut processes: Vec<Running> = (0..8)
        .map(|_| Running::start(&portal.url, &file, &settings))
        .collect();
    for process in &mut processes {
        process.says("READY:");
    }
    let start = Instant::now();
    std::fs::write(go, "").unwrap();
    for process in &mut processes {
        assert_eq!(process.outcome(), "");
    }
    assert_eq!(portal.counts(), (1, 0));
    assert_eq!(portal.balances.load(Ordering::SeqCst), 8);
    assert!(start.elapsed() < Duration::from_secs(10));
}

/// F5 try 1: a call that was given up leaves neither the lock nor a spent token behind.
#[test]
fn a_process_whose_call_ran_out_of_time_does_not_hold_up_the_next_one() {
    let (portal, folder) = (Portal::start(), tempfile::tempdir().unwrap());
    portal.delay.store(2_000, Ordering::SeqCst);
    let file = ended_file(folder.path());
    let settings = [
        ("CHILD_DEADLINE", "0.5".to_owned()),
        ("CHILD_STAYS", "yes".to_owned()),
    ];
    let mut first = Running::start(&portal.url, &file, &settings);
    assert!(first.outcome().contains("deadline"));
    let start = Instant::now();
    let mut second = Running::start(&portal.url, &file, &[]);
    assert_eq!(second.outcome(), "");
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(portal.counts(), (1, 0));
    let stored = std::fs::read_to_string(&file).unwrap();
    assert!(stored.contains("\"r1\""), "{stored}");
}
