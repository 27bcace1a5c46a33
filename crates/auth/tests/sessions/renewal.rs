//! Tokens are renewed once, in time, and kept.

use std::sync::atomic::Ordering;

use super::scene::{jwt, pair, password, scene};
use serde_json::json;
use viettel_idc_auth::{Credentials, TokenPair};
use viettel_idc_core::{Error, ErrorKind, Problem};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_on_an_ended_token_renew_it_once() {
    let scene = scene(Credentials::Tokens, Some(pair()));
    scene.clock.set(1_001);
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
    scene.clock.set(900);
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.counts(), (0, 0));
    scene.clock.set(950);
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.counts(), (0, 1));
    assert_eq!(scene.store.get(), scene.auth.tokens());
}

#[tokio::test]
async fn while_the_token_holds_a_failed_early_renewal_is_no_failure() {
    let scene = scene(Credentials::Tokens, Some(pair()));
    *scene.portal.refusal.lock().unwrap() = Some(Error::timeout("slow"));
    scene.clock.set(990);
    scene.auth.authorization().await.unwrap();
    scene.clock.set(1_000);
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
    *scene.portal.login.lock().unwrap() = Some(Ok(
        json!({ "token": null, "mfa": { "token": "half", "methods": ["totp"], "expires_at": 1700000000 } }),
    ));
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
async fn a_pair_another_process_stored_is_taken_over() {
    let scene = scene(Credentials::Tokens, Some(pair()));
    let held = scene.auth.authorization().await.unwrap();
    let other = TokenPair::new(jwt(0, 9_000), Some("theirs".into()));
    scene.store.put(Some(other.clone()));
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
    assert_eq!(scene.store.get(), None);
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
        scene.portal.delay.store(0, Ordering::SeqCst);
        scene.clock.set(1_001);
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
