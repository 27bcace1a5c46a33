//! Files of tokens: whose they are, and files that cannot be written as one would like.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use viettel_idc::{Client, ErrorKind, FileStore, TokenPair};
use viettel_idc_sandbox::{Options, Portal, Server};

const LINH: &str = "linh.tran@example.com";

async fn portal() -> Server {
    Server::start(
        Portal::new(Options::default()),
        "127.0.0.1:0".parse().unwrap(),
    )
    .await
    .unwrap()
}

/// A portal whose only user is another one.
async fn portal_of(user: &str) -> Server {
    let mut options = Options::default();
    options.username = user.to_owned();
    Server::start(Portal::new(options), "127.0.0.1:0".parse().unwrap())
        .await
        .unwrap()
}

fn client(server: &Server, file: &Path, user: Option<&str>) -> Client {
    let builder = Client::builder()
        .base_url(&server.url())
        .token_store(FileStore::new(file));
    match user {
        Some(user) => builder.password(user, "sandbox-password"),
        None => builder,
    }
    .build()
    .unwrap()
}

fn calls(server: &Server) -> u64 {
    server.portal().lock().unwrap().calls()
}

/// F6, core-review 4.
#[tokio::test]
async fn each_user_of_each_portal_has_a_pair_of_its_own_in_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tokens.json");
    let (first, second) = (portal().await, portal_of("minh").await);
    client(&first, &file, Some(LINH))
        .billing()
        .balance()
        .await
        .unwrap();
    // Neither the first portal's token nor its refresh token goes there.
    let lost = client(&second, &file, None)
        .billing()
        .balance()
        .await
        .unwrap_err();
    assert_eq!(lost.kind(), ErrorKind::Authentication);
    assert_eq!(calls(&second), 0);
    client(&second, &file, Some("minh"))
        .billing()
        .balance()
        .await
        .unwrap();

    // Both go on without a login; one call each.
    let before = (calls(&first), calls(&second));
    client(&first, &file, Some(LINH))
        .billing()
        .balance()
        .await
        .unwrap();
    client(&second, &file, Some("minh"))
        .billing()
        .balance()
        .await
        .unwrap();
    client(&second, &file, None)
        .billing()
        .balance()
        .await
        .unwrap();
    assert_eq!(
        (calls(&first), calls(&second)),
        (before.0 + 1, before.1 + 2)
    );

    // Another user of the first portal is not linh, and a logout is one user's.
    let other = client(&first, &file, Some("minh"))
        .billing()
        .balance()
        .await;
    assert_eq!(other.unwrap_err().kind(), ErrorKind::Authentication);
    client(&second, &file, Some("minh")).logout().await.unwrap();
    client(&first, &file, None)
        .billing()
        .balance()
        .await
        .unwrap();
    client(&first, &file, Some(LINH)).logout().await.unwrap();
    assert!(!file.exists());
}

#[tokio::test]
async fn without_a_name_a_file_of_several_users_is_refused_in_clear_words() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tokens.json");
    let server = portal().await;
    let address = server.url().replace("/api", "");
    let pairs = [LINH, "minh"]
        .map(|user| format!("{{\"token\":\"t\",\"owner\":\"{address}/api {user}\"}}"));
    std::fs::write(&file, format!("[{}]", pairs.join(","))).unwrap();
    let error = client(&server, &file, None)
        .billing()
        .balance()
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("linh.tran@example.com, minh"),
        "{error}"
    );
    assert_eq!(calls(&server), 0);
}

/// F6: a file of before.
#[tokio::test]
async fn an_old_file_is_taken_over_and_then_says_whose_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tokens.json");
    let server = portal().await;
    let login = client(&server, &folder.path().join("other.json"), Some(LINH));
    login.login().await.unwrap();
    let pair = login.tokens().unwrap().with_owner(None);
    std::fs::write(&file, serde_json::to_vec(&pair).unwrap()).unwrap();
    client(&server, &file, Some(LINH))
        .billing()
        .balance()
        .await
        .unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains(LINH), "{text}");
    let minh = client(&server, &file, Some("minh"));
    assert_eq!(
        minh.billing().balance().await.unwrap_err().kind(),
        ErrorKind::Authentication
    );
}

/// F7, nic-api#4.
#[tokio::test]
async fn an_empty_file_holds_no_tokens() {
    let server = portal().await;
    for text in ["", "\n"] {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        client(&server, file.path(), Some(LINH))
            .billing()
            .balance()
            .await
            .unwrap();
        let stored = std::fs::read_to_string(file.path()).unwrap();
        assert!(stored.contains("refresh"), "{stored}");
    }
}

#[tokio::test]
async fn a_file_that_is_something_else_is_left_alone_and_a_password_still_works() {
    let server = portal().await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "[default]\nurl = \"x\"\n").unwrap();
    client(&server, file.path(), Some(LINH))
        .billing()
        .balance()
        .await
        .unwrap();
    let told = client(&server, file.path(), Some(LINH))
        .login()
        .await
        .unwrap_err();
    assert!(told.to_string().contains("holds something else"), "{told}");
    let stored = std::fs::read_to_string(file.path()).unwrap();
    assert!(stored.starts_with("[default]"), "{stored}");
}

/// F7 try 2: a name whose folder cannot be written to although the file can, as when a single file is
/// mounted into a container. Nothing can be made beside it, no lock either.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_file_that_cannot_be_replaced_is_written_in_place() {
    use std::os::fd::AsRawFd;

    let server = portal().await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), " ".repeat(4_000)).unwrap();
    let mounted = format!("/proc/self/fd/{}", file.as_raw_fd());
    let client = client(&server, Path::new(&mounted), Some(LINH));
    client.login().await.unwrap();
    let read = || std::fs::read_to_string(file.path()).unwrap();
    let pair: TokenPair = serde_json::from_str(&read()).unwrap();
    assert_eq!(Some(pair), client.tokens());
    client.logout().await.unwrap();
    assert_eq!(read(), "");
}

/// F7 try 3: a folder that can only be read.
#[cfg(unix)]
#[tokio::test]
async fn the_files_and_their_locks_are_their_owners() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("new/tokens.json");
    let server = portal().await;
    client(&server, &file, Some(LINH)).login().await.unwrap();
    for path in [file.clone(), file.with_extension("json.lock")] {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
}

#[tokio::test]
async fn a_fresh_process_ends_the_stored_session_at_the_portal_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tokens.json");
    let server = portal().await;
    let first = client(&server, &file, Some(LINH));
    first.login().await.unwrap();
    client(&server, &file, None).logout().await.unwrap();
    let copy = Client::builder()
        .base_url(&server.url())
        .tokens(first.tokens().unwrap())
        .build()
        .unwrap();
    assert_eq!(
        copy.billing().balance().await.unwrap_err().kind(),
        ErrorKind::Authentication
    );
}

#[tokio::test]
async fn tokens_that_say_they_are_somebody_elses_are_refused_before_anything_is_sent() {
    let (first, second) = (portal().await, portal().await);
    let file = tempfile::NamedTempFile::new().unwrap();
    let login = client(&first, file.path(), Some(LINH));
    login.login().await.unwrap();
    let elsewhere = Client::builder()
        .base_url(&second.url())
        .tokens(login.tokens().unwrap())
        .build();
    let error = elsewhere.unwrap_err();
    assert!(
        error.to_string().contains("these are the tokens of"),
        "{error}"
    );
}
