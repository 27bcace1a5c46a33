//! Logins, tokens, and what never prints.

use std::time::Duration;

use viettel_idc::{Client, ErrorKind, FileStore, TokenPair};
use viettel_idc_sandbox::Options;

use super::scene::{scene, short_tokens, with};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_on_an_ended_token_make_one_refresh() {
    let life = Duration::from_secs(3);
    let scene = with(short_tokens(life), |builder| builder).await;
    scene.client.login().await.unwrap();
    tokio::time::sleep(life + Duration::from_millis(100)).await;
    scene.server.portal().lock().unwrap().faults_mut().clear();
    let calls: Vec<_> = (0..1_000)
        .map(|_| {
            let client = scene.client.clone();
            tokio::spawn(async move { client.services().label("301").await })
        })
        .collect();
    // On a slow machine the new token may end meanwhile; it is renewed a tenth of its life early.
    let start = std::time::Instant::now();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let lives = 1 + start.elapsed().as_millis() as u64 / (life.as_millis() as u64 * 9 / 10);
    let refreshes = scene.refreshes();
    assert!(
        (1..=lives).contains(&refreshes),
        "{refreshes} refreshes in {lives} lives of a token"
    );
}

#[tokio::test]
async fn a_wrong_password_is_an_authentication_error_without_the_password() {
    let scene = with(Options::default(), |builder| {
        builder.password("linh.tran@example.com", "geheim-17")
    })
    .await;
    let error = scene.client.login().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert_eq!(error.codes().collect::<Vec<_>>(), ["wronglogin"]);
    let before = scene.calls();
    assert_eq!(
        scene.client.billing().balance().await.unwrap_err().kind(),
        ErrorKind::Authentication
    );
    assert_eq!(
        scene.calls(),
        before,
        "a wrong password must not be tried again and again"
    );
    let shown = format!("{error} {error:?} {:?}", scene.client);
    assert!(!shown.contains("geheim-17"), "{shown}");
}

#[tokio::test]
async fn without_credentials_open_calls_work_and_others_say_what_is_missing() {
    let scene = scene().await;
    let anonymous = Client::builder()
        .base_url(&scene.server.url())
        .build()
        .unwrap();
    assert!(anonymous.billing().currencies().await.is_ok());
    let error = anonymous.billing().balance().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert!(
        error.to_string().contains("password(username, password)"),
        "{error}"
    );
}

#[tokio::test]
async fn basic_works_with_every_call() {
    let scene = with(Options::default(), |builder| {
        builder.basic("linh.tran@example.com", "sandbox-password")
    })
    .await;
    assert!(scene.client.billing().balance().await.is_ok());
    assert_eq!(scene.calls(), 1);
    let wrong = with(Options::default(), |builder| {
        builder.basic("linh.tran@example.com", "no")
    })
    .await;
    let error = wrong.client.billing().balance().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Authentication, 1)
    );
}

#[tokio::test]
async fn a_session_goes_on_with_its_tokens_until_it_is_ended() {
    let scene = scene().await;
    scene.client.login().await.unwrap();
    let pair = scene.client.tokens().unwrap();
    let other = Client::builder()
        .base_url(&scene.server.url())
        .tokens(pair.clone())
        .build()
        .unwrap();
    assert!(other.billing().balance().await.is_ok());
    scene.client.logout().await.unwrap();
    assert!(scene.client.tokens().is_none());
    let error = other.billing().balance().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert!(error.to_string().contains("log in again"), "{error}");
    let error = scene.client.billing().balance().await.unwrap_err();
    assert!(error.to_string().contains("logged out"), "{error}");
    scene.client.login().await.unwrap();
    scene.client.revoke().await.unwrap();
    assert!(scene.client.billing().balance().await.is_err());
    scene.client.login().await.unwrap();
    assert!(scene.client.billing().balance().await.is_ok());
}

#[tokio::test]
async fn a_made_up_token_falls_back_to_the_password() {
    let stale = TokenPair::new("made.up.token", Some("made-up-refresh".into()));
    let scene = with(Options::default(), |builder| builder.tokens(stale)).await;
    assert!(scene.client.billing().balance().await.is_ok());
    assert_eq!(scene.refreshes(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn programs_that_share_a_file_of_tokens_renew_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/tokens.json");
    let life = Duration::from_secs(3);
    let scene = with(short_tokens(life), |builder| {
        builder.token_store(FileStore::new(&path))
    })
    .await;
    scene.client.login().await.unwrap();
    tokio::time::sleep(life + Duration::from_millis(100)).await;
    // Each has its own memory, as a process has; none has the password.
    let programs: Vec<_> = (0..16)
        .map(|_| {
            let store = FileStore::new(&path);
            let builder = Client::builder().base_url(&scene.server.url());
            let client = builder.token_store(store).build().unwrap();
            tokio::spawn(async move { client.services().label("301").await })
        })
        .collect();
    for program in programs {
        program.await.unwrap().unwrap();
    }
    assert_eq!(scene.refreshes(), 1);
    scene.client.logout().await.unwrap();
    assert!(!path.exists(), "a logout forgets the tokens");
}
