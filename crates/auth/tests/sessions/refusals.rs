//! Only the portal's own words about credentials end a session.

use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::json;
use viettel_idc_auth::{Credentials, TokenPair};
use viettel_idc_core::{Error, ErrorKind, Problem, TransportError, TransportErrorKind};

use super::scene::{Store, ended, jwt, maintenance, owned, pair, password, refused, scene, stored};

fn page() -> Error {
    Error::outcome_unknown(&Error::transport(TransportError::new(
        TransportErrorKind::Lost,
        "a web server answered in place of the portal",
    )))
}

/// F2, core-review 5.
#[tokio::test]
async fn a_page_maintenance_or_a_time_out_leaves_the_stored_pair() {
    for (passing, kind) in [
        (page(), ErrorKind::Transport),
        (maintenance(), ErrorKind::Portal),
        (Error::timeout("slow"), ErrorKind::Timeout),
        (
            Error::portal(vec![Problem::from_text("forbidden")]),
            ErrorKind::Permission,
        ),
    ] {
        let scene = stored(Credentials::Tokens, Store::with(owned(ended(), None)));
        *scene.portal.refusal.lock().unwrap() = Some(passing);
        assert_eq!(scene.kind().await, Some(kind));
        assert_eq!(scene.store.refresh().as_deref(), Some("r0"));
        *scene.portal.refusal.lock().unwrap() = None;
        scene.auth.authorization().await.unwrap();
        assert_eq!(scene.store.refresh().as_deref(), Some("refresh-2"));
    }
}

/// F2 with a password: a daemon goes on after maintenance.
#[tokio::test]
async fn a_login_refused_in_other_words_is_tried_again_but_not_by_every_call() {
    let scene = scene(password(), None);
    *scene.portal.login.lock().unwrap() = Some(Err(maintenance()));
    assert_eq!(scene.kind().await, Some(ErrorKind::Portal));
    // A short pause is waited for, a longer one is told.
    for _ in 0..5 {
        assert_eq!(scene.kind().await, Some(ErrorKind::Portal));
        scene.clock.set(1);
    }
    let (logins, _) = scene.counts();
    assert!((2..=3).contains(&logins), "{logins}");
    scene.clock.set(2);
    scene.kind().await;
    let error = scene.auth.authorization().await.unwrap_err();
    assert!(error.retry_after().is_some(), "{error}");
    assert!(error.to_string().contains("try again in"), "{error}");
    *scene.portal.login.lock().unwrap() = None;
    scene.clock.set(400);
    scene.auth.authorization().await.unwrap();
}

#[tokio::test]
async fn the_user_may_log_in_during_the_pause() {
    let scene = scene(password(), None);
    *scene.portal.login.lock().unwrap() = Some(Err(
        maintenance().with_retry_after(Some(Duration::from_secs(u64::MAX)))
    ));
    assert!(scene.kind().await.is_some());
    assert!(scene.kind().await.is_some());
    assert_eq!(scene.counts(), (1, 0));
    *scene.portal.login.lock().unwrap() = None;
    scene.auth.login().await.unwrap();
    scene.auth.authorization().await.unwrap();
}

/// F4: two clients on one store that cannot lock.
#[tokio::test]
async fn who_loses_the_race_for_a_refresh_token_takes_the_winners_pair() {
    let first = stored(Credentials::Tokens, Store::with(owned(ended(), None)));
    let second = first.twin(Credentials::Tokens);
    // The loser is refused before the winner has an answer.
    first.portal.delay.store(200, Ordering::SeqCst);
    let (one, two) = tokio::join!(first.auth.authorization(), second.auth.authorization());
    one.unwrap();
    two.unwrap();
    assert_eq!(first.store.refresh().as_deref(), Some("refresh-1"));
    assert_eq!(first.held(), second.held());
}

/// F4: what was not refused is not deleted.
#[tokio::test(start_paused = true)]
async fn only_the_refused_pair_is_deleted() {
    let store = Store::with(owned(ended(), None));
    let scene = stored(Credentials::Tokens, store.clone());
    *scene.portal.refusal.lock().unwrap() = Some(refused());
    assert_eq!(scene.kind().await, Some(ErrorKind::Authentication));
    assert_eq!(store.get(), None);

    store.put(Some(owned(ended(), Some(super::scene::LINH))));
    let scene = stored(password(), store.clone());
    *scene.portal.refusal.lock().unwrap() = Some(refused());
    *scene.portal.login.lock().unwrap() = Some(Err(refused()));
    let other = owned(pair(), Some(super::scene::LINH));
    let swap = async {
        // After the last look at the store, before the login is refused.
        tokio::time::sleep(Duration::from_millis(1_010)).await;
        store.put(Some(other.clone()));
    };
    let (kind, ()) = tokio::join!(scene.kind(), swap);
    assert_eq!(kind, Some(ErrorKind::Authentication));
    assert_eq!(scene.counts(), (1, 1));
    assert_eq!(store.get(), Some(other));
    scene.auth.authorization().await.unwrap();
}

/// Core-review 5, second half.
#[tokio::test]
async fn a_remembered_refusal_looks_at_the_store_again() {
    let scene = stored(Credentials::Tokens, Store::with(owned(ended(), None)));
    *scene.portal.refusal.lock().unwrap() = Some(refused());
    for _ in 0..3 {
        let error = scene.auth.authorization().await.unwrap_err();
        assert!(error.to_string().contains("log in again"), "{error}");
    }
    assert_eq!(scene.counts(), (0, 1));
    // Another process logs in.
    scene
        .store
        .put(Some(TokenPair::new(jwt(0, 5_000), Some("new".into()))));
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.held().as_deref(), Some("new"));
    assert_eq!(scene.counts(), (0, 1));
}

/// Extras: a second factor in mid-renewal.
#[tokio::test]
async fn a_second_factor_in_mid_renewal_is_asked_for_once_and_can_be_given() {
    let scene = stored(
        password(),
        Store::with(owned(ended(), Some(super::scene::LINH))),
    );
    *scene.portal.refusal.lock().unwrap() = Some(refused());
    *scene.portal.login.lock().unwrap() = Some(Ok(
        json!({ "mfa": { "token": "half", "methods": ["totp"], "expires_at": 1700000000 } }),
    ));
    for _ in 0..3 {
        assert_eq!(scene.kind().await, Some(ErrorKind::MfaRequired));
    }
    assert_eq!(scene.counts(), (1, 1));
    // A new challenge.
    assert_eq!(
        scene.auth.login().await.unwrap_err().kind(),
        ErrorKind::MfaRequired
    );
    assert_eq!(scene.counts(), (2, 1));
    scene.auth.set_tokens(pair()).await.unwrap();
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.store.refresh().as_deref(), Some("r0"));
}

/// Core-review 8.
#[tokio::test]
async fn a_client_with_a_token_only_uses_it_until_the_portal_refuses_it() {
    let scene = scene(
        Credentials::Tokens,
        Some(TokenPair::new(jwt(0, 1_000), None)),
    );
    for second in [0, 950, 1_000, 5_000] {
        scene.clock.set(second);
        scene.auth.authorization().await.unwrap();
    }
    // The engine then gives the portal's own error.
    assert!(!scene.auth.can_renew());
    assert_eq!(scene.counts(), (0, 0));
    // Another process stored a new one.
    scene
        .store
        .put(Some(TokenPair::new(jwt(5_000, 9_000), Some("new".into()))));
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.held().as_deref(), Some("new"));
}

/// Core-review 8: a token that still holds is not given up with its refresh token.
#[tokio::test]
async fn a_refused_early_renewal_leaves_the_token_until_it_is_refused_too() {
    let scene = scene(Credentials::Tokens, Some(pair()));
    *scene.portal.refusal.lock().unwrap() = Some(refused());
    scene.clock.set(950);
    for _ in 0..3 {
        scene.auth.authorization().await.unwrap();
    }
    assert_eq!(scene.counts(), (0, 1));
    let held = scene.auth.authorization().await.unwrap();
    let error = scene.auth.renew(&held).await.unwrap_err();
    assert!(error.to_string().contains("log in again"), "{error}");
    assert_eq!(scene.kind().await, Some(ErrorKind::Authentication));
    assert_eq!(scene.counts(), (0, 1));
}
