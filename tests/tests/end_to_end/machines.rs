//! Waiting for virtual machines.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use viettel_idc::ErrorKind;
use viettel_idc_sandbox::{Fault, Options};

use super::scene::{scene, with};

const QUICK: Duration = Duration::from_millis(60);

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
        .after_reboot()
        .every(QUICK)
        .on_progress(move |progress| {
            log.lock()
                .unwrap()
                .push(progress.status.unwrap().to_string())
        })
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
    assert_eq!(
        vms.wait("292", "9").every(QUICK).await.unwrap_err().kind(),
        ErrorKind::NotFound
    );

    let scene = with(quick(), |builder| builder).await;
    let vms = scene.client.vms();
    let waiter = vms.wait("292", "1201").until_stopped().every(QUICK);
    vms.reboot("292", "1201").await.unwrap();
    let error = waiter.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Portal);
    assert!(error.to_string().contains("will not be"), "{error}");
}
