//! A renewal belongs to no caller.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use viettel_idc_auth::Credentials;
use viettel_idc_core::{BoxFuture, ErrorKind, Spawn};

use super::scene::{Mood, Scene, Store, Tasks, ended, pair, scene};

/// F5, core-review 11.
#[tokio::test]
async fn a_renewal_outlives_its_caller_and_gives_the_lock_back() {
    let scene = scene(Credentials::Tokens, Some(ended()));
    let gone = tokio::time::timeout(Duration::from_millis(5), scene.auth.authorization()).await;
    assert!(gone.is_err());
    assert_eq!(scene.store.leases.load(Ordering::SeqCst), 1);
    // Nobody calls again.
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(scene.store.refresh().as_deref(), Some("refresh-1"));
    assert_eq!(scene.store.leases.load(Ordering::SeqCst), 0);
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.counts(), (0, 1));
}

/// F5: the first caller's deadline is not the renewal's.
#[tokio::test]
async fn who_joins_a_renewal_gets_it_although_the_one_that_began_it_is_gone() {
    let scene = scene(Credentials::Tokens, Some(ended()));
    let (auth, other) = (scene.auth.clone(), scene.auth.clone());
    let first = tokio::spawn(async move { auth.authorization().await.map(drop) });
    let second = tokio::spawn(async move { other.authorization().await.map(drop) });
    tokio::time::sleep(Duration::from_millis(5)).await;
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!(scene.counts(), (0, 1));
}

#[tokio::test]
async fn where_no_task_can_run_callers_drive_the_renewal() {
    let scene = Scene::without_tasks(Credentials::Tokens, Some(ended()));
    let gone = tokio::time::timeout(Duration::from_millis(5), scene.auth.authorization()).await;
    assert!(gone.is_err());
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(scene.store.refresh(), None);
    scene.auth.settle().await;
    assert_eq!(scene.store.refresh().as_deref(), Some("refresh-1"));
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.counts(), (0, 1));
}

/// Core-review 9.
#[tokio::test]
async fn a_store_that_panics_is_an_error_and_the_next_call_starts_anew() {
    let scene = scene(Credentials::Tokens, None);
    *scene.store.load.lock().unwrap() = Mood::Panics;
    let error = scene.auth.authorization().await.unwrap_err();
    assert!(
        error.to_string().contains("token store panicked"),
        "{error}"
    );
    *scene.store.load.lock().unwrap() = Mood::Works;
    scene.store.put(Some(pair()));
    scene.auth.authorization().await.unwrap();

    for side in [&scene.store.save, &scene.store.lock] {
        *side.lock().unwrap() = Mood::Panics;
        let held = scene.auth.authorization().await.unwrap();
        scene.auth.renew(&held).await.unwrap();
        *side.lock().unwrap() = Mood::Works;
    }
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.held().as_deref(), Some("refresh-2"));
    assert_eq!(scene.store.refresh(), scene.held());
}

/// Loses its first tasks as a runtime does that shuts down: at once, or in the middle.
#[derive(Debug)]
struct Losing {
    left: AtomicUsize,
    after: Duration,
}

impl Spawn for Losing {
    fn spawn(&self, work: BoxFuture<'static, ()>) -> Result<(), BoxFuture<'static, ()>> {
        if self.left.fetch_sub(1, Ordering::SeqCst) > 0 {
            let task = tokio::spawn(work);
            let after = self.after;
            if after.is_zero() {
                task.abort();
            } else {
                tokio::spawn(async move {
                    tokio::time::sleep(after).await;
                    task.abort();
                });
            }
            Ok(())
        } else {
            Tasks.spawn(work)
        }
    }
}

#[tokio::test]
async fn a_renewal_dropped_with_its_runtime_wakes_those_who_wait_and_is_begun_anew() {
    for (after, refreshes) in [(Duration::ZERO, 1), (Duration::from_millis(10), 2)] {
        let spawn = Arc::new(Losing {
            left: 1.into(),
            after,
        });
        let (portal, store) = (Arc::default(), Store::default());
        let scene = Scene::at(
            portal,
            Arc::default(),
            super::scene::password(),
            Some(ended()),
            store,
            spawn,
        );
        let calls = (0..10).map(|_| scene.auth.authorization());
        for outcome in futures_util::future::join_all(calls).await {
            outcome.unwrap();
        }
        // What the portal had rotated was lost with the runtime: then the password is used.
        assert_eq!(scene.counts(), (refreshes - 1, refreshes));
        assert_eq!(scene.store.leases.load(Ordering::SeqCst), 0);
    }
}

#[derive(Debug)]
struct Broken;

impl Spawn for Broken {
    fn spawn(&self, _: BoxFuture<'static, ()>) -> Result<(), BoxFuture<'static, ()>> {
        panic!("as asked")
    }
}

#[tokio::test]
async fn with_a_spawner_that_panics_callers_drive_the_renewal() {
    let (portal, store) = (Arc::default(), Store::default());
    let scene = Scene::at(
        portal,
        Arc::default(),
        Credentials::Tokens,
        Some(ended()),
        store,
        Arc::new(Broken),
    );
    scene.auth.authorization().await.unwrap();
    assert_eq!(scene.counts(), (0, 1));
}

/// A real runtime that is shut down while callers in another one wait.
#[test]
fn a_runtime_that_shuts_down_leaves_nobody_waiting() {
    let runtime = || {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap()
    };
    let (first, second) = (runtime(), runtime());
    let scene = scene(super::scene::password(), Some(ended()));
    let auth = scene.auth.clone();
    first.spawn(async move { auth.authorization().await.map(drop) });
    std::thread::sleep(Duration::from_millis(10));
    let auth = scene.auth.clone();
    let waiting = second.spawn(async move { auth.authorization().await.map(drop) });
    std::thread::sleep(Duration::from_millis(2));
    first.shutdown_background();
    let outcome =
        second.block_on(async { tokio::time::timeout(Duration::from_secs(5), waiting).await });
    let outcome = outcome.unwrap().unwrap();
    assert!(
        outcome.is_ok()
            || outcome
                .as_ref()
                .is_err_and(|e| e.kind() == ErrorKind::Transport),
        "{outcome:?}"
    );
}
