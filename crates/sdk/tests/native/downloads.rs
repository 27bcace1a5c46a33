//! Downloads over a connection that is not what it should be.

use std::io::Write;
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::support::{Listener, begin, client};
use futures_util::StreamExt;
use viettel_idc::core::{Body, BoxFuture, Transport, TransportError};
use viettel_idc::{Client, Download, Error, ErrorKind};

const PDF: &[u8] = b"%PDF-1.7 an invoice";

/// More of a PDF than is looked at before a file is handed on.
fn start() -> Vec<u8> {
    let mut start = b"%PDF-1.7".to_vec();
    start.resize(8192, b' ');
    start
}

async fn pdf(client: &Client) -> Result<Download, Error> {
    client.billing().invoice_pdf("308976").await
}

fn whole() -> Listener {
    Listener::start(|stream, _| {
        begin(stream, &format!("Content-Length: {}\r\n", PDF.len()));
        let _ = stream.write_all(PDF);
    })
}

/// 8192 bytes of 100000, and nothing more.
fn stalled() -> Listener {
    Listener::start(|stream, _| {
        begin(stream, "Content-Length: 100000\r\n");
        stream.write_all(&start()).unwrap();
        std::thread::sleep(Duration::from_secs(30));
    })
}

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.unwrap().file_name().into_string().unwrap()
    };
    let mut names: Vec<_> = entries.map(name).collect();
    names.sort();
    names
}

/// F14, core-review 18.
#[tokio::test]
async fn a_download_that_stands_still_is_given_up() {
    let server = stalled();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("invoice.pdf");
    let started = Instant::now();
    let by_timeout = server.client().with_timeout(Duration::from_millis(400));
    let by_limit = server
        .client()
        .with_stall_timeout(Duration::from_millis(400));
    let built = client(&server.url()).stall_timeout(Duration::from_millis(400));
    for client in [by_timeout, by_limit, built.build().unwrap()] {
        let read = pdf(&client).await.unwrap().bytes().await.unwrap_err();
        let saved = pdf(&client).await.unwrap().save_to(&path).await;
        let mut stream = pdf(&client).await.unwrap().stream();
        let mut seen = 0;
        let streamed = loop {
            match stream.next().await.unwrap() {
                Ok(piece) => seen += piece.len(),
                Err(error) => break error,
            }
        };
        assert_eq!(seen, 8192);
        assert!(stream.next().await.is_none(), "an error is the end");
        for error in [read, saved.unwrap_err(), streamed] {
            assert_eq!(error.kind(), ErrorKind::Timeout);
            let text = error.to_string();
            assert!(text.contains("stands still"), "{text}");
            assert!(text.contains("0.4 s, after 8192 of 100000 bytes"), "{text}");
            assert!(error.is_safe_to_repeat());
        }
    }
    assert!(started.elapsed() < Duration::from_secs(12));
    assert_eq!(files(folder.path()), [""; 0]);
}

/// The limit is for the silence between two pieces, not for the whole.
#[tokio::test]
async fn a_slow_download_that_moves_is_not_given_up() {
    let server = Listener::start(|stream, _| {
        begin(stream, "");
        stream.write_all(&start()).unwrap();
        for _ in 0..8 {
            stream.write_all(b"%PDF").unwrap();
            std::thread::sleep(Duration::from_millis(150));
        }
    });
    let client = server.client().with_timeout(Duration::from_millis(600));
    let client = client.with_deadline(Duration::from_millis(700));
    assert_eq!(
        pdf(&client).await.unwrap().bytes().await.unwrap().len(),
        8224
    );
}

/// Nor does the time the reader takes count.
#[tokio::test]
async fn a_reader_may_take_its_time() {
    let server = Listener::start(|stream, _| {
        begin(stream, "Content-Length: 8196\r\n");
        stream.write_all(&start()).unwrap();
        std::thread::sleep(Duration::from_millis(100));
        stream.write_all(b"-1.7").unwrap();
    });
    let client = server
        .client()
        .with_stall_timeout(Duration::from_millis(400));
    let mut stream = pdf(&client).await.unwrap().stream();
    while let Some(piece) = stream.next().await {
        piece.unwrap();
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
}

/// Core-review 18.
#[tokio::test]
async fn a_file_that_is_too_large_is_refused() {
    let announced = whole();
    let chunked = Listener::start(|stream, _| {
        begin(stream, "");
        let _ = stream.write_all(PDF);
    });
    let folder = tempfile::tempdir().unwrap();
    for server in [announced, chunked] {
        let exact = server.client().with_max_file_size(PDF.len() as u64);
        assert_eq!(pdf(&exact).await.unwrap().bytes().await.unwrap(), PDF);
        let built = client(&server.url()).max_file_size(10).build().unwrap();
        for client in [server.client().with_max_file_size(10), built] {
            let path = folder.path().join("invoice.pdf");
            let read = pdf(&client).await.unwrap().bytes().await.unwrap_err();
            let saved = pdf(&client).await.unwrap().save_to(path).await;
            for error in [read, saved.unwrap_err()] {
                assert_eq!(error.kind(), ErrorKind::InvalidRequest);
                let text = error.to_string();
                assert!(
                    text.contains("10 bytes") && text.contains("max_file_size"),
                    "{text}"
                );
                assert!(!error.is_safe_to_repeat());
            }
        }
    }
    assert_eq!(files(folder.path()), [""; 0]);
}

/// Core-review 18: without a limit of the user's, memory has one and the disk has none.
#[tokio::test]
async fn a_file_read_whole_has_a_limit_of_its_own() {
    let server = Listener::start(|stream, _| {
        begin(stream, "Content-Length: 268435457\r\n");
        stream.write_all(&start()).unwrap();
    });
    let client = server.client();
    let error = pdf(&client).await.unwrap().bytes().await.unwrap_err();
    assert!(error.to_string().contains("268435456 bytes"), "{error}");
    let mut stream = pdf(&client).await.unwrap().stream();
    assert!(stream.next().await.unwrap().is_ok());
}

#[tokio::test]
async fn a_file_that_breaks_off_is_no_file() {
    let server = Listener::start(|stream, _| {
        begin(stream, "Content-Length: 100000\r\n");
        stream.write_all(&start()).unwrap();
        let _ = stream.shutdown(Shutdown::Both);
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("invoice.pdf");
    std::fs::write(&path, "before").unwrap();
    let error = pdf(&server.client()).await.unwrap().save_to(&path).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Transport);
    assert_eq!(std::fs::read(&path).unwrap(), b"before");
    assert_eq!(files(folder.path()), ["invoice.pdf"]);
}

/// A transport of the user's that checks no length.
#[derive(Debug)]
struct Loose(&'static [(&'static str, &'static str)]);

impl Transport for Loose {
    fn send(
        &self,
        _: http::Request<bytes::Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let mut response = http::Response::builder().header("content-type", "application/pdf");
        for (name, value) in self.0 {
            response = response.header(*name, *value);
        }
        Box::pin(async { Ok(response.body(Body::Full(PDF.into())).unwrap()) })
    }
}

/// Core-review 18.
#[tokio::test]
async fn the_announced_size_is_checked_whatever_the_transport() {
    for (length, word) in [("18", "longer"), ("20", "broke off")] {
        let headers: &'static [_] = Box::leak(Box::new([("content-length", length)]));
        let client = client("https://portal.example.com/api").transport(Loose(headers));
        let file = pdf(&client.build().unwrap()).await.unwrap();
        assert_eq!(
            file.size().map(|size| size.to_string()).as_deref(),
            Some(length)
        );
        let error = file.bytes().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(error.to_string().contains(word), "{error}");
    }
    // The size of what a transport has decoded is not the announced one.
    let headers = &[("content-length", "7"), ("content-encoding", "gzip")];
    let client = client("https://portal.example.com/api").transport(Loose(headers));
    let file = pdf(&client.build().unwrap()).await.unwrap();
    assert_eq!(file.size(), None);
    assert_eq!(file.bytes().await.unwrap(), PDF);
}

#[tokio::test]
async fn a_save_that_is_cancelled_leaves_nothing() {
    let server = stalled();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("invoice.pdf");
    let file = pdf(&server.client()).await.unwrap();
    let saving = tokio::spawn(async move { file.save_to(path).await });
    let begun = Instant::now();
    while files(folder.path()).is_empty() && begun.elapsed() < Duration::from_secs(5) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(files(folder.path()).len(), 1, "it has begun");
    saving.abort();
    assert!(saving.await.unwrap_err().is_cancelled());
    assert_eq!(files(folder.path()), [""; 0]);
}

#[tokio::test]
async fn only_a_regular_file_is_replaced() {
    let server = whole();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("folder")).unwrap();
    let slash = at("new/").to_str().unwrap().to_owned() + "/";
    let mut wrong = vec![
        at("folder"),
        at("folder/.."),
        slash.into(),
        at("nowhere/a.pdf"),
    ];
    if cfg!(unix) {
        wrong.push("/dev/null".into());
    }
    for path in wrong {
        let error = pdf(&server.client()).await.unwrap().save_to(&path).await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("cannot be written: "), "{error}");
    }
    assert_eq!(files(folder.path()), ["folder"]);
}

#[cfg(unix)]
#[tokio::test]
async fn links_are_followed_and_permissions_are_those_of_any_file() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let server = whole();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mode = |name: &str| at(name).metadata().unwrap().permissions().mode() & 0o777;
    std::fs::write(at("plain"), "").unwrap();
    std::fs::write(at("private"), "").unwrap();
    std::fs::set_permissions(at("private"), PermissionsExt::from_mode(0o600)).unwrap();
    symlink("private", at("link")).unwrap();
    symlink("gone", at("dangling")).unwrap();

    for name in ["new", "link"] {
        let saved = pdf(&server.client()).await.unwrap().save_to(at(name)).await;
        assert_eq!(saved.unwrap().path, at(name));
        assert_eq!(std::fs::read(at(name)).unwrap(), PDF);
    }
    assert_eq!(mode("new"), mode("plain"), "as the umask says");
    assert_eq!(mode("private"), 0o600, "as it was");
    assert!(at("link").is_symlink());
    let error = pdf(&server.client())
        .await
        .unwrap()
        .save_to(at("dangling"))
        .await;
    assert!(error.unwrap_err().to_string().contains("cannot be written"));
    assert_eq!(
        files(folder.path()),
        ["dangling", "link", "new", "plain", "private"]
    );
}

/// Core-review 18: the disk is not waited for on the executor.
#[cfg(unix)]
#[test]
fn a_file_is_written_outside_the_executor() {
    let server = Listener::start(|stream: &mut TcpStream, _| {
        begin(stream, "");
        let _ = stream.write_all(&start());
        let _ = stream.write_all(&vec![b'x'; 5 << 20]);
    });
    let threads = Arc::new(std::sync::Mutex::new(Vec::new()));
    let started = Arc::clone(&threads);
    // Only threads for work that blocks are started here.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .on_thread_start(move || started.lock().unwrap().push(std::thread::current().id()))
        .build()
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.bin");
    let saved = runtime.block_on(async { pdf(&server.client()).await?.save_to(&path).await });
    assert_eq!(saved.unwrap().bytes, 8192 + (5 << 20));
    assert_eq!(path.metadata().unwrap().len(), 8192 + (5 << 20));
    assert!(!threads.lock().unwrap().is_empty());
}

/// An executor that is not tokio's saves as well.
#[test]
fn a_file_is_written_without_tokio() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("invoice.pdf");
    let client = client("https://portal.example.com/api")
        .transport(Loose(&[]))
        .timer(Never)
        .build()
        .unwrap();
    let saved =
        futures_util::FutureExt::now_or_never(async { pdf(&client).await?.save_to(&path).await });
    assert_eq!(saved.unwrap().unwrap().bytes, PDF.len() as u64);
    assert_eq!(std::fs::read(&path).unwrap(), PDF);
}

/// A clock that stands.
#[derive(Debug)]
struct Never;

impl viettel_idc::core::Timer for Never {
    fn now(&self) -> std::time::SystemTime {
        std::time::UNIX_EPOCH
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

/// F16, over HTTP: raw UTF-8, and the starred form that wins.
#[tokio::test]
async fn the_suggested_name_comes_through_the_connection() {
    for (header, name) in [
        ("attachment; filename=\"hóa đơn;7.pdf\"", "hóa đơn;7.pdf"),
        (
            "attachment; filename=x.pdf; filename*=UTF-8''h%C3%B3a.pdf",
            "hóa.pdf",
        ),
        (
            "attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd",
            "passwd",
        ),
    ] {
        let server = Listener::start(move |stream, _| {
            begin(stream, &format!("Content-Disposition: {header}\r\n"));
            let _ = stream.write_all(PDF);
        });
        let file = pdf(&server.client()).await.unwrap();
        assert_eq!(file.file_name().as_deref(), Some(name));
    }
}
