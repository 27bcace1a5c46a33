//! Every form of the portal's error envelope, for every operation.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use http::StatusCode;
use serde_json::{Value, json};
use viettel_idc_core::verdict::envelope::refusal;
use viettel_idc_core::{Error, ErrorKind, OPERATIONS, Operation};

fn balance() -> &'static Operation {
    Operation::find("billing_balance").unwrap()
}

fn refused(body: &Value) -> Error {
    let problems = refusal(balance(), body).expect("taken for a success");
    Error::portal(problems).with_status(StatusCode::OK)
}

#[test]
fn every_operation_refuses_an_error_with_status_200() {
    for operation in OPERATIONS {
        let body = json!({ "error": ["unauthorized"] });
        let problems = refusal(operation, &body).expect(operation.id);
        assert_eq!(
            Error::portal(problems).kind(),
            ErrorKind::Authentication,
            "{}",
            operation.id
        );
    }
}

#[test]
fn the_forms_of_error() {
    // body, kind, codes, fields, text
    let cases = [
        (
            json!({ "error": ["token_expired"] }),
            ErrorKind::Authentication,
            "token_expired",
            "",
            "token_expired",
        ),
        (
            json!({ "error": "insufficient_credit" }),
            ErrorKind::Portal,
            "insufficient_credit",
            "",
            "insufficient_credit",
        ),
        (
            json!({ "error": ["Invoice is gone"] }),
            ErrorKind::Portal,
            "",
            "",
            "Invoice is gone",
        ),
        (
            json!({ "error": ["invalid method"] }),
            ErrorKind::Portal,
            "invalid method",
            "",
            "invalid method",
        ),
        (
            json!({ "error": [["Required", "", "subject"]] }),
            ErrorKind::Validation,
            "",
            "subject",
            "subject: Required",
        ),
        (
            json!({ "error": [["0", { "code": "out_of_stock", "message": "Sold out" }]] }),
            ErrorKind::Validation,
            "out_of_stock",
            "0",
            "0: Sold out [out_of_stock]",
        ),
        (
            json!({ "error": [{ "code": "csr_invalid", "message": "Bad CSR" }] }),
            ErrorKind::Portal,
            "csr_invalid",
            "",
            "Bad CSR [csr_invalid]",
        ),
        (
            json!({ "error": { "email": "Not an address" } }),
            ErrorKind::Validation,
            "",
            "email",
            "email: Not an address",
        ),
        (
            json!({ "error": { "1": "wronglogin" } }),
            ErrorKind::Authentication,
            "wronglogin",
            "",
            "wronglogin",
        ),
        (json!({ "error": [17] }), ErrorKind::Portal, "", "", "17"),
    ];
    for (body, kind, codes, fields, text) in cases {
        let error = refused(&body);
        assert_eq!(error.kind(), kind, "{body}");
        assert_eq!(error.codes().collect::<Vec<_>>().join(","), codes, "{body}");
        assert_eq!(
            error.fields().collect::<Vec<_>>().join(","),
            fields,
            "{body}"
        );
        assert!(error.to_string().contains(text), "{body}: {error}");
    }
}

#[test]
fn success_is_recognised() {
    let ok = [
        json!({ "success": true, "details": {} }),
        json!({ "error": [] }),
        json!({ "error": "" }),
        json!({ "error": null }),
        json!({ "status": 1 }),
        json!([]),
    ];
    for body in ok {
        assert!(refusal(balance(), &body).is_none(), "{body}");
    }
}

/// F18: refusals in other words.
#[test]
fn a_false_marker_is_a_refusal_in_every_spelling() {
    for key in ["success", "status"] {
        for value in [
            json!(false),
            json!(0),
            json!(0.0),
            json!("0"),
            json!("false"),
            json!("False"),
            json!("no"),
            json!("error"),
        ] {
            let body = json!({ key: value });
            assert!(refusal(balance(), &body).is_some(), "{body}");
        }
    }
    for (body, text) in [
        (json!({ "result": "error", "message": "locked" }), "locked"),
        (json!({ "errors": ["x is missing"] }), "x is missing"),
        (
            json!({ "success": false, "info": ["try later"] }),
            "try later",
        ),
        (json!({ "status": 0 }), "gives no reason (status: 0)"),
    ] {
        let error = refused(&body);
        assert!(error.to_string().contains(text), "{body}: {error}");
    }
}

/// A key that the answer's shape declares as data says nothing about the call.
#[test]
fn data_is_no_marker() {
    let statuses = Operation::find("tickets_get").unwrap();
    assert!(refusal(statuses, &json!({ "ticket": { "status": "0" } })).is_none());
}

#[test]
fn a_rebuild_may_succeed_with_errors_beside_it() {
    let rebuild = Operation::find("vms_rebuild").unwrap();
    let both = json!({ "status": true, "error": ["template is old"] });
    assert!(refusal(rebuild, &both).is_none());
    assert!(refusal(rebuild, &json!({ "error": ["no such template"] })).is_some());
    assert!(
        refusal(balance(), &both).is_some(),
        "only where the shape has an error"
    );
}

#[test]
fn the_status_settles_what_codes_do_not() {
    for (status, kind) in [
        (401, ErrorKind::Authentication),
        (403, ErrorKind::Permission),
        (404, ErrorKind::NotFound),
        (422, ErrorKind::Validation),
        (429, ErrorKind::RateLimit),
        (500, ErrorKind::Portal),
    ] {
        let error = Error::portal(Vec::new()).with_status(StatusCode::from_u16(status).unwrap());
        assert_eq!(error.kind(), kind, "{status}");
    }
    let wrong = refused(&json!({ "error": ["wronglogin"] })).with_status(StatusCode::NOT_FOUND);
    assert_eq!(
        wrong.kind(),
        ErrorKind::Authentication,
        "a code is surer than a status"
    );
}
