//! Proxies, certificates and what comes through them.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};
use viettel_idc::{Error, ErrorKind};

use crate::support::{Listener, balance, begin, client, is_child, variable};

async fn ask(url: &str) -> Result<(), Error> {
    let client = client(url).allow_plain_http().build()?;
    client.billing().balance().await.map(drop)
}

/// Core-review 12.
#[tokio::test]
async fn no_proxy_stands_between_us_and_this_machine() {
    let portal = Listener::start(|stream, _| balance(stream));
    let mut urls = vec![
        portal.url(),
        format!("http://localhost:{}/api", portal.port),
    ];
    let other = TcpListener::bind("[::1]:0").ok().map(|listener| {
        let other = Listener::on(listener, |stream, _| balance(stream));
        urls.push(format!("http://[::1]:{}/api", other.port));
        other
    });
    let proxy = Listener::start(|stream, _| balance(stream));
    let address = format!("http://127.0.0.1:{}", proxy.port);
    let urls = urls.join(" ");
    let variables = [
        ("URLS", &*urls),
        ("HTTP_PROXY", &address),
        ("HTTPS_PROXY", &address),
        ("ALL_PROXY", &address),
    ];
    if is_child(
        "connection::no_proxy_stands_between_us_and_this_machine",
        &variables,
    ) {
        for url in variable("URLS").split(' ') {
            ask(url).await.unwrap();
        }
        return;
    }
    assert_eq!(portal.heads().len(), 2);
    assert!(other.is_none_or(|other| other.heads().len() == 1));
    assert_eq!(proxy.heads(), [""; 0]);
}

/// F15.
#[tokio::test]
async fn other_machines_are_asked_through_the_proxy_of_the_environment() {
    let proxy = Listener::start(|stream, head| {
        if head.starts_with(b"CONNECT") {
            let refusal = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
            let _ = stream.write_all(refusal);
        } else {
            balance(stream);
        }
    });
    let address = format!("http://linh:x@127.0.0.1:{}", proxy.port);
    let variables = [("HTTP_PROXY", &*address), ("https_proxy", &address)];
    let name = "connection::other_machines_are_asked_through_the_proxy_of_the_environment";
    if is_child(name, &variables) {
        ask("http://portal.example.com/api").await.unwrap();
        let error = ask("https://portal.example.com/api").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        return;
    }
    let heads = proxy.heads();
    assert!(
        heads[0].starts_with("GET http://portal.example.com/api/balance "),
        "{heads:?}"
    );
    assert!(
        heads[1].starts_with("CONNECT portal.example.com:443 "),
        "{heads:?}"
    );
    for head in heads {
        let head = head.to_lowercase();
        assert!(
            head.contains("proxy-authorization: basic bgluadp4"),
            "{head}"
        );
    }
}

/// F15.
#[tokio::test]
async fn a_socks_proxy_of_the_environment_is_used_and_given_the_name() {
    let proxy = Listener::start(|stream, greeting| {
        if greeting != [5, 1, 0] {
            return;
        }
        stream.write_all(&[5, 0]).unwrap();
        let mut request = [0; 64];
        let count = stream.read(&mut request).unwrap();
        if request[..count] != *b"\x05\x01\x00\x03\x12portal.example.com\x00\x50" {
            return;
        }
        stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).unwrap();
        let _ = stream.read(&mut [0; 4096]);
        balance(stream);
    });
    let address = format!("socks5h://127.0.0.1:{}", proxy.port);
    let name = "connection::a_socks_proxy_of_the_environment_is_used_and_given_the_name";
    if is_child(name, &[("ALL_PROXY", &address)]) {
        ask("http://portal.example.com/api").await.unwrap();
    } else {
        assert_eq!(proxy.heads().len(), 1);
    }
}

/// F15: passed over, it would be a request in the clear past the company's proxy.
#[tokio::test]
async fn a_proxy_that_cannot_be_used_is_named() {
    let portal = Listener::start(|stream, _| balance(stream));
    let url = portal.url();
    let variables = [
        ("URL", &*url),
        ("HTTPS_PROXY", "ftp://linh:hidden@192.0.2.7"),
    ];
    if is_child(
        "connection::a_proxy_that_cannot_be_used_is_named",
        &variables,
    ) {
        let error = ask("https://portal.example.com/api").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("HTTPS_PROXY"), "{error}");
        assert!(!format!("{error:?}").contains("hidden"));
        ask(&variable("URL")).await.unwrap();
    }
}

/// An authority and a certificate for `localhost` it signed, made by the `openssl` command.
fn certificates(folder: &Path) {
    let config = "[req]\ndistinguished_name=d\n[d]\n[ca]\nbasicConstraints=critical,CA:TRUE\n\
                  [leaf]\nsubjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n";
    std::fs::write(folder.join("openssl.cnf"), config).unwrap();
    for arguments in [
        "req -x509 -config openssl.cnf -extensions ca -newkey rsa:2048 -nodes -days 2 -subj /CN=Example -keyout ca.key -out ca.pem",
        "req -config openssl.cnf -newkey rsa:2048 -nodes -subj /CN=localhost -keyout leaf.key -out leaf.csr",
        "x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 2 -extfile openssl.cnf -extensions leaf -out leaf.pem",
    ] {
        let mut openssl = Command::new("openssl");
        let output = openssl
            .args(arguments.split(' '))
            .current_dir(folder)
            .output();
        let output = output.unwrap_or_else(|error| panic!("openssl cannot be run: {error}"));
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

/// A portal over TLS that would rather speak HTTP/2.
fn tls_portal(folder: &Path) -> Listener {
    let chain = CertificateDer::from_pem_file(folder.join("leaf.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(folder.join("leaf.key")).unwrap();
    let provider = Arc::new(ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![chain], key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let config = Arc::new(config);
    Listener::start(move |stream, hello| {
        let mut tls = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut hello = hello;
        while !hello.is_empty() {
            tls.read_tls(&mut hello).unwrap();
            let _ = tls.process_new_packets();
        }
        let mut tls = Stream::new(&mut tls, stream);
        if matches!(tls.read(&mut [0; 4096]), Ok(1..)) {
            assert_eq!(tls.conn.alpn_protocol(), Some(&b"http/1.1"[..]));
            balance(&mut tls);
            tls.conn.send_close_notify();
            let _ = tls.flush();
        }
    })
}

/// F15, F29, core-review 21.
#[tokio::test]
async fn certificates_come_from_the_environment_and_the_process_keeps_its_tls() {
    let name = "connection::certificates_come_from_the_environment_and_the_process_keeps_its_tls";
    if std::env::var_os("WAY").is_none() {
        let folder = tempfile::tempdir().unwrap();
        certificates(folder.path());
        let portal = tls_portal(folder.path());
        let url = format!("https://localhost:{}/api", portal.port);
        let file = folder.path().join("ca.pem");
        let file = file.to_str().unwrap();
        let folder = folder.path().to_str().unwrap();
        for (way, variable, value) in [
            ("works", "SSL_CERT_FILE", file),
            ("works", "SSL_CERT_DIR", folder),
            ("fails", "SSL_CERT_FILE", "/nowhere/ca.pem"),
            ("stranger", "LANG", "C"),
            // For the loader of the system's this is a file, which is not there.
            ("none", "SSL_CERT_FILE", ""),
        ] {
            let all = [("WAY", way), ("URL", &url), (variable, value)];
            assert!(!is_child(name, &all));
        }
        return;
    }
    let url = variable("URL");
    let outcome = ask(&url).await;
    assert!(
        CryptoProvider::get_default().is_none(),
        "the process's provider was set"
    );
    let expected: &[&str] = match &*variable("WAY") {
        "works" => {
            outcome.unwrap();
            let mine = ring::default_provider().install_default();
            assert!(mine.is_ok(), "the application cannot install its own");
            return ask(&url).await.unwrap();
        }
        "fails" => &["where SSL_CERT_FILE points", "ca-certificates"],
        "stranger" => &["SSL_CERT_FILE"],
        _ => &[
            "the system has no certificates",
            "SSL_CERT_FILE",
            "ca-certificates",
        ],
    };
    let error = outcome.unwrap_err();
    for word in expected {
        assert!(error.to_string().contains(word), "{error}");
    }
    let portal = Listener::start(|stream, _| balance(stream));
    ask(&portal.url()).await.unwrap();
}

/// Core-review 13. Also with every feature of reqwest that another crate may switch on: see
/// `tests/tests/neighbours.rs`.
#[tokio::test]
async fn nothing_is_asked_for_and_nothing_is_decoded() {
    let packed: &[u8] = b"\x1f\x8b\x08 a file that is gzip already";
    let server = Listener::start(move |stream, _| {
        begin(stream, "Content-Encoding: gzip\r\nSet-Cookie: seen=1\r\n");
        let _ = stream.write_all(packed);
    });
    let client = server.client().with_timeout(Duration::from_secs(5));
    for _ in 0..2 {
        let file = client.downloads().get("14").await.unwrap();
        assert_eq!(file.bytes().await.unwrap(), packed);
    }
    for head in server.heads() {
        let head = head.to_lowercase();
        for unwanted in ["accept-encoding", "cookie", "referer"] {
            assert!(!head.contains(unwanted), "{head}");
        }
    }
}
