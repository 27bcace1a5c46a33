//! What the user says wins over a renewal under way.

use std::sync::atomic::Ordering;
use std::time::Duration;

use viettel_idc_auth::{Credentials, TokenPair};
use viettel_idc_core::ErrorKind;

use super::scene::{Mood, Store, ended, jwt, owned, password, scene, stored};

/// Core-review 10.
#[tokio::test]
async fn a_logout_is_not_undone_by_a_renewal_under_way() {
    let scene = stored(
        password(),
        Store::with(owned(ended(), Some(super::scene::LINH))),
    );
    let auth = scene.auth.clone();
    let call = tokio::spawn(async move { auth.authorization().await.map(drop) });
    tokio::time::sleep(Duration::from_millis(10)).await;
    scene.auth.end().await.unwrap();
    let error = call.await.unwrap().unwrap_err();
    assert!(error.to_string().contains("logged out"), "{error}");
    scene.auth.settle().await;
    assert_eq!((scene.store.get(), scene.auth.tokens()), (None, None));
    assert_eq!(*scene.portal.revoked.lock().unwrap(), ["refresh-1"]);
    assert_eq!(scene.kind().await, Some(ErrorKind::Authentication));
    assert_eq!(scene.counts(), (0, 1));
}

/// Core-review 10: while the new pair is being stored.
#[tokio::test]
async fn a_logout_is_not_undone_by_a_save_under_way() {
    let scene = scene(Credentials::Tokens, Some(ended()));
    *scene.store.save.lock().unwrap() = Mood::Hangs;
    let auth = scene.auth.clone();
    tokio::spawn(async move { auth.authorization().await.map(drop) });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(scene.held().as_deref(), Some("refresh-1"));
    *scene.store.save.lock().unwrap() = Mood::Works;
    scene.auth.end().await.unwrap();
    assert_eq!((scene.store.get(), scene.auth.tokens()), (None, None));
}

/// Core-review 10.
#[tokio::test]
async fn tokens_that_are_set_win_over_a_renewal_under_way() {
    let scene = scene(Credentials::Tokens, Some(ended()));
    let auth = scene.auth.clone();
    let call = tokio::spawn(async move { auth.authorization().await });
    tokio::time::sleep(Duration::from_millis(10)).await;
    let set = TokenPair::new(jwt(0, 9_000), Some("set".into()));
    scene.auth.set_tokens(set.clone()).await.unwrap();
    let used = call.await.unwrap().unwrap();
    assert!(
        used.header
            .to_str()
            .unwrap()
            .ends_with(set.token().expose())
    );
    scene.auth.settle().await;
    assert_eq!(scene.held().as_deref(), Some("set"));
    assert_eq!(scene.store.refresh().as_deref(), Some("set"));
}

#[tokio::test]
async fn a_login_after_a_logout_does_not_join_what_was_begun_before() {
    let scene = scene(password(), None);
    let auth = scene.auth.clone();
    tokio::spawn(async move { auth.login().await });
    tokio::time::sleep(Duration::from_millis(10)).await;
    scene.auth.end().await.unwrap();
    scene.auth.login().await.unwrap();
    assert_eq!(scene.held().as_deref(), Some("login-2"));
    assert_eq!(scene.store.refresh().as_deref(), Some("login-2"));
    assert_eq!(scene.store.leases.load(Ordering::SeqCst), 0);
}

/// A logout looks for the session that an earlier run stored.
#[tokio::test]
async fn the_stored_pair_is_recalled_and_a_logout_forgets_it() {
    let scene = stored(Credentials::Tokens, Store::with(owned(ended(), None)));
    scene.auth.recall().await;
    assert_eq!(scene.held().as_deref(), Some("r0"));
    scene.auth.end().await.unwrap();
    assert_eq!(scene.store.get(), None);
    // After it nothing comes back by itself.
    scene.store.put(Some(owned(ended(), None)));
    assert_eq!(scene.kind().await, Some(ErrorKind::Authentication));
    assert_eq!(scene.counts(), (0, 0));
}
