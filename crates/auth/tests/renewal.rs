//! Tokens are renewed once, in time, and kept.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use viettel_idc_auth::{Authenticator, Credentials, MemoryStore, TokenPair, TokenStore};
use viettel_idc_core::{
    BoxFuture, Call, Client, Dispatch, Error, ErrorKind, Json, Payload, Problem, Response, Timer,
};
use web_time::{SystemTime, UNIX_EPOCH};

/// A portal that counts what it is asked.
#[derive(Debug, Default)]
struct Portal {
    logins: AtomicUsize,
    refreshes: AtomicUsize,
    /// Answers at once.
    hurries: AtomicBool,
    /// What a refresh answers; `None` for a new pair.
    refusal: Mutex<Option<Error>>,
    /// What a login answers; `None` for a new pair.
    login: Mutex<Option<Value>>,
}

impl Dispatch for Portal {
    fn dispatch(&self, call: Call) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(async move {
            if !self.hurries.load(Ordering::SeqCst) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            let pair = |n: usize| json!({ "token": jwt(0, 1_000 + 600 * n as u64), "refresh": format!("refresh-{n}") });
            let value = match call.operation.id {
                "auth_login" => {
                    let n = self.logins.fetch_add(1, Ordering::SeqCst);
                    self.login
                        .lock()
                        .unwrap()
                        .clone()
                        .unwrap_or_else(|| pair(n + 10))
                }
                "auth_refresh_token" => {
                    let n = self.refreshes.fetch_add(1, Ordering::SeqCst) + 1;
                    if let Some(error) = self.refusal.lock().unwrap().clone() {
                        return Err(error);
                    }
                    pair(n)
                }
                other => panic!("{other}"),
            };
            let status = http::StatusCode::OK;
            let headers = http::HeaderMap::new();
            Ok(Response {
                operation: call.operation,
                status,
                headers,
                payload: Payload::Json(Json::read(call.operation, value)?),
                attempts: 1,
            })
        })
    }
}

#[derive(Debug, Default)]
struct Clock(AtomicU64);

impl Timer for Clock {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.0.load(Ordering::SeqCst))
    }
    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

fn jwt(issued: u64, expires: u64) -> String {
    let claims = URL_SAFE_NO_PAD.encode(json!({ "iat": issued, "exp": expires }).to_string());
    format!("header.{claims}.signature")
}

struct Scene {
    portal: Arc<Portal>,
    clock: Arc<Clock>,
    store: Arc<MemoryStore>,
    auth: Authenticator,
}

fn scene(credentials: Credentials, tokens: Option<TokenPair>) -> Scene {
    let (portal, clock, store) = (
        Arc::<Portal>::default(),
        Arc::<Clock>::default(),
        Arc::<MemoryStore>::default(),
    );
    let client = Client::new("https://portal.example.com/api", portal.clone());
    let auth = Authenticator::new(credentials, tokens, store.clone(), clock.clone(), client);
    Scene {
        portal,
        clock,
        store,
        auth,
    }
}

fn password() -> Credentials {
    Credentials::Password {
        username: "linh.tran@example.com".into(),
        password: "secret".into(),
        remember: true,
    }
}

fn pair() -> TokenPair {
    TokenPair::new(jwt(0, 1_000), Some("refresh-0".into()))
}

impl Scene {
    fn counts(&self) -> (usize, usize) {
        (
            self.portal.logins.load(Ordering::SeqCst),
            self.portal.refreshes.load(Ordering::SeqCst),
        )
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_on_an_ended_token_renew_it_once() {
    let scene = scene(Credentials::Tokens, Some(pair()));
    scene.clock.0.store(1_001, Ordering::SeqCst);
    let calls: Vec<_> = (0..1_000)
        .map(|_| {
            let auth = scene.auth.clone();
            tokio::spawn(async move { auth.authorization().await.map(|a| a.generation) })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), 1);
    }
    assert_eq!(scene.counts(), (0, 1));
}

#[tokio::test]
async fn a_thousand_refused_calls_renew_once() {
    let scene = scene(Credentials::Tokens, Some(pair()));
    let refused = scene.auth.authorization().await.unwrap();
    let renewals = (0..1_000).map(|_| scene.auth.renew(&refused));
    for outcome in futures_util::future::join_all(renewals).await {
        outcome.unwrap();
    }
    scene.auth.renew(&refused).await.unwrap();
    assert_eq!(scene.counts(), (0, 1));
    assert_eq!(
        scene.auth.tokens().unwrap().refresh().unwrap().expose(),
        "refresh-1"
    );
}

#[tokio::test]
async fn a_token_is_renewed_before_it_ends_and_stored_before_it_is_used() {
    let scene = scene(Credentials::Tokens, Some(pair()));
    scene.clock.0.store(900, Ordering::SeqCst);
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.counts(), (0, 0));
    scene.clock.0.store(950, Ordering::SeqCst);
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.counts(), (0, 1));
    assert_eq!(scene.store.load().await.unwrap(), scene.auth.tokens());
}

#[tokio::test]
async fn while_the_token_holds_a_failed_early_renewal_is_no_failure() {
    let scene = scene(Credentials::Tokens, Some(pair()));
    *scene.portal.refusal.lock().unwrap() = Some(Error::timeout("slow"));
    scene.clock.0.store(990, Ordering::SeqCst);
    scene.auth.authorization().await.unwrap();
    scene.clock.0.store(1_000, Ordering::SeqCst);
    assert_eq!(
        scene.auth.authorization().await.unwrap_err().kind(),
        ErrorKind::Timeout
    );
}

#[tokio::test]
async fn a_refused_refresh_token_costs_one_login_or_a_clear_error() {
    let refusal = || Error::portal(vec![Problem::from_text("unauthorized")]);
    let with = scene(password(), Some(pair()));
    *with.portal.refusal.lock().unwrap() = Some(refusal());
    let held = with.auth.authorization().await.unwrap();
    with.auth.renew(&held).await.unwrap();
    assert_eq!(with.counts(), (1, 1));

    let without = scene(Credentials::Tokens, Some(pair()));
    *without.portal.refusal.lock().unwrap() = Some(refusal());
    let held = without.auth.authorization().await.unwrap();
    let error = without.auth.renew(&held).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert!(error.to_string().contains("log in again"), "{error}");
    for _ in 0..3 {
        assert_eq!(
            without.auth.authorization().await.unwrap_err().kind(),
            ErrorKind::Authentication
        );
    }
    assert_eq!(without.counts(), (0, 1));
}

#[tokio::test]
async fn a_wrong_password_is_tried_once() {
    let scene = scene(password(), None);
    *scene.portal.login.lock().unwrap() = Some(
        json!({ "token": null, "mfa": { "token": "half", "methods": ["totp"], "expires_at": 1700000000 } }),
    );
    let error = scene.auth.authorization().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MfaRequired);
    let mfa = error.mfa().unwrap();
    assert_eq!(
        (mfa.token.expose(), mfa.methods.as_slice()),
        ("half", ["totp".to_owned()].as_slice())
    );
    assert!(scene.auth.authorization().await.is_err());
    assert_eq!(scene.counts(), (1, 0));
    scene.auth.set_tokens(pair()).await.unwrap();
    scene.auth.authorization().await.unwrap();
}

#[tokio::test]
async fn a_renewal_whose_caller_is_gone_is_finished_by_the_next() {
    let scene = scene(Credentials::Tokens, Some(pair()));
    let held = scene.auth.authorization().await.unwrap();
    let gone = tokio::time::timeout(Duration::from_millis(5), scene.auth.renew(&held)).await;
    assert!(gone.is_err());
    scene.auth.renew(&held).await.unwrap();
    assert_eq!(scene.counts(), (0, 1));
}

#[tokio::test]
async fn a_renewal_nobody_waits_for_is_settled_and_stored() {
    let scene = scene(Credentials::Tokens, Some(pair()));
    let held = scene.auth.authorization().await.unwrap();
    let gone = tokio::time::timeout(Duration::from_millis(5), scene.auth.renew(&held)).await;
    assert!(gone.is_err());
    scene.auth.settle().await;
    let stored = scene.store.load().await.unwrap().unwrap();
    assert_eq!(stored.refresh().unwrap().expose(), "refresh-1");
    scene.auth.settle().await;
    assert_eq!(scene.counts(), (0, 1));
}

#[tokio::test]
async fn a_pair_another_process_stored_is_taken_over() {
    let scene = scene(Credentials::Tokens, Some(pair()));
    let held = scene.auth.authorization().await.unwrap();
    let other = TokenPair::new(jwt(0, 9_000), Some("theirs".into()));
    scene.store.save(Some(other.clone())).await.unwrap();
    scene.auth.renew(&held).await.unwrap();
    assert_eq!((scene.auth.tokens(), scene.counts()), (Some(other), (0, 0)));
}

#[tokio::test]
async fn after_the_end_calls_fail_until_a_new_login() {
    let scene = scene(password(), None);
    scene.auth.authorization().await.unwrap();
    scene.auth.end().await.unwrap();
    let error = scene.auth.authorization().await.unwrap_err();
    assert!(error.to_string().contains("logged out"), "{error}");
    assert_eq!(scene.store.load().await.unwrap(), None);
    scene.auth.login().await.unwrap();
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.counts(), (2, 0));
}

#[tokio::test]
async fn basic_credentials_go_along_with_every_call_and_never_print() {
    let credentials = Credentials::Basic {
        username: "linh".into(),
        password: "geheim".into(),
    };
    let scene = scene(credentials, None);
    let authorization = scene.auth.authorization().await.unwrap();
    assert_eq!(authorization.header, "Basic bGluaDpnZWhlaW0=");
    let shown = format!("{:?} {authorization:?}", scene.auth);
    assert!(
        !shown.contains("geheim") && !shown.contains("bGluaD"),
        "{shown}"
    );
}

/// A renewal that ends between a caller's look at the tokens and its wish to renew them must not be
/// followed by another.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn however_fast_the_portal_is_an_ended_token_is_renewed_once() {
    for _ in 0..300 {
        let scene = scene(Credentials::Tokens, Some(pair()));
        scene.portal.hurries.store(true, Ordering::SeqCst);
        scene.clock.0.store(1_001, Ordering::SeqCst);
        let calls: Vec<_> = (0..64)
            .map(|_| {
                let auth = scene.auth.clone();
                tokio::spawn(async move { auth.authorization().await.map(drop) })
            })
            .collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
        assert_eq!(scene.counts(), (0, 1));
    }
}
