//! The operation table covers the portal's document, exactly.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};

use viettel_idc::core::{Auth, OPERATIONS, Safety};
use viettel_idc_tests::portal_document;

fn braces(path: &str) -> String {
    let segment = |part: &str| match part.strip_prefix('@') {
        Some(name) => format!("{{{name}}}"),
        None => part.to_owned(),
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

#[test]
fn the_table_is_the_document() {
    let Some(document) = portal_document("endpoints.json") else {
        return;
    };
    let documented: BTreeMap<(String, String), bool> = document["endpoints"]
        .as_array()
        .unwrap()
        .iter()
        .map(|endpoint| {
            let text = |key: &str| endpoint[key].as_str().unwrap().to_owned();
            let needs_login = endpoint["authorization_header_shown"].as_bool().unwrap();
            ((text("method"), braces(&text("path"))), needs_login)
        })
        .collect();
    let ours: BTreeSet<(String, String)> = OPERATIONS
        .iter()
        .map(|o| (o.method.to_owned(), o.path.to_owned()))
        .collect();
    assert_eq!(ours.len(), 149);
    assert_eq!(ours, documented.keys().cloned().collect());
    for operation in OPERATIONS {
        let needs_login = documented[&(operation.method.to_owned(), operation.path.to_owned())];
        assert_eq!(
            operation.auth == Auth::Required,
            needs_login,
            "{}",
            operation.id
        );
    }
}

#[test]
fn what_can_spend_is_marked_as_money() {
    let money: BTreeSet<&str> = OPERATIONS
        .iter()
        .filter(|o| o.safety == Safety::Money)
        .map(|o| o.id)
        .collect();
    let expected = [
        "billing_add_funds",
        "billing_apply_credit",
        "billing_pay_invoices",
        "billing_redeem_voucher",
        "certificates_order",
        "orders_create",
        "orders_create_many",
        "services_renew",
        "services_upgrade",
    ];
    assert_eq!(money, BTreeSet::from(expected));
}

#[test]
fn nothing_but_reads_uses_get_except_the_one_that_acts() {
    let acting: Vec<&str> = OPERATIONS
        .iter()
        .filter(|o| o.method == "GET" && o.safety != Safety::Read)
        .map(|o| o.id)
        .collect();
    assert_eq!(acting, ["services_change_owner"]);
}

#[test]
fn the_table_is_sorted_and_finds_every_operation() {
    for operation in OPERATIONS {
        let found = viettel_idc::core::Operation::find(operation.id).unwrap();
        assert_eq!(found.path, operation.path);
    }
    assert!(viettel_idc::core::Operation::find("nothing").is_none());
}
