//! Answers that repeat a text.

use bytes::Bytes;
use serde_json::json;

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Echo {
    pub(crate) name: &'static str,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
}

fn echo(name: &'static str, status: u16, body: impl Into<String>) -> Echo {
    let kind = if name.starts_with("page") {
        "text/html"
    } else {
        "application/json"
    };
    Echo {
        name,
        status,
        headers: vec![("content-type", kind.to_owned())],
        body: Bytes::from(body.into()),
    }
}

impl Echo {
    fn header(mut self, name: &'static str, value: &str) -> Self {
        // What no header can hold is no way to leak by one.
        if http::HeaderValue::from_str(value).is_ok() {
            self.headers.push((name, value.to_owned()));
        }
        self
    }
}

/// Every way to repeat `text`.
pub(crate) fn all(text: &str) -> Vec<Echo> {
    let quoted = serde_json::to_string(text).unwrap();
    let cut = quoted[..quoted.len() - 1].to_owned();
    let error = |value: serde_json::Value| value.to_string();
    let far = format!("{}{text}", "Checking your browser. ".repeat(9));
    vec![
        echo(
            "error",
            200,
            error(json!({ "error": [format!("Not accepted: {text}")] })),
        ),
        echo("error alone", 200, error(json!({ "error": text }))),
        echo(
            "error with a field",
            200,
            error(json!({ "error": [[format!("{text}!"), null, "field"]] })),
        ),
        echo(
            "name of a field",
            200,
            error(json!({ "error": { text: ["is not accepted"] } })),
        ),
        echo(
            "field of a complaint",
            200,
            error(json!({ "error": [["Not accepted", null, text]] })),
        ),
        echo(
            "code",
            200,
            error(json!({ "error": { "code": text, "message": "Not accepted" } })),
        ),
        echo(
            "key of a complaint",
            200,
            error(json!({ "error": [[text, { "code": "x", "message": "no" }]] })),
        ),
        echo(
            "structure",
            200,
            error(json!({ "error": [{ "what": { "was": text } }] })),
        ),
        echo(
            "errors",
            200,
            error(json!({ "errors": { "field": [text] } })),
        ),
        echo(
            "message",
            200,
            error(json!({ "success": false, "message": text })),
        ),
        echo(
            "result",
            200,
            error(json!({ "result": "error", "message": text })),
        ),
        echo(
            "server's error",
            500,
            error(json!({ "error": [format!("Query failed near '{text}'")] })),
        ),
        echo(
            "refused token",
            401,
            error(json!({ "error": ["unauthorized", text] })),
        ),
        echo("limit", 429, error(json!({ "error": [text] }))),
        echo(
            "page 200",
            200,
            format!("<html><title>{text}</title><body>{text}</body></html>"),
        ),
        echo(
            "page 403",
            403,
            format!("<html><body>Blocked: {text}</body></html>"),
        ),
        echo("page 500", 500, text),
        echo("page far", 502, format!("<html><body>{far}</body></html>")),
        echo(
            "page in tags",
            404,
            format!("<html><body><b>{}</b>{text}</body></html>", " ".repeat(30)),
        ),
        echo("cut JSON", 200, format!("{{\"error\":[{cut}")),
        echo("cut form", 200, format!("{{\"request\":{quoted},\"tok")),
        echo(
            "notice before",
            200,
            format!(
                "<br />\n<b>Warning</b>:  login({text}) failed in <b>/a.php</b> on line <b>7</b><br />\n{{\"error\":[\"no\"]}}"
            ),
        ),
        echo(
            "notice alone",
            200,
            format!("<br />\n<b>Fatal error</b>:  login({text}) in <b>/a.php</b>"),
        ),
        echo("text", 200, quoted.clone()),
        echo("list", 200, format!("[{quoted}]")),
        echo(
            "unknown key",
            200,
            format!("{{{quoted}:1,\"status\":{quoted},\"success\":{quoted},\"info\":{quoted}}}"),
        ),
        echo(
            "info",
            200,
            format!(
                "{{\"info\":[[{quoted}]],\"client\":{quoted},\"token\":[{quoted}],\"mfa\":{quoted}}}"
            ),
        ),
        echo(
            "second factor",
            200,
            format!(
                "{{\"token\":null,\"mfa\":{{\"token\":{quoted},\"methods\":[\"totp\"],\"expires_at\":\"soon\"}}}}"
            ),
        ),
        echo("redirect", 302, "").header("location", &format!("https://portal.example.com/{text}")),
        echo("redirect with a query", 302, "")
            .header("location", &format!("https://portal.example.com/?q={text}")),
        echo("redirect to a host", 302, "")
            .header("location", &format!("https://{text}.example.com/")),
        echo("headers", 401, "")
            .header("www-authenticate", text)
            .header("set-cookie", text)
            .header("x-ratelimit-reset", text),
        echo("media type", 200, "x").header("content-type", text),
    ]
}
