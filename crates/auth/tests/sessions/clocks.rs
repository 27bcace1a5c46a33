//! A wrong clock costs at most one renewal.

use std::sync::atomic::Ordering;

use viettel_idc_auth::Credentials;

use super::scene::{Store, ended, owned, pair, password, scene, stored};

/// F11, core-review 20.
#[tokio::test]
async fn a_login_is_used_although_the_clock_says_that_it_has_ended() {
    for skew in [7_200, 86_400 * 365] {
        let scene = scene(password(), None);
        scene.clock.skew.store(skew, Ordering::SeqCst);
        for _ in 0..10 {
            scene.auth.authorization().await.unwrap();
        }
        assert_eq!(scene.counts(), (1, 0));
    }
}

/// F11: fast by most of a token's life.
#[tokio::test]
async fn a_fast_clock_renews_once_and_not_with_every_call() {
    for skew in [950, 2_000] {
        let scene = stored(Credentials::Tokens, Store::with(owned(pair(), None)));
        scene.clock.skew.store(skew, Ordering::SeqCst);
        *scene.portal.life.lock().unwrap() = (0, 1_000);
        for _ in 0..10 {
            scene.auth.authorization().await.unwrap();
        }
        assert_eq!(scene.counts(), (0, 1));
    }
}

#[tokio::test]
async fn life_is_counted_from_receipt() {
    let scene = scene(Credentials::Tokens, Some(ended()));
    // Slow by much more than a life.
    scene.clock.set(100_000);
    scene.clock.skew.store(-90_000, Ordering::SeqCst);
    *scene.portal.life.lock().unwrap() = (100_000, 101_000);
    scene.auth.authorization().await.unwrap();
    scene.clock.set(100_900);
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.counts(), (0, 1));
    scene.clock.set(100_950);
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.counts(), (0, 2));
}

#[tokio::test]
async fn a_token_made_and_ended_at_one_moment_is_believed_by_the_portals_answer_only() {
    let scene = scene(password(), None);
    *scene.portal.life.lock().unwrap() = (500, 500);
    for _ in 0..5 {
        scene.auth.authorization().await.unwrap();
    }
    assert_eq!(scene.counts(), (1, 0));
}
