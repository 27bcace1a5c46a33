//! Waiting, for virtual machines and for other things.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use viettel_idc::ErrorKind;
use viettel_idc_sandbox::{Fault, Options};

use super::scene::{scene, with};

const QUICK: Duration = Duration::from_millis(60);
const SOON: Duration = Duration::from_secs(5);

fn quick() -> Options {
    let mut options = Options::default();
    options.vm_step = Duration::from_millis(200);
    options
}

#[tokio::test]
async fn a_reboot_is_over_when_the_machine_has_been_away_and_is_back() {
    let scene = with(quick(), |builder| builder).await;
    let vms = scene.client.vms();
    vms.reboot("292", "1201").await.unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let vm = vms
        .wait("292", "1201")
        .until_rebooted()
        .every(QUICK)
        .on_progress(move |progress| log.lock().unwrap().push(progress.status.unwrap()))
        .await
        .unwrap();
    assert!(vm.uptime.unwrap() < 5);
    let mut seen = seen.lock().unwrap().clone();
    seen.dedup();
    assert_eq!(seen, ["rebooting", "starting", "running"]);
}

#[tokio::test]
async fn stopping_and_starting_are_waited_for_through_broken_connections() {
    let scene = with(quick(), |builder| builder).await;
    let vms = scene.client.vms();
    vms.shutdown("292", "1201").await.unwrap();
    scene.once(Fault::ResetAfter);
    let vm = vms
        .wait("292", "1201")
        .until_stopped()
        .every(QUICK)
        .await
        .unwrap();
    assert_eq!(vm.status.unwrap().as_str(), "stopped");
    vms.start("292", "1201").await.unwrap();
    let vm = vms.wait("292", "1201").every(QUICK).await.unwrap();
    assert_eq!(vm.status.unwrap().as_str(), "running");
}

#[tokio::test]
async fn waiting_ends_at_the_deadline_at_a_failure_and_for_what_is_not_there() {
    let scene = scene().await;
    let vms = scene.client.vms();
    let error = vms
        .wait("292", "1202")
        .every(QUICK)
        .deadline(Duration::from_millis(400))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(
        error.to_string().contains("the machine is stopped"),
        "{error}"
    );
    let missing = vms.wait("292", "9").every(QUICK);
    let error = missing.deadline(Duration::from_millis(400)).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::NotFound);
}

/// F1.
#[tokio::test]
async fn a_reboot_that_was_over_before_the_waiting_began_is_seen_at_once() {
    let scene = with(quick(), |builder| builder).await;
    let vms = scene.client.vms();
    vms.reboot("292", "1201").await.unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let before = scene.calls();
    let waiter = vms.wait("292", "1201").until_rebooted();
    waiter.deadline(Duration::from_secs(10)).await.unwrap();
    assert_eq!(scene.calls(), before + 1, "one look is enough");
}

#[tokio::test]
async fn services_tickets_certificates_and_invoices_are_waited_for() {
    let scene = scene().await;
    let client = &scene.client;
    let service = client
        .services()
        .wait("301")
        .until_active()
        .deadline(SOON)
        .await
        .unwrap();
    assert_eq!(service.status.unwrap().as_str(), "Active");
    let found = client
        .tickets()
        .wait("736633")
        .until_answered()
        .deadline(SOON)
        .await;
    assert_eq!(found.unwrap().ticket.status.unwrap().as_str(), "Answered");
    let certificate = client
        .certificates()
        .wait("300")
        .until_issued()
        .deadline(SOON)
        .await;
    assert_eq!(certificate.unwrap().cert_status.unwrap(), "active");
    let paid = client
        .billing()
        .wait_for_invoice("308976")
        .until_paid()
        .deadline(SOON);
    assert_eq!(paid.await.unwrap().status.unwrap().as_str(), "Paid");

    client.tickets().close("736633").await.unwrap();
    let error = client
        .tickets()
        .wait("736633")
        .deadline(SOON)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Portal);
    assert!(
        error.to_string().contains("will not be answered"),
        "{error}"
    );
}
