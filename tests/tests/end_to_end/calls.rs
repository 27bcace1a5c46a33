//! Which calls are sent again, and what the caller is told.

use std::time::{Duration, Instant};

use viettel_idc::{Client, ErrorKind, Guard};
use viettel_idc_sandbox::{Fault, FaultRule, Options};

use super::scene::{scene, with};

#[tokio::test]
async fn a_read_survives_every_passing_fault() {
    let scene = scene().await;
    let faults = [
        Fault::ResetBefore,
        Fault::ResetAfter,
        Fault::Truncated,
        Fault::HtmlPage,
        Fault::ServerError(502),
        Fault::RateLimited(1),
        Fault::ExpiredToken,
    ];
    for fault in faults {
        scene.once(fault);
        let balance = scene
            .client
            .billing()
            .balance()
            .await
            .unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert_eq!(balance.attempts(), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn an_order_is_never_sent_twice() {
    let scene = scene().await;
    let unknown = [
        (Fault::ResetBefore, 0),
        (Fault::ResetAfter, 1),
        (Fault::Truncated, 1),
        (Fault::HtmlPage, 0),
        (Fault::ServerError(500), 0),
        (Fault::ServerError(504), 0),
    ];
    for (fault, made) in unknown {
        let before = scene.orders();
        scene.once(fault);
        let error = scene.client.orders().create("333", "10").await.unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::OutcomeUnknown,
            "{fault:?}: {error}"
        );
        assert_eq!(error.attempts(), 1, "{fault:?}");
        assert!(!error.is_safe_to_repeat(), "{fault:?}");
        assert_eq!(scene.orders() - before, made, "{fault:?}");
    }
}

#[tokio::test]
async fn an_order_the_portal_did_not_take_is_told_as_that() {
    let scene = scene().await;
    scene.once(Fault::RateLimited(7));
    let error = scene.client.orders().create("333", "10").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.retry_after()),
        (ErrorKind::RateLimit, Some(Duration::from_secs(7)))
    );
    assert!(error.is_safe_to_repeat());

    let error = scene
        .client
        .orders()
        .create("no such product", "10")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!(error.fields().collect::<Vec<_>>(), ["product_id"]);
    assert_eq!(error.codes().collect::<Vec<_>>(), ["invalid_product_id"]);

    // The portal refused the token, so nothing ran: the one repetition an order may have.
    scene.once(Fault::ExpiredToken);
    let order = scene.client.orders().create("333", "10").await.unwrap();
    assert_eq!((order.attempts(), scene.orders()), (2, 1));
}

#[tokio::test]
async fn a_dead_server_is_reported_in_time_and_never_as_unknown() {
    let scene = scene().await;
    scene.client.login().await.unwrap();
    let client = scene.client.with_deadline(Duration::from_secs(2));
    scene.server.shutdown().await;
    let start = Instant::now();
    for error in [
        client.billing().balance().await.unwrap_err(),
        client.orders().create("333", "10").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert!(error.is_safe_to_repeat());
        assert!(error.attempts() > 1, "{error}");
    }
    assert!(start.elapsed() < Duration::from_secs(6));
}

#[tokio::test]
async fn a_server_that_never_answers_costs_no_more_than_the_timeout() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/api", listener.local_addr().unwrap());
    let client = Client::builder()
        .base_url(&url)
        .basic("linh.tran@example.com", "sandbox-password")
        .timeout(Duration::from_millis(200))
        .max_attempts(1)
        .build()
        .unwrap();
    assert_eq!(
        client.billing().balance().await.unwrap_err().kind(),
        ErrorKind::Timeout
    );
    assert_eq!(
        client
            .orders()
            .create("333", "10")
            .await
            .unwrap_err()
            .kind(),
        ErrorKind::OutcomeUnknown
    );
}

#[tokio::test]
async fn attempts_are_bounded_and_a_long_wait_is_not_waited() {
    let scene = scene().await;
    scene.client.login().await.unwrap();
    scene.fault(FaultRule::times(Fault::ServerError(503), 9));
    let before = scene.calls();
    let error = scene
        .client
        .with_max_attempts(3)
        .billing()
        .balance()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), scene.calls() - before),
        (ErrorKind::Transport, 3, 3)
    );
    assert_eq!(error.status().unwrap(), 503);

    scene.server.portal().lock().unwrap().faults_mut().clear();
    scene.once(Fault::RateLimited(3600));
    let start = Instant::now();
    let error = scene.client.billing().balance().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::RateLimit, 1));
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn errors_with_status_200_are_errors_files_included() {
    let scene = scene().await;
    let missing = scene.client.billing().invoice("1").await.unwrap_err();
    assert_eq!(
        (missing.kind(), missing.status().unwrap().as_u16()),
        (ErrorKind::NotFound, 200)
    );
    let file = scene.client.billing().invoice_pdf("1").await.unwrap_err();
    assert_eq!(file.kind(), ErrorKind::NotFound);
    let machine = scene.client.vms().get("292", "9").await.unwrap_err();
    assert_eq!(
        (machine.kind(), machine.status().unwrap().as_u16()),
        (ErrorKind::NotFound, 404)
    );
    let empty = scene
        .client
        .tickets()
        .create("1", "", "text")
        .await
        .unwrap_err();
    assert_eq!(
        (empty.kind(), empty.fields().collect::<Vec<_>>()),
        (ErrorKind::Validation, vec!["subject"])
    );
}

#[tokio::test]
async fn a_guard_refuses_before_anything_is_sent() {
    let scene = with(Options::default(), |builder| builder.guard(Guard::ReadOnly)).await;
    assert!(scene.client.billing().balance().await.is_ok());
    let before = scene.calls();
    for error in [
        scene.client.orders().create("333", "10").await.unwrap_err(),
        scene.client.vms().reboot("292", "1201").await.unwrap_err(),
    ] {
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::InvalidRequest, 0),
            "{error}"
        );
    }
    assert_eq!(scene.calls(), before);
    let careful = with(Options::default(), |builder| {
        builder.guard(Guard::NoSpending)
    })
    .await
    .client;
    assert_eq!(
        careful
            .orders()
            .create("333", "10")
            .await
            .unwrap_err()
            .kind(),
        ErrorKind::InvalidRequest
    );
}

#[tokio::test]
async fn bad_settings_and_arguments_say_what_to_do() {
    for url in [
        "",
        "manager.example.com/api",
        "ftp://example.com",
        "http://portal.example.com/api",
        "https://u:p@example.com",
        "https://example.com/index.php?/api",
    ] {
        let error = Client::builder().base_url(url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{url}");
        assert!(error.to_string().contains("base URL"), "{error}");
    }
    assert!(
        Client::builder()
            .base_url("http://portal.example.com/api/")
            .allow_plain_http()
            .build()
            .is_ok()
    );
    assert!(Client::builder().max_attempts(0).build().is_err());
    let scene = scene().await;
    let before = scene.calls();
    for id in ["", ".", ".."] {
        assert_eq!(
            scene.client.billing().invoice(id).await.unwrap_err().kind(),
            ErrorKind::InvalidRequest
        );
    }
    // Only the login was sent.
    assert!(scene.calls() - before <= 1);
}

/// A portal that gives every call the same answer.
#[derive(Debug)]
struct Always(&'static str);

impl viettel_idc::core::Transport for Always {
    fn send(
        &self,
        _: http::Request<bytes::Bytes>,
    ) -> viettel_idc::core::BoxFuture<
        '_,
        Result<http::Response<viettel_idc::core::Body>, viettel_idc::core::TransportError>,
    > {
        let body = viettel_idc::core::Body::Full(bytes::Bytes::from_static(self.0.as_bytes()));
        Box::pin(async move { Ok(http::Response::new(body)) })
    }
}

fn always(answer: &'static str) -> Client {
    Client::builder()
        .basic("linh.tran@example.com", "geheim-17")
        .transport(Always(answer))
        .build()
        .unwrap()
}

#[tokio::test]
async fn an_action_that_says_little_has_worked() {
    for answer in [
        r#"{"status":1}"#,
        r#"{"success":"1","info":"done"}"#,
        "\u{feff}{\"status\":true}",
    ] {
        let reply = always(answer).vms().reboot("292", "1201").await;
        assert!(reply.is_ok(), "{answer:?}: {reply:?}");
    }
}

/// core-review 17.
#[tokio::test]
async fn an_action_that_says_nothing_may_have_worked() {
    for answer in ["{}", "[]", "null", "\"ok\"", r#"{"info":["done"]}"#] {
        let error = always(answer)
            .vms()
            .reboot("292", "1201")
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{answer:?}");
    }
}

#[tokio::test]
async fn every_form_of_the_portals_errors_is_an_error() {
    let forms = [
        (r#"{"error":["unauthorized"]}"#, ErrorKind::Authentication),
        (r#"{"error":"insufficient_credit"}"#, ErrorKind::Portal),
        (
            r#"{"error":[["Please fill in email","x","email"]]}"#,
            ErrorKind::Validation,
        ),
        (
            r#"{"error":[["items",{"code":"out_of_stock","message":"Sold out"}]]}"#,
            ErrorKind::Validation,
        ),
        (
            r#"{"error":[{"code":"internal_error_0","message":"No"}]}"#,
            ErrorKind::Portal,
        ),
        (r#"{"success":false}"#, ErrorKind::Portal),
        (r#"{"success":"0","info":["x"]}"#, ErrorKind::Portal),
        (r#"{"error":{"0":"gapped","2":"list"}}"#, ErrorKind::Portal),
    ];
    for (answer, kind) in forms {
        let client = always(answer);
        let errors = [
            client.billing().balance().await.map(drop).unwrap_err(),
            client
                .vms()
                .reboot("292", "1201")
                .await
                .map(drop)
                .unwrap_err(),
            client
                .billing()
                .invoice_pdf("308976")
                .await
                .map(drop)
                .unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), kind, "{answer}: {error}");
        }
    }
    let kept = always(r#"{"status":true,"error":["disk_resize_failed"]}"#)
        .vms()
        .rebuild("292", "1201", "debian-12")
        .await
        .unwrap();
    assert_eq!(
        (kept.status, kept.error.as_slice()),
        (Some(true), ["disk_resize_failed".to_owned()].as_slice())
    );
}

#[tokio::test]
async fn what_the_portal_repeats_of_a_secret_is_struck_out() {
    let client = always(r#"{"error":["cannot use geheim-17 with hunter-22"]}"#);
    let error = client
        .account()
        .change_password("geheim-17", "hunter-22", "hunter-22")
        .await
        .unwrap_err();
    let shown = format!("{error} {error:?} {:?}", error.problems());
    assert!(
        shown.contains("***") && !shown.contains("geheim-17") && !shown.contains("hunter-22"),
        "{shown}"
    );
}
