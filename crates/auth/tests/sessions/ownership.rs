//! Tokens are used for their owner only.

use viettel_idc_auth::{Credentials, Owner};
use viettel_idc_core::ErrorKind;

use super::scene::{LINH, Store, URL, ended, owned, pair, password, scene, stored, user};

/// F6, core-review 4.
#[tokio::test]
async fn another_users_pair_is_neither_used_nor_written_over() {
    let theirs = owned(pair(), Some("minh"));
    let scene = stored(password(), Store::with(theirs.clone()));
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.counts(), (1, 0));
    assert_eq!(scene.held().as_deref(), Some("login-1"));
    assert_eq!(scene.store.get(), Some(theirs.clone()));
    // Whoever asks is told.
    let error = scene.auth.login().await.unwrap_err();
    let told = error.to_string();
    assert!(
        told.contains("minh at https://portal.example.com:443/api"),
        "{told}"
    );
    assert!(told.contains("a store of its own"), "{told}");
    scene.auth.end().await.unwrap();
    assert_eq!(scene.store.get(), Some(theirs));
}

/// F6: a production token does not go to a test server.
#[tokio::test]
async fn another_portals_pair_is_not_used() {
    for other in [
        "https://staging.example.com/api",
        "https://portal.example.com:8443/api",
        "http://portal.example.com/api",
        "https://portal.example.com/other",
    ] {
        let theirs = pair().with_owner(Some(Owner::new(other, Some(LINH))));
        let scene = stored(Credentials::Tokens, Store::with(theirs));
        let error = scene.auth.authorization().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Authentication);
        assert!(error.to_string().contains("holds the tokens of"), "{error}");
        assert_eq!(scene.counts(), (0, 0));
    }
}

#[tokio::test]
async fn a_client_without_a_name_goes_on_with_the_pair_and_the_name_it_finds() {
    let scene = stored(Credentials::Tokens, Store::with(owned(ended(), Some(LINH))));
    scene.auth.authorization().await.unwrap();
    let stored = scene.store.get().unwrap();
    assert_eq!(stored.owner(), Some(&Owner::new(URL, Some(LINH))));
    assert_eq!(scene.store.refresh().as_deref(), Some("refresh-1"));
}

#[tokio::test]
async fn a_pair_of_before_is_taken_by_the_first_client_and_then_is_its_own() {
    let scene = stored(password(), Store::with(pair()));
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.counts(), (0, 0));
    let owner = Owner::new(URL, Some(LINH));
    assert_eq!(scene.store.get().unwrap().owner(), Some(&owner));
    let second = scene.twin(user("minh"));
    second.auth.authorization().await.unwrap();
    assert_eq!(second.counts(), (1, 0));
    assert_eq!(scene.store.refresh().as_deref(), Some("r0"));
}

#[tokio::test]
async fn tokens_of_somebody_else_cannot_be_set() {
    let scene = scene(password(), None);
    let error = scene.auth.set_tokens(owned(pair(), Some("minh"))).await;
    let error = error.unwrap_err();
    assert!(error.to_string().contains("minh at"), "{error}");
    assert_eq!(scene.auth.tokens(), None);
}

#[test]
fn an_owner_is_read_back_as_it_was_written_and_spellings_are_one_portal() {
    let owner = Owner::new("HTTPS://Portal.Example.com:443/api/", Some(LINH));
    assert_eq!(owner, Owner::new(URL, Some(LINH)));
    for (url, portal) in [
        ("http://[::1]/api", "http://[::1]:80/api"),
        ("http://[::1]:8080/Api/", "http://[::1]:8080/Api"),
        (
            "https://Portal.example.com",
            "https://portal.example.com:443",
        ),
    ] {
        assert_eq!(Owner::new(url, None).portal(), portal);
    }
    assert_eq!(Owner::from(owner.to_string().as_str()), owner);
    let text = serde_json::to_string(&owned(pair(), Some(LINH))).unwrap();
    let read: viettel_idc_auth::TokenPair = serde_json::from_str(&text).unwrap();
    assert_eq!(read.owner(), Some(&owner));
}
