//! What one connection does to the calls after it.

use std::sync::Arc;

use viettel_idc::core::Arguments;
use viettel_idc::{Client, ErrorKind, ReqwestTransport, TokenPair};

use crate::answer::{Answer, End, Http};
use crate::clock::{Clock, DEADLINE, LIMIT};
use crate::expected::MOST;
use crate::run::{Shared, good, token};
use crate::server::{Script, Server};
use crate::subject::Subject;

struct Scene {
    server: Server,
    read: Subject,
    money: Subject,
}

async fn scene() -> Scene {
    let find = |id: &str| {
        let mut all = Subject::all().into_iter();
        all.find(|subject| subject.operation.id == id).unwrap()
    };
    Scene {
        server: Server::start().await,
        read: find("billing_balance"),
        money: find("billing_redeem_voucher"),
    }
}

fn client(url: &str, script: &Script) -> Client {
    Client::builder()
        .base_url(url)
        .tokens(TokenPair::new(token("held"), None))
        .transport(Shared(Arc::new(ReqwestTransport::new())))
        .timer(Clock::new(Arc::clone(&script.stalled)))
        .timeout(LIMIT)
        .deadline(DEADLINE)
        .max_attempts(u32::try_from(MOST).unwrap())
        .build()
        .unwrap()
}

fn script(answers: Vec<Answer>) -> Arc<Script> {
    Arc::new(Script::new(answers, Http::new(404).answer()))
}

fn requests(script: &Script) -> usize {
    script.seen.lock().unwrap().requests.len()
}

/// Bytes after the end of one answer are not the answer to the next call.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_smuggled_behind_another_is_not_believed() {
    let scene = scene().await;
    let mut first = good(&scene.read);
    let smuggled = Http::json(200, r#"{"success":true}"#).answer();
    first.bytes.extend_from_slice(&smuggled.bytes);
    let refusal = Http::json(200, r#"{"error":["The voucher is spent"]}"#).answer();
    let script = script(vec![first, refusal]);
    let played = scene.server.play(Arc::clone(&script));
    let client = client(&played.url, &script);
    let (read, money) = (&scene.read, &scene.money);
    client
        .call(read.operation.id, &read.arguments)
        .await
        .unwrap();
    let outcome = client.call(money.operation.id, &money.arguments).await;
    let kind = outcome
        .expect_err("the smuggled answer was believed")
        .kind();
    assert!(
        matches!(kind, ErrorKind::Portal | ErrorKind::OutcomeUnknown),
        "{kind:?}"
    );
    assert!(requests(&script) <= 2);
}

/// A connection that was good before breaks under a call that acts: once, and nobody knows.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kept_connection_that_breaks_sends_nothing_twice() {
    let scene = scene().await;
    for end in [End::Reset, End::Close] {
        let broken = Answer::bytes("", end);
        let script = script(vec![good(&scene.read), broken, good(&scene.money)]);
        let played = scene.server.play(Arc::clone(&script));
        let client = client(&played.url, &script);
        let (read, money) = (&scene.read, &scene.money);
        client
            .call(read.operation.id, &read.arguments)
            .await
            .unwrap();
        let error = client
            .call(money.operation.id, &money.arguments)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
        assert_eq!(requests(&script), 2, "{end:?}");
    }
}

/// A server that closes after each answer without a word: every call still arrives once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_closed_between_calls_send_nothing_twice() {
    let scene = scene().await;
    let money = &scene.money;
    let mut answer = good(money);
    answer.end = End::Close;
    let script = script(vec![answer]);
    let played = scene.server.play(Arc::clone(&script));
    let client = client(&played.url, &script);
    for call in 1..=60 {
        let before = requests(&script);
        let outcome = client.call(money.operation.id, &money.arguments).await;
        let sent = requests(&script) - before;
        match outcome {
            Ok(_) => assert_eq!(sent, 1, "call {call}"),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
                assert!(sent <= 1, "call {call}: {sent} requests");
            }
        }
    }
}

/// Nobody listens: nothing was sent, which every class may be told and may repeat.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_never_left_is_said_to_be_safe_to_repeat() {
    let scene = scene().await;
    let script = script(vec![good(&scene.money)]);
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let client = client(&format!("http://127.0.0.1:{closed}/api"), &script);
    for subject in [&scene.read, &scene.money] {
        let arguments: &Arguments = &subject.arguments;
        let error = client
            .call(subject.operation.id, arguments)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert!(error.is_safe_to_repeat(), "{error}");
        assert_eq!(usize::try_from(error.attempts()).unwrap(), MOST, "{error}");
    }
}
