//! Reboots: F1.

use viettel_idc::{Client, Error, ErrorKind, types::Vm};

use super::world::{World, machine, ok, secs};

async fn rebooted(client: &Client, every: u64) -> Result<Vm, Error> {
    let waiter = client.vms().wait("292", "1201").until_rebooted();
    waiter.every(secs(every)).await
}

/// F1, try 1: the client itself asked for it, and did something else first.
#[tokio::test]
async fn a_reboot_that_was_over_before_the_waiting_began_is_seen_at_once() {
    for pause in [3, 6, 60, 600] {
        let world = World::new(|path, now| match path.ends_with("/reboot") {
            true => ok(r#"{"status":true}"#),
            false => machine("running", Some(now.as_secs().saturating_sub(102))),
        });
        world.clock.pass(secs(100));
        world.client.vms().reboot("292", "1201").await.unwrap();
        world.clock.pass(secs(pause));
        let before = world.clock.time();
        rebooted(&world.client, 3).await.unwrap();
        assert_eq!(world.clock.time(), before, "after {pause} s");
    }
}

/// F1: a machine that was started only a minute ago is not taken for one that is back.
#[tokio::test]
async fn a_young_machine_that_has_not_gone_yet_is_waited_for() {
    let world = World::new(
        |path, now| match (path.ends_with("/reboot"), now.as_secs()) {
            (true, _) => ok(r#"{"status":true}"#),
            (_, ..70) => machine("running", Some(now.as_secs())),
            (_, ..90) => machine("rebooting", None),
            (_, now) => machine("running", Some(now - 90)),
        },
    );
    world.clock.pass(secs(60));
    world.client.vms().reboot("292", "1201").await.unwrap();
    rebooted(&world.client, 3).await.unwrap();
    assert!(world.clock.time() >= secs(90));
}

/// F1: asked for by another program, or in the portal's pages.
#[tokio::test]
async fn a_reboot_asked_for_elsewhere_counts_when_the_machine_was_started_lately() {
    let world = World::new(|_, now| machine("running", Some(now.as_secs() + 40)));
    rebooted(&world.client, 3).await.unwrap();
    assert!((20..=25).contains(&world.clock.time().as_secs()));

    let world = World::new(|_, now| machine("running", Some(now.as_secs() + 40)));
    let waiter = world.client.vms().wait("292", "1201").until_rebooted();
    waiter.deadline(secs(10)).await.unwrap();
    assert_eq!(world.clock.time(), secs(10));
}

/// F1, try 2, and its slow form: the looks are many, the time is short.
#[tokio::test]
async fn a_machine_that_is_off_for_a_while_during_its_reboot_has_not_failed() {
    for off in [2, 10, 45, 100] {
        let world = World::new(move |_, now| match now.as_secs() {
            0 => machine("running", None),
            now if now <= off => machine("stopped", None),
            _ => machine("running", None),
        });
        let waiter = world.client.vms().wait("292", "1201").until_rebooted();
        let vm = waiter.every(secs(0)).await.unwrap();
        assert_eq!(vm.status.unwrap().as_str(), "running", "off for {off} s");
    }
    let world = World::new(|_, now| match now.as_secs() {
        0 => machine("running", None),
        _ => machine("stopped", None),
    });
    let error = rebooted(&world.client, 3).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Portal);
    assert!((120..=130).contains(&world.clock.time().as_secs()));
}

/// F1, try 3.
#[tokio::test]
async fn a_machine_that_just_runs_on_ends_the_waiting_with_what_was_not_seen() {
    let world = World::new(|_, now| machine("running", Some(864_000 + now.as_secs())));
    let error = rebooted(&world.client, 3).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let text = error.to_string();
    assert!(
        text.contains("neither that it went away nor a new start was seen"),
        "{text}"
    );
    assert!((60..=65).contains(&world.clock.time().as_secs()));
}

#[tokio::test]
async fn without_an_uptime_a_machine_that_stays_up_counts_after_a_while() {
    let world = World::new(|_, _| machine("running", None));
    rebooted(&world.client, 3).await.unwrap();
    assert!((20..=25).contains(&world.clock.time().as_secs()));
}

#[tokio::test]
async fn an_uptime_that_begins_anew_is_a_reboot() {
    let world = World::new(|_, now| match now.as_secs() {
        now @ ..30 => machine("running", Some(864_000 + now)),
        now => machine("running", Some(now + 100)),
    });
    rebooted(&world.client, 3).await.unwrap();
    assert!((30..=35).contains(&world.clock.time().as_secs()));
}

#[tokio::test]
async fn a_reboot_that_was_refused_is_not_remembered() {
    let world = World::new(|path, now| match path.ends_with("/reboot") {
        true => ok(r#"{"error":["locked"]}"#),
        false => machine("running", Some(now.as_secs() + 864_000)),
    });
    world.client.vms().reboot("292", "1201").await.unwrap_err();
    let error = rebooted(&world.client, 3).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}
