//! The verdict on an answer, by who answered and by what proves success.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use viettel_idc_core::verdict::{Asked, Failure, judge};
use viettel_idc_core::{Body, Error, ErrorKind, Operation, Payload, Safety, Secrets};

type Judged = Result<(StatusCode, HeaderMap, Payload), Failure>;

/// Judges one answer to `operation`.
async fn answer(id: &str, status: u16, headers: &[(&'static str, &str)], body: &[u8]) -> Judged {
    let operation = Operation::find(id).unwrap();
    let nothing = Bytes::new();
    let asked = Asked {
        operation,
        safety: operation.safety,
        strict: false,
        secrets: &Secrets::of(operation, &nothing, None),
    };
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    let body = Body::Full(Bytes::copy_from_slice(body));
    judge(&asked, response.body(body).unwrap()).await
}

async fn json_answer(id: &str, status: u16, body: &Value) -> Judged {
    answer(id, status, &[], body.to_string().as_bytes()).await
}

/// What the caller gets when the call is not made again.
fn error(judged: Judged, safety: Safety) -> Error {
    judged.expect_err("taken for a success").into_error(safety)
}

/// core-review 1: a page, a redirect or an empty body says nothing about what ran.
#[tokio::test]
async fn only_the_portal_itself_refuses_an_order() {
    for (status, body) in [
        (302, ""),
        (200, "<html><body>Welcome</body></html>"),
        (403, "<html>checking your browser</html>"),
        (404, "<html>Not Found</html>"),
        (408, "<html>Request Timeout</html>"),
        (413, "<html>Too large</html>"),
        (429, "<html>Slow down</html>"),
        (502, "<html>Bad gateway</html>"),
        (200, ""),
        (204, ""),
        (200, "{\"order_num\": 1"),
        (404, "{\"message\": \"no Route matched\"}"),
        (500, "{\"error\": [\"internal_error_0\"]}"),
        (408, "{\"error\": [\"timeout\"]}"),
    ] {
        let judged = answer("orders_create", status, &[], body.as_bytes()).await;
        let failure = judged.expect_err(body);
        assert!(!failure.may_repeat(Safety::Money), "{status} {body}");
        let error = failure.into_error(Safety::Money);
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{status} {body}");
        assert!(!error.is_safe_to_repeat(), "{status} {body}");
        assert_eq!(error.status().unwrap().as_u16(), status);
    }
}

#[tokio::test]
async fn a_read_is_made_again_after_a_strangers_answer() {
    for status in [200, 302, 403, 404, 500, 503] {
        let failure = answer("billing_balance", status, &[], b"<html>busy</html>").await;
        let failure = failure.unwrap_err();
        assert!(failure.may_repeat(Safety::Read), "{status}");
        let error = failure.into_error(Safety::Read);
        assert_eq!(error.kind(), ErrorKind::Transport, "{status}");
        assert!(error.is_safe_to_repeat());
    }
}

/// core-review 17.
#[tokio::test]
async fn an_order_without_its_proof_is_not_a_success() {
    for body in [
        json!({}),
        json!([]),
        json!(null),
        json!("ok"),
        json!({ "order_num": 0 }),
        json!({ "order_num": "0", "invoice_id": "0" }),
        json!({ "items": [{ "id": "301" }] }),
        json!({ "status": true }),
    ] {
        let error = error(
            json_answer("orders_create", 200, &body).await,
            Safety::Money,
        );
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{body}");
    }
    let free = json!({ "order_num": 873_340_995, "invoice_id": "0", "total": 0 });
    assert!(json_answer("orders_create", 200, &free).await.is_ok());
}

#[tokio::test]
async fn a_refusal_beside_a_proof_is_unclear_only_for_calls_that_act() {
    let both = json!({ "error": ["out of stock"], "invoice_id": "308977" });
    let error_of = error(
        json_answer("orders_create", 200, &both).await,
        Safety::Money,
    );
    assert_eq!(error_of.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(error_of.problems()[0].message, "out of stock");
    let plain = json!({ "error": ["out of stock"] });
    let error_of = error(
        json_answer("orders_create", 200, &plain).await,
        Safety::Money,
    );
    assert_eq!(error_of.kind(), ErrorKind::Portal);
    let told = json!({ "success": false, "info": ["nothing to renew"] });
    let error_of = error(
        json_answer("services_renew", 200, &told).await,
        Safety::Money,
    );
    assert_eq!(
        error_of.kind(),
        ErrorKind::Portal,
        "info also explains refusals"
    );
    let coded = json!({ "error": ["x"], "info": [["reply_added"]] });
    let error_of = error(
        json_answer("tickets_reply", 200, &coded).await,
        Safety::Action,
    );
    assert_eq!(error_of.kind(), ErrorKind::OutcomeUnknown);
}

/// core-review 3.
#[tokio::test]
async fn a_refused_token_allows_another_attempt_only_when_it_is_the_whole_answer() {
    for (body, whole) in [
        (json!({ "error": ["token_expired"] }), true),
        (
            json!({ "success": false, "error": "unauthorized", "info": [] }),
            true,
        ),
        (json!({ "error": ["unauthorized", "card declined"] }), false),
        (
            json!({ "error": ["unauthorized"], "step": "payment" }),
            false,
        ),
    ] {
        let failure = json_answer("orders_create", 200, &body).await.unwrap_err();
        assert!(
            matches!(failure, Failure::RefusedToken { is_whole, .. } if is_whole == whole),
            "{body}: {failure:?}"
        );
    }
    let field = json!({ "error": { "card": "invalid_token" } });
    let failure = json_answer("orders_create", 200, &field).await.unwrap_err();
    assert!(matches!(failure, Failure::Refused(_)), "{failure:?}");
    let paid = json!({ "error": ["unauthorized"], "invoice_id": "5" });
    let failure = json_answer("orders_create", 200, &paid).await.unwrap_err();
    assert!(matches!(failure, Failure::Unclear(_)), "{failure:?}");
}

/// core-review 9.
#[tokio::test]
async fn every_form_of_when_to_come_back() {
    let date = ("date", "Wed, 25 Nov 2026 10:00:00 GMT");
    for (headers, expected) in [
        (vec![("retry-after", "7")], Some(7)),
        (vec![("retry-after", "1.2")], Some(2)),
        (vec![("retry-after", "-5")], Some(0)),
        (vec![("retry-after", "1e300")], Some(366 * 24 * 3600)),
        (
            vec![("retry-after", "99999999999999999999999999")],
            Some(366 * 24 * 3600),
        ),
        (vec![("retry-after", "NaN")], None),
        (vec![("retry-after", "soon")], None),
        (
            vec![("retry-after", "Wed, 25 Nov 2026 10:01:30 GMT"), date],
            Some(90),
        ),
        (
            vec![("retry-after", "Wed, 25 Nov 2026 09:00:00 GMT"), date],
            Some(0),
        ),
        (vec![("x-ratelimit-reset", "240")], Some(240)),
        (vec![("x-ratelimit-reset", "1795600860"), date], Some(60)),
        (vec![], None),
    ] {
        let judged = answer(
            "billing_balance",
            429,
            &headers,
            br#"{"error":["slow down"]}"#,
        )
        .await;
        let error = error(judged, Safety::Read);
        assert_eq!(error.kind(), ErrorKind::RateLimit);
        assert_eq!(
            error.retry_after().map(|after| after.as_secs()),
            expected,
            "{headers:?}"
        );
    }
}

#[tokio::test]
async fn a_stranger_is_named_without_its_json() {
    let page = b"<html><head><title>502 Bad Gateway</title></head><h1>nginx</h1></html>";
    let text = error(
        answer("billing_balance", 502, &[], page).await,
        Safety::Read,
    )
    .to_string();
    assert!(
        text.contains("a web page (\"502 Bad Gateway nginx\")"),
        "{text}"
    );
    let cut = br#"{"service": {"password": "s3cret-of-the-portal"#;
    let text = error(answer("services_get", 200, &[], cut).await, Safety::Read).to_string();
    assert!(
        text.contains("JSON without its end") && !text.contains("s3cret"),
        "{text}"
    );
    let to = [("location", "https://portal.example.com/login?token=abc")];
    let text = error(answer("billing_balance", 302, &to, b"").await, Safety::Read).to_string();
    assert!(
        text.contains("https://portal.example.com/login,") && !text.contains("abc"),
        "{text}"
    );
    let packed = [("content-encoding", "gzip")];
    let text = error(
        answer("billing_balance", 200, &packed, b"\x1f\x8b").await,
        Safety::Read,
    );
    assert!(text.to_string().contains("compressed with gzip"), "{text}");
}

/// F17.
#[tokio::test]
async fn only_a_pdf_is_a_pdf() {
    let file = |judged: Judged| match judged {
        Ok((_, headers, Payload::File(Body::Full(bytes)))) => (headers, bytes),
        other => panic!("{other:?}"),
    };
    let notice = b"<br />\n<b>Deprecated</b>: x on line 7<br />\n%PDF-1.7 ...";
    let length = notice.len().to_string();
    let headers = [("content-length", length.as_str())];
    let (headers, bytes) = file(answer("billing_invoice_pdf", 200, &headers, notice).await);
    assert_eq!(&bytes[..], b"%PDF-1.7 ...");
    assert_eq!(headers["content-length"], "12");
    for other in [
        &b"<html>log in</html>"[..],
        b"",
        b"[\"Invoice not found\"]",
        b"hello",
    ] {
        let judged = answer("billing_invoice_pdf", 200, &[], other).await;
        assert!(matches!(judged, Err(Failure::Unclear(_))), "{judged:?}");
    }
    let told = b"\xef\xbb\xbf \n{\"error\":[\"Invoice not found\"]}";
    let error = error(
        answer("billing_invoice_pdf", 200, &[], told).await,
        Safety::Read,
    );
    assert_eq!(
        (error.kind(), error.problems()[0].message.as_str()),
        (ErrorKind::Portal, "Invoice not found")
    );
}

#[tokio::test]
async fn an_attached_page_is_a_file_and_a_bare_one_is_not() {
    let page = b"<html>report</html>";
    let kind = ("content-type", "text/html");
    let named = [
        kind,
        ("content-disposition", "attachment; filename=report.html"),
    ];
    assert!(
        answer("tickets_attachment", 200, &named, page)
            .await
            .is_ok()
    );
    assert!(
        answer("tickets_attachment", 200, &[kind], page)
            .await
            .is_err()
    );
    let json = br#"{"a": 1}"#;
    assert!(
        answer("tickets_attachment", 200, &[], json).await.is_ok(),
        "a JSON file"
    );
}
