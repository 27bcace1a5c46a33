//! The simulated portal on its own: every operation answers in its shape, and time does what it should.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use serde_json::{Value, json};
use viettel_idc_core::wire::{RepairAction, conform};
use viettel_idc_core::{OPERATIONS, Operation, verdict::envelope};
use viettel_idc_sandbox::{Options, Outcome, Portal};

const NOW: Duration = Duration::from_secs(1_795_000_000);
/// `linh.tran@example.com:sandbox-password`
const BASIC: &str = "Basic bGluaC50cmFuQGV4YW1wbGUuY29tOnNhbmRib3gtcGFzc3dvcmQ=";

fn send(
    portal: &mut Portal,
    method: &str,
    path: &str,
    body: &Value,
    now: Duration,
) -> Response<Bytes> {
    let uri = format!("http://sandbox.example.com/api{path}");
    let request = Request::builder()
        .method(method)
        .uri(uri)
        .header("authorization", BASIC);
    match portal.handle(&request.body(Bytes::from(body.to_string())).unwrap(), now) {
        Outcome::Answer(answer) => answer,
        other => panic!("{other:?}"),
    }
}

fn json_of(answer: &Response<Bytes>) -> Value {
    serde_json::from_slice(answer.body()).unwrap()
}

/// A path whose arguments exist in the sandbox.
fn path(operation: &Operation) -> String {
    let vm = if operation.id == "vms_start" {
        "1202"
    } else {
        "1201"
    };
    let argument = |part: &str| {
        match (operation.resource, part) {
            ("vms", "{id}") => "292",
            (_, "{vmid}") => vm,
            ("billing", "{id}" | "{invoice_id}") => "308976",
            (_, "{number}") => "736633",
            (_, "{product_id}") => "333",
            (_, "{cid}") => "12",
            _ => "301",
        }
        .to_owned()
    };
    let part = |part: &str| {
        if part.starts_with('{') {
            argument(part)
        } else {
            part.to_owned()
        }
    };
    operation
        .path
        .split('/')
        .map(part)
        .collect::<Vec<_>>()
        .join("/")
}

fn body(operation: &Operation, portal: &mut Portal) -> Value {
    let item = json!({ "type": "product", "product_id": "333", "domain": "shop.example.com" });
    let login = json!({ "username": "linh.tran@example.com", "password": "sandbox-password" });
    match operation.id {
        "auth_login" => login,
        "auth_refresh_token" | "auth_revoke_token" => {
            let pair = json_of(&send(portal, "POST", "/login", &login, NOW));
            json!({ "refresh_token": pair["refresh"] })
        }
        "orders_create" => json!({ "pay_method": "10", "domain": "shop.example.com" }),
        "orders_create_many" | "orders_quote" => json!({ "pay_method": "10", "items": [item] }),
        "tickets_create" => json!({ "dept_id": "1", "subject": "Backup", "body": "When?" }),
        "tickets_reply" => json!({ "body": "Thank you." }),
        _ => json!({}),
    }
}

#[test]
fn all_149_operations_answer_in_the_shape_of_the_description() {
    assert_eq!(OPERATIONS.len(), 149);
    for operation in OPERATIONS {
        let mut portal = Portal::new(Options::default());
        let body = body(operation, &mut portal);
        let answer = send(&mut portal, operation.method, &path(operation), &body, NOW);
        assert_eq!(answer.status(), 200, "{}", operation.id);
        let Some(shape) = operation.response else {
            assert_eq!(
                answer.headers()["content-type"],
                operation.media_type,
                "{}",
                operation.id
            );
            assert!(!answer.body().is_empty(), "{}", operation.id);
            continue;
        };
        let value = json_of(&answer);
        assert_eq!(
            envelope::refusal(operation, &value),
            None,
            "{}: {value}",
            operation.id
        );
        let conformed =
            conform(value, shape).unwrap_or_else(|error| panic!("{}: {error}", operation.id));
        let lost: Vec<_> = conformed
            .repairs
            .iter()
            .filter(|repair| matches!(repair.action, RepairAction::LeftOut))
            .collect();
        assert!(lost.is_empty(), "{}: {lost:?}", operation.id);
    }
}

#[test]
fn the_wire_form_is_php() {
    let mut portal = Portal::new(Options::default());
    let vms = json_of(&send(
        &mut portal,
        "GET",
        "/service/292/vms",
        &json!({}),
        NOW,
    ));
    assert_eq!(
        (&vms["vms"]["1201"]["memory"], &vms["vms"]["1201"]["power"]),
        (&json!("4096"), &json!("1"))
    );
    let none = json_of(&send(
        &mut portal,
        "GET",
        "/service/301/vms",
        &json!({}),
        NOW,
    ));
    assert_eq!(none, json!({ "vms": [] }));
    let reply = json_of(&send(
        &mut portal,
        "POST",
        "/tickets/736633",
        &json!({ "body": "Hello" }),
        NOW,
    ));
    assert_eq!(reply, json!({ "info": ["reply_added"] }));
    let unknown = send(&mut portal, "GET", "/no/such/route", &json!({}), NOW);
    assert_eq!(
        (unknown.status().as_u16(), json_of(&unknown)),
        (404, json!({ "error": ["invalid method"] }))
    );
}

#[test]
fn a_service_is_pending_first_and_a_machine_takes_its_time() {
    let mut portal = Portal::new(Options::default());
    let order = body(Operation::find("orders_create").unwrap(), &mut portal);
    let made = json_of(&send(&mut portal, "POST", "/order/333", &order, NOW));
    let path = format!("/service/{}", made["items"][0]["id"].as_str().unwrap());
    let status = |portal: &mut Portal, later: u64| {
        json_of(&send(
            portal,
            "GET",
            &path,
            &json!({}),
            NOW + Duration::from_secs(later),
        ))["service"]["status"]
            .clone()
    };
    assert_eq!(status(&mut portal, 0), "Pending");
    assert_eq!(status(&mut portal, 1), "Active");
    assert_eq!(portal.orders()[0].total.to_string(), "53166");

    send(
        &mut portal,
        "POST",
        "/service/292/vms/1201/reboot",
        &json!({}),
        NOW,
    );
    let busy = json_of(&send(
        &mut portal,
        "POST",
        "/service/292/vms/1201/reboot",
        &json!({}),
        NOW,
    ));
    assert_eq!(busy, json!({ "error": ["vm_not_running"] }));
    let seen: Vec<Value> = (0..4)
        .map(|later| {
            let now = NOW + Duration::from_secs(later);
            json_of(&send(
                &mut portal,
                "GET",
                "/service/292/vms/1201",
                &json!({}),
                now,
            ))["vm"]["status"]
                .clone()
        })
        .collect();
    assert_eq!(seen, ["rebooting", "starting", "running", "running"]);
}

#[test]
fn bodies_may_be_forms_and_paths_may_end_with_a_slash() {
    let mut portal = Portal::new(Options::default());
    let request = Request::post("http://sandbox.example.com/api/login/")
        .body(Bytes::from(
            "username=linh.tran%40example.com&password=sandbox-password",
        ))
        .unwrap();
    let Outcome::Answer(answer) = portal.handle(&request, NOW) else {
        panic!("no answer")
    };
    assert!(json_of(&answer)["token"].is_string());
}
