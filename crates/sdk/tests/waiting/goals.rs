//! What can be waited for besides machines.

use std::time::Duration;

use viettel_idc::{Error, ErrorKind};

use super::world::{World, ok, secs};

/// A world in which a thing has the first status for a minute, then the second.
fn then(body: &'static str, first: &'static str, second: &'static str) -> World {
    World::new(move |_, now: Duration| {
        let status = if now < secs(60) { first } else { second };
        ok(body.replace("STATUS", status))
    })
}

const SERVICE: &str = r#"{"service":{"id":"301","status":"STATUS"}}"#;
const TICKET: &str = r#"{"ticket":{"ticket_number":"736633","status":"STATUS"},"replies":[]}"#;
const CERTIFICATE: &str = r#"{"service":{"id":"300","status":"Active","cert_status":"STATUS"}}"#;
const INVOICE: &str = r#"{"invoice":{"id":"308976","status":"STATUS"}}"#;

fn is_early_end(world: &World, error: &Error, status: &str) {
    assert_eq!(error.kind(), ErrorKind::Portal);
    assert!(
        error
            .to_string()
            .contains(&format!("is {status} and will not be")),
        "{error}"
    );
    assert!((60..=65).contains(&world.clock.time().as_secs()));
}

#[tokio::test]
async fn a_service_is_waited_for_until_it_is_active() {
    let world = then(SERVICE, "Pending", "Active");
    let service = world.client.services().wait("301").await.unwrap();
    assert_eq!(service.status.unwrap().as_str(), "Active");

    let world = then(SERVICE, "Pending", "Fraud");
    let error = world
        .client
        .services()
        .wait("301")
        .until_active()
        .await
        .unwrap_err();
    is_early_end(&world, &error, "Fraud");

    let world = then(SERVICE, "Active", "Terminated");
    world
        .client
        .services()
        .wait("301")
        .until_ended()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_ticket_is_waited_for_until_it_is_answered() {
    let world = then(TICKET, "Open", "Answered");
    let found = world.client.tickets().wait("736633").await.unwrap();
    assert_eq!(found.ticket.status.unwrap().as_str(), "Answered");

    let world = then(TICKET, "Client-Reply", "Closed");
    let error = world.client.tickets().wait("736633").await.unwrap_err();
    is_early_end(&world, &error, "Closed");

    let world = then(TICKET, "In-Progress", "Closed");
    world
        .client
        .tickets()
        .wait("736633")
        .until_closed()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_certificate_is_waited_for_until_it_is_issued() {
    for issued in ["active", "Issued", "Completed"] {
        let world = then(CERTIFICATE, "Awaiting Validation", issued);
        let waiter = world.client.certificates().wait("300").until_issued();
        assert_eq!(waiter.await.unwrap().cert_status.unwrap(), issued);
    }
    let world = then(CERTIFICATE, "Processing", "Rejected");
    let error = world.client.certificates().wait("300").await.unwrap_err();
    is_early_end(&world, &error, "Rejected");
}

#[tokio::test]
async fn an_invoice_is_waited_for_until_it_is_paid() {
    let world = then(INVOICE, "Unpaid", "Paid");
    let invoice = world
        .client
        .billing()
        .wait_for_invoice("308976")
        .await
        .unwrap();
    assert_eq!(invoice.status.unwrap().as_str(), "Paid");

    let world = then(INVOICE, "Unpaid", "Cancelled");
    let error = world
        .client
        .billing()
        .wait_for_invoice("308976")
        .await
        .unwrap_err();
    is_early_end(&world, &error, "Cancelled");

    let world = then(INVOICE, "Unpaid", "Unpaid");
    let waiter = world
        .client
        .billing()
        .wait_for_invoice("308976")
        .until_paid();
    let error = waiter.deadline(secs(3600)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(
        error
            .to_string()
            .contains("the invoice is Unpaid after 3600 s"),
        "{error}"
    );
}

#[tokio::test]
async fn by_name_only_what_is_known_can_be_waited_for() {
    use viettel_idc::core::Arguments;

    let world = then(INVOICE, "Unpaid", "Paid");
    let wait = |operation, until| world.client.wait(operation, Arguments::default(), until);
    let text = wait("billing_invoice", Some("gone"))
        .unwrap_err()
        .to_string();
    assert!(
        text.contains("until is one of paid, not \"gone\""),
        "{text}"
    );
    assert!(wait("billing_balance", None).is_err());
    let error = wait("billing_invoice", None).unwrap().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}
