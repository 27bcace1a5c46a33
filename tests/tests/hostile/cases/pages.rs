//! Web servers, proxies and firewalls that answer in place of the portal.

use super::{Case, Files};
use crate::answer::Http;
use crate::expected::Meaning::{
    Broken, Failed, LimitedByStranger, Stranger, TokenDoubtful, Unproven, UnprovenRefusal,
};

const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>One moment</title><style>b{color:red}</style></head>\n<body><h1>Checking your browser</h1></body></html>\n";

/// A page that holds what a success, or a refusal, looks like.
const DECOY: &str = r#"<html><body><h1>Checking your browser</h1><script>var last = {"success":true,"status":true,"order_num":"1","invoice_id":"2","ticket":"3"};</script></body></html>"#;
const DECOY_ERROR: &str = r#"<html><body><h1>Checking your browser</h1><script>var last = {"error":["token_expired"]};</script></body></html>"#;

const STATUSES: [u16; 13] = [
    200, 201, 400, 403, 404, 408, 410, 413, 422, 500, 502, 503, 504,
];

pub(super) fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    for status in STATUSES {
        // Somebody ran out of time.
        let meaning = if status == 408 { Broken } else { Stranger };
        let html = Case::new("page", format!("HTML {status}"), meaning, move |_, _| {
            Http::html(status, PAGE).answer()
        });
        let files = if status < 300 {
            Files::UnlessHtml
        } else {
            Files::Same
        };
        all.push(html.says("Checking your browser").files(files));
        let nothing = Case::new("empty", format!("empty {status}"), meaning, move |_, _| {
            Http::json(status, "").answer()
        });
        all.push(nothing.files(if status < 300 {
            Files::Any
        } else {
            Files::Same
        }));
    }
    for status in [204, 205] {
        let case = Case::new("empty", format!("{status}"), Stranger, move |_, _| {
            if status == 204 {
                Http::new(status).framed("", crate::answer::End::Keep)
            } else {
                Http::new(status).answer()
            }
        });
        all.push(case.files(Files::Any));
    }
    let text = |name: &str, kind: &'static str, body: &'static str, says| {
        Case::new("page", name, Stranger, move |_, _| {
            Http::new(200)
                .header("Content-Type", kind)
                .body(body)
                .answer()
        })
        .says(says)
        .files(Files::Any)
    };
    all.extend([
        text("HTML said to be JSON", "application/json", PAGE, "Checking your browser"),
        text("plain text", "text/plain", "upstream connect error", "upstream connect error"),
        text("plain OK", "text/plain", "OK", "OK"),
        text("XML", "application/xml", "<?xml version=\"1.0\"?><error>locked out</error>", "locked out"),
        text("page with a success in a script", "text/html", DECOY, "Checking your browser"),
        text("page with a refusal in a script", "text/html", DECOY_ERROR, "Checking your browser"),
        text("PHP fatal error", "text/html", "<br />\n<b>Fatal error</b>:  Uncaught Error: out of memory in /srv/api.php:12\nStack trace:\n#0 {main}\n  thrown in <b>/srv/api.php</b> on line <b>12</b><br />", "Fatal error"),
        text("page that shows the good key", "text/html", r#"<html><body><h1>It works</h1><pre>{"success":true,"status":true}</pre></body></html>"#, "It works"),
    ]);
    let page = |status: u16| {
        Case::new("page", format!("page {status}"), Stranger, move |_, _| {
            Http::new(status)
                .header("Content-Type", "text/plain")
                .body("no healthy upstream")
                .answer()
        })
        .says("no healthy upstream")
    };
    all.extend([400, 404, 502, 503].map(page));
    all.push(
        Case::new("page", "HTML 429", LimitedByStranger, |_, _| {
            Http::html(429, PAGE).answer()
        })
        .says("Checking your browser"),
    );
    all.push(Case::new("page", "empty 429", LimitedByStranger, |_, _| {
        Http::new(429).answer()
    }));
    all.push(
        Case::new("page", "HTML 401", TokenDoubtful, |_, _| {
            Http::html(401, PAGE).answer()
        })
        .says("Checking your browser"),
    );
    all.push(Case::new("page", "empty 401", TokenDoubtful, |_, _| {
        Http::new(401).answer()
    }));
    // Gateways in front of the portal speak JSON too, but not the portal's.
    for (status, body) in [
        (404, r#"{"message":"no Route matched with those values"}"#),
        (403, r#"{"message":"Forbidden"}"#),
        (400, r#"{"code":400,"detail":"bad gateway rule"}"#),
        (404, "{}"),
        (400, "[]"),
        (403, "null"),
        (410, "\"gone\""),
    ] {
        let case = Case::new(
            "page",
            format!("gateway's JSON {status} {body}"),
            UnprovenRefusal,
            move |_, _| Http::json(status, body).answer(),
        );
        all.push(case);
    }
    for (status, body) in [
        (502, "{}"),
        (503, r#"{"message":"try later"}"#),
        (504, "null"),
    ] {
        let case = Case::new(
            "page",
            format!("gateway's JSON {status} {body}"),
            Failed,
            move |_, _| Http::json(status, body).answer(),
        );
        all.push(case);
    }
    let cloud = Case::new("page", "200 of a captive network", Unproven, |_, _| {
        Http::json(
            200,
            r#"{"captive":true,"user-portal-url":"https://wifi.example.com"}"#,
        )
        .answer()
    });
    all.push(cloud.files(Files::Any));
    all
}
