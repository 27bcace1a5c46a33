//! Machines: words, time and troubles on the way.

use std::sync::{Arc, Mutex};

use viettel_idc::ErrorKind;

use super::world::{World, machine, secs};

#[tokio::test]
async fn states_are_known_in_every_spelling() {
    for word in [
        "running",
        "Running",
        "ONLINE",
        "on",
        "Active",
        "Powered On",
        "powered_on",
    ] {
        let world = World::new(move |_, _| machine(word, None));
        let waiter = world.client.vms().wait("292", "1201").until_running();
        waiter.await.unwrap();
    }
    for word in [
        "stopped",
        "Stopped",
        "offline",
        "OFF",
        "shutoff",
        "SHUT_OFF",
        "Halted",
        "Powered Off",
    ] {
        let world = World::new(move |_, _| machine(word, None));
        let waiter = world.client.vms().wait("292", "1201").until_stopped();
        waiter.await.unwrap();
    }
}

#[tokio::test]
async fn an_unknown_word_is_neither_success_nor_failure_and_is_shown() {
    let world = World::new(|_, _| machine("Migrating", None));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let error = world
        .client
        .vms()
        .wait("292", "1201")
        .deadline(secs(300))
        .on_progress(move |look| log.lock().unwrap().push(look.status))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let text = error.to_string();
    assert!(
        text.contains("the machine is Migrating after 300 s"),
        "{text}"
    );
    assert!(text.contains("until running"), "{text}");
    assert_eq!(seen.lock().unwrap()[0].as_deref(), Some("Migrating"));
}

#[tokio::test]
async fn a_wrong_rest_ends_the_waiting_by_time_and_not_by_looks() {
    for every in [1, 5, 10] {
        let world = World::new(|_, now| match now.as_secs() {
            ..4 => machine("starting", None),
            4..30 => machine("stopped", None),
            _ => machine("running", None),
        });
        let waiter = world.client.vms().wait("292", "1201").every(secs(every));
        waiter.await.unwrap();

        let world = World::new(|_, now| match now.as_secs() {
            ..4 => machine("starting", None),
            _ => machine("stopped", None),
        });
        let waiter = world.client.vms().wait("292", "1201").every(secs(every));
        let error = waiter.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Portal);
        assert!(error.to_string().contains("will not be running"), "{error}");
        assert!((34..=64).contains(&world.clock.time().as_secs()));
    }
}

#[tokio::test]
async fn the_state_before_the_action_is_no_failure() {
    let world = World::new(|_, now| match now.as_secs() {
        ..120 => machine("stopped", None),
        _ => machine("running", None),
    });
    world.client.vms().wait("292", "1201").await.unwrap();

    let world = World::new(|_, _| machine("error", None));
    let error = world.client.vms().wait("292", "1201").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Portal);
    assert!((30..=34).contains(&world.clock.time().as_secs()));
}

#[tokio::test]
async fn what_was_just_made_may_be_missing_at_first() {
    let missing = || (404, None, r#"{"error":["not_found"]}"#.to_owned());
    let world = World::new(move |_, now| match now.as_secs() {
        ..20 => missing(),
        _ => machine("running", None),
    });
    world.client.vms().wait("292", "1201").await.unwrap();

    let world = World::new(move |_, _| missing());
    let error = world.client.vms().wait("292", "9").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!((30..=34).contains(&world.clock.time().as_secs()));

    let world = World::new(move |_, _| missing());
    let waiter = world.client.vms().wait("292", "9").deadline(secs(5));
    assert_eq!(waiter.await.unwrap_err().kind(), ErrorKind::NotFound);
}

/// Core-review, "What Rust users miss" 10.
#[tokio::test]
async fn the_portal_is_not_asked_again_before_it_wants_to_be() {
    let world = World::new(|_, now| match now.as_secs() {
        ..45 => (
            429,
            Some(45),
            r#"{"error":["too many requests"]}"#.to_owned(),
        ),
        _ => machine("running", None),
    });
    world.client.vms().wait("292", "1201").await.unwrap();
    assert_eq!(world.calls().len(), 2);
    assert!(world.calls()[1] >= secs(45));

    let world = World::new(|_, _| {
        (
            429,
            Some(900),
            r#"{"error":["too many requests"]}"#.to_owned(),
        )
    });
    let error = world.client.vms().wait("292", "1201").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.retry_after(), Some(secs(900)));
    assert_eq!(world.calls().len(), 1);
}

/// Core-review, "What Rust users miss" 10.
#[tokio::test]
async fn an_interval_of_zero_does_not_spin() {
    let world = World::new(|_, _| machine("starting", None));
    let waiter = world.client.vms().wait("292", "1201").every(secs(0));
    waiter.deadline(secs(60)).await.unwrap_err();
    assert!(world.calls().len() <= 760, "{} calls", world.calls().len());
}

#[tokio::test]
async fn passing_troubles_are_waited_through_and_lasting_ones_are_told() {
    let world = World::new(|_, now| match now.as_secs() {
        10..100 => (503, None, r#"{"error":["down"]}"#.to_owned()),
        ..10 => machine("starting", None),
        _ => machine("running", None),
    });
    world.client.vms().wait("292", "1201").await.unwrap();

    let world = World::new(|_, _| (503, None, r#"{"error":["down"]}"#.to_owned()));
    let waiter = world.client.vms().wait("292", "1201").deadline(secs(60));
    let text = waiter.await.unwrap_err().to_string();
    assert!(text.contains("the last look failed"), "{text}");
    assert!(text.contains("in no state that was seen"), "{text}");
}

#[tokio::test]
async fn a_call_that_is_refused_ends_the_waiting() {
    let world = World::new(|_, _| (200, None, r#"{"error":["no_permission"]}"#.to_owned()));
    world.client.vms().wait("292", "1201").await.unwrap_err();
    assert_eq!(world.calls().len(), 1);
}
