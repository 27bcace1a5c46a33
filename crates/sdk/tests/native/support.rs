//! A server of bytes: what it answers is written by hand.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use viettel_idc::{Client, ClientBuilder, TokenPair};

/// Listens on this machine and keeps the first bytes of what it is sent.
pub(crate) struct Listener {
    pub(crate) port: u16,
    heads: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Listener {
    /// Runs `answer` for every connection, on a thread of its own, with what came up to the end of
    /// the headers.
    pub(crate) fn start(answer: impl Fn(&mut TcpStream, &[u8]) + Send + Sync + 'static) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").unwrap(), answer)
    }

    pub(crate) fn on(
        listener: TcpListener,
        answer: impl Fn(&mut TcpStream, &[u8]) + Send + Sync + 'static,
    ) -> Self {
        let port = listener.local_addr().unwrap().port();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let (kept, answer) = (Arc::clone(&heads), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, kept, answer) =
                    (stream.unwrap(), Arc::clone(&kept), Arc::clone(&answer));
                std::thread::spawn(move || {
                    let head = head(&mut stream);
                    kept.lock().unwrap().push(head.clone());
                    answer(&mut stream, &head);
                });
            }
        });
        Self { port, heads }
    }

    pub(crate) fn heads(&self) -> Vec<String> {
        let heads = self.heads.lock().unwrap();
        let text = |head: &Vec<u8>| String::from_utf8_lossy(head).into_owned();
        heads.iter().map(text).collect()
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/api", self.port)
    }

    pub(crate) fn client(&self) -> Client {
        client(&self.url()).build().unwrap()
    }
}

/// What arrives up to an empty line; of anything but HTTP the first piece.
fn head(stream: &mut TcpStream) -> Vec<u8> {
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let (mut head, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return head,
            Ok(count) => head.extend_from_slice(&piece[..count]),
        }
        let is_http = head.first().is_some_and(u8::is_ascii_uppercase);
        if !is_http || head.windows(4).any(|four| four == b"\r\n\r\n") {
            return head;
        }
    }
}

/// A client with tokens that asks once.
pub(crate) fn client(url: &str) -> ClientBuilder {
    Client::builder()
        .base_url(url)
        .tokens(TokenPair::new("a.b.c", None))
        .max_attempts(1)
}

/// The beginning of a PDF with these headers.
pub(crate) fn begin(stream: &mut TcpStream, headers: &str) {
    typed(stream, "application/pdf", headers);
}

/// The beginning of an answer of this type with these headers.
pub(crate) fn typed(stream: &mut TcpStream, media: &str, headers: &str) {
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(head.as_bytes()).unwrap();
}

/// A balance as the portal answers.
pub(crate) fn balance(stream: &mut impl Write) {
    let body = r#"{"success":true,"details":{"currency":"VND","acc_balance":"1200.00","acc_credit":"5.00"}}"#;
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    let _ = stream.write_all(answer.as_bytes());
}

/// Runs `name` (a test's path) once more in a process of its own with these variables, for the
/// environment is the process's; true in that process, which then does the work.
pub(crate) fn is_child(name: &str, variables: &[(&str, &str)]) -> bool {
    const CHILD: &str = "VIETTEL_IDC_TEST_CHILD";
    if std::env::var_os(CHILD).is_some() {
        return true;
    }
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", name, "--nocapture"])
        .env(CHILD, "1");
    for name in ["HTTP", "HTTPS", "ALL", "NO"] {
        command.env_remove(format!("{name}_PROXY"));
        command.env_remove(format!("{}_proxy", name.to_lowercase()));
    }
    command
        .env_remove("SSL_CERT_FILE")
        .env_remove("SSL_CERT_DIR");
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let faults = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}{faults}"
    );
    false
}

/// A variable of the child.
pub(crate) fn variable(name: &str) -> String {
    std::env::var(name).unwrap()
}
