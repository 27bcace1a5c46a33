//! What a portal, or something in its place, says to a session, through the whole pipeline.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use viettel_idc::core::{Body, BoxFuture, Transport, TransportError};
use viettel_idc::{Client, ErrorKind, FileStore, TokenPair};

/// Status, content type, body.
type Answer = (u16, &'static str, &'static str);

const BALANCE: Answer = (
    200,
    "application/json",
    r#"{"success": true, "details": {"currency": "VND"}}"#,
);
const PAIR: Answer = (
    200,
    "application/json",
    r#"{"token": "new", "refresh": "r1"}"#,
);
const UNAUTHORIZED: Answer = (200, "application/json", r#"{"error": ["unauthorized"]}"#);

/// Answers by path.
type Answers = Vec<(&'static str, Vec<Answer>)>;

/// Answers each path from a list, whose last answer stays.
#[derive(Clone, Debug)]
struct Script(Arc<Mutex<Answers>>, Arc<Mutex<Vec<String>>>);

impl Script {
    fn new(answers: &[(&'static str, &[Answer])]) -> Self {
        let answers = answers.iter().map(|(path, list)| (*path, list.to_vec()));
        Self(Arc::new(Mutex::new(answers.collect())), Arc::default())
    }

    fn asked(&self, path: &str) -> usize {
        self.1
            .lock()
            .unwrap()
            .iter()
            .filter(|asked| *asked == path)
            .count()
    }
}

impl Transport for Script {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let path = request.uri().path().replace("/api", "");
        let mut answers = self.0.lock().unwrap();
        let list = answers.iter_mut().find(|(known, _)| *known == path);
        let (_, list) = list.unwrap_or_else(|| panic!("{path}"));
        let (status, media, body) = if list.len() > 1 {
            list.remove(0)
        } else {
            list[0]
        };
        self.1.lock().unwrap().push(path);
        let response = http::Response::builder()
            .status(status)
            .header("content-type", media)
            .header("location", "/maintenance")
            .body(Body::Full(body.into()))
            .unwrap();
        Box::pin(async move { Ok(response) })
    }
}

/// A client of this portal, and the file it keeps its tokens in, which holds `r0` and a token that
/// has ended.
fn client(script: &Script, password: bool) -> (Client, tempfile::NamedTempFile) {
    let file = tempfile::NamedTempFile::new().unwrap();
    // {"iat":0,"exp":1}
    let ended = TokenPair::new("h.eyJpYXQiOjAsImV4cCI6MX0.s", Some("r0".into()));
    std::fs::write(file.path(), serde_json::to_vec(&ended).unwrap()).unwrap();
    let mut builder = Client::builder()
        .transport(script.clone())
        .max_attempts(1)
        .token_store(FileStore::new(file.path()));
    if password {
        builder = builder.password("linh.tran@example.com", "geheim-17");
    }
    (builder.build().unwrap(), file)
}

/// F2, core-review 5.
#[tokio::test]
async fn what_is_not_the_portals_word_on_the_token_never_ends_the_session() {
    let html = "<html>checking your browser</html>";
    for passing in [
        (401, "text/html", html),
        (403, "text/html", html),
        (404, "text/html", html),
        (302, "text/html", ""),
        (503, "text/html", html),
        (200, "text/html", html),
        (
            200,
            "application/json",
            r#"{"error": ["Our system is under maintenance"]}"#,
        ),
        (503, "application/json", r#"{"error": ["unauthorized"]}"#),
        (
            429,
            "application/json",
            r#"{"error": ["too many requests"]}"#,
        ),
    ] {
        let script = Script::new(&[("/token", &[passing, PAIR]), ("/balance", &[BALANCE])]);
        let (client, file) = client(&script, false);
        assert!(client.billing().balance().await.is_err(), "{passing:?}");
        let stored = std::fs::read_to_string(file.path()).unwrap();
        assert!(stored.contains("\"r0\""), "{passing:?}: {stored}");
        client.billing().balance().await.unwrap();
        let stored = std::fs::read_to_string(file.path()).unwrap();
        assert!(stored.contains("\"r1\""), "{passing:?}: {stored}");
    }
}

/// F2: the same for a program with a password, whose login meets the page too.
#[tokio::test]
async fn a_daemon_goes_on_after_a_page_in_place_of_its_login() {
    for passing in [
        (403, "text/html", "<html>checking your browser</html>"),
        (302, "text/html", ""),
        (
            200,
            "application/json",
            r#"{"error": ["Our system is under maintenance"]}"#,
        ),
    ] {
        let script = Script::new(&[
            ("/token", &[passing]),
            ("/login", &[passing, PAIR]),
            ("/balance", &[BALANCE]),
        ]);
        let (client, _file) = client(&script, true);
        assert!(client.billing().balance().await.is_err(), "{passing:?}");
        client.billing().balance().await.unwrap();
        assert_eq!(script.asked("/login"), 2, "{passing:?}");
    }
}

/// A proxy that answers 401 for a moment refuses the renewal too; the call itself may get through.
#[tokio::test]
async fn a_read_gets_through_although_the_renewal_met_the_page_too() {
    let page = (401, "text/html", "<html>checking your browser</html>");
    let script = Script::new(&[("/token", &[page]), ("/balance", &[page, BALANCE])]);
    let client = Client::builder()
        .transport(script.clone())
        .tokens(TokenPair::new("not.a.jwt", Some("r0".into())))
        .max_attempts(2)
        .build()
        .unwrap();
    client.billing().balance().await.unwrap();
    assert_eq!((script.asked("/balance"), script.asked("/token")), (2, 1));
}

/// Core-review 8.
#[tokio::test]
async fn one_refused_operation_is_the_portals_own_error_and_no_end_of_the_session() {
    let script = Script::new(&[
        ("/affiliates/summary", &[UNAUTHORIZED]),
        ("/token", &[PAIR]),
        ("/balance", &[BALANCE]),
    ]);
    for refresh in [None, Some("r0".into())] {
        let client = Client::builder()
            .transport(script.clone())
            .tokens(TokenPair::new("token", refresh))
            .build()
            .unwrap();
        let error = client.affiliate().summary().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Authentication);
        assert_eq!(error.codes().collect::<Vec<_>>(), ["unauthorized"]);
        assert_eq!(error.operation().unwrap().id, "affiliate_summary");
        client.billing().balance().await.unwrap();
    }
}
