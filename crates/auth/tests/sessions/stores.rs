//! A store that fails, stands still, lags or cannot lock costs no session.

use std::sync::atomic::Ordering;
use std::time::Duration;

use viettel_idc_auth::{Credentials, TokenPair};
use viettel_idc_core::ErrorKind;

use super::scene::{Mood, Store, ended, jwt, pair, password, scene, stored};

/// F7 try 1, core-review 7.
#[tokio::test]
async fn a_pair_that_cannot_be_stored_is_held_told_and_stored_with_the_next_call() {
    let scene = stored(Credentials::Tokens, Store::with(ended()));
    *scene.store.save.lock().unwrap() = Mood::Fails;
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.held().as_deref(), Some("refresh-1"));
    assert_eq!(scene.store.refresh().as_deref(), Some("r0"));
    scene.auth.authorization().await.unwrap();
    *scene.store.save.lock().unwrap() = Mood::Works;
    scene.clock.set(10);
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.store.refresh().as_deref(), Some("refresh-1"));
    assert_eq!(scene.counts(), (0, 1));
}

#[tokio::test]
async fn a_login_says_that_its_tokens_could_not_be_stored_and_works() {
    let scene = scene(password(), None);
    *scene.store.save.lock().unwrap() = Mood::Fails;
    let error = scene.auth.login().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("held in memory only"), "{error}");
    assert!(error.to_string().contains("keychain is locked"), "{error}");
    scene.auth.authorization().await.unwrap();
    let error = scene.auth.set_tokens(pair()).await.unwrap_err();
    assert!(error.to_string().contains("keychain is locked"), "{error}");
    assert_eq!(scene.held().as_deref(), Some("r0"));
    assert_eq!(scene.counts(), (1, 0));
}

/// F7 try 3: a folder that can only be read holds a good token.
#[tokio::test]
async fn a_good_stored_token_needs_no_lock_and_no_write() {
    let mut owned = super::scene::owned(pair(), None);
    for is_old in [false, true] {
        if is_old {
            owned = owned.with_owner(None);
        }
        let scene = stored(Credentials::Tokens, Store::with(owned.clone()));
        *scene.store.lock.lock().unwrap() = Mood::Fails;
        *scene.store.save.lock().unwrap() = Mood::Fails;
        scene.auth.authorization().await.unwrap();
        scene.auth.authorization().await.unwrap();
        // Where it could be locked, an old pair would now be given its owner.
        let tried = usize::from(is_old);
        assert_eq!(scene.store.locks.load(Ordering::SeqCst), tried);
        assert_eq!(scene.store.saves.load(Ordering::SeqCst), 0);
        assert_eq!(scene.counts(), (0, 0));
    }
}

/// F7 try 4: a locked keychain, a restored backup.
#[tokio::test]
async fn a_store_that_cannot_be_read_costs_a_login_or_a_clear_error() {
    let with = stored(password(), Store::with(ended()));
    *with.store.load.lock().unwrap() = Mood::Fails;
    with.auth.authorization().await.unwrap();
    assert_eq!(with.counts(), (1, 0));
    assert_eq!(with.store.refresh().as_deref(), Some("login-1"));

    let without = stored(Credentials::Tokens, Store::with(ended()));
    *without.store.load.lock().unwrap() = Mood::Fails;
    let error = without.auth.authorization().await.unwrap_err();
    assert!(error.to_string().contains("keychain is locked"), "{error}");
    *without.store.load.lock().unwrap() = Mood::Works;
    without.auth.authorization().await.unwrap();
}

#[tokio::test]
async fn a_held_pair_is_renewed_although_the_store_cannot_be_read_or_locked() {
    let scene = scene(Credentials::Tokens, Some(ended()));
    *scene.store.load.lock().unwrap() = Mood::Fails;
    *scene.store.lock.lock().unwrap() = Mood::Fails;
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.store.refresh().as_deref(), Some("refresh-1"));
}

#[tokio::test(start_paused = true)]
async fn a_store_that_never_answers_delays_and_loses_nothing() {
    let scene = scene(Credentials::Tokens, Some(ended()));
    for side in [&scene.store.load, &scene.store.save, &scene.store.lock] {
        *side.lock().unwrap() = Mood::Hangs;
    }
    let start = tokio::time::Instant::now();
    let limit = Duration::from_secs(300);
    let authorization = tokio::time::timeout(limit, scene.auth.authorization());
    authorization.await.unwrap().unwrap();
    assert!(
        start.elapsed() < Duration::from_secs(200),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(scene.held().as_deref(), Some("refresh-1"));
}

/// While the new pair is being stored, calls already use it.
#[tokio::test(start_paused = true)]
async fn calls_do_not_wait_for_a_save_that_stands_still() {
    let scene = scene(Credentials::Tokens, Some(ended()));
    *scene.store.save.lock().unwrap() = Mood::Hangs;
    let auth = scene.auth.clone();
    tokio::spawn(async move { auth.authorization().await.map(drop) });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let start = tokio::time::Instant::now();
    scene.auth.authorization().await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
}

/// Extras: a store that lags.
#[tokio::test]
async fn a_store_that_gives_the_pair_of_before_does_not_replace_the_newer_one() {
    // Neither tells when it was made.
    let old = TokenPair::new("old", Some("r0".into()));
    let scene = stored(Credentials::Tokens, Store::with(old.clone()));
    let held = scene.auth.authorization().await.unwrap();
    *scene.store.lagging.lock().unwrap() = Some(old);
    scene.auth.renew(&held).await.unwrap();
    let held = scene.auth.authorization().await.unwrap();
    scene.auth.renew(&held).await.unwrap();
    assert_eq!(scene.held().as_deref(), Some("refresh-2"));
    // Nor does one made earlier, which this client has never seen.
    let older = TokenPair::new(jwt(5, 9_000), Some("other".into()));
    scene
        .auth
        .set_tokens(TokenPair::new(jwt(6, 9_000), Some("r9".into())))
        .await
        .unwrap();
    *scene.store.lagging.lock().unwrap() = Some(older);
    let held = scene.auth.authorization().await.unwrap();
    scene.auth.renew(&held).await.unwrap();
    assert_eq!(scene.held().as_deref(), Some("refresh-3"));
}
