//! A server of raw bytes: it answers by a script, counts what reaches it, and shares no code with
//! the simulated portal.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use crate::answer::{Answer, End, Http};

/// The refresh token of the battery's clients: who sends it is renewing, not calling.
pub(crate) const REFRESH: &str = "battery-refresh-token";

/// One call and what the server does with it.
pub(crate) struct Script {
    /// The answers, one for each request; the last one goes on for ever.
    pub(crate) answers: Vec<Answer>,
    /// What a renewal of the tokens is answered.
    pub(crate) renewal: Answer,
    pub(crate) seen: Mutex<Seen>,
    /// Told when an answer stands still.
    pub(crate) stalled: Arc<Notify>,
}

/// What reached the server.
#[derive(Clone, Default)]
pub(crate) struct Seen {
    /// First lines of the requests, renewals left out.
    pub(crate) requests: Vec<String>,
    pub(crate) renewals: usize,
}

impl Script {
    pub(crate) fn new(answers: Vec<Answer>, renewal: Answer) -> Self {
        Self {
            answers,
            renewal,
            seen: Mutex::default(),
            stalled: Arc::new(Notify::new()),
        }
    }

    fn answer(&self, request: &Request) -> Answer {
        let mut seen = self.seen.lock().unwrap();
        let is_renewal = request.path.ends_with("/token")
            && request
                .body
                .windows(REFRESH.len())
                .any(|part| part == REFRESH.as_bytes());
        if is_renewal {
            seen.renewals += 1;
            return self.renewal.clone();
        }
        seen.requests
            .push(format!("{} {}", request.method, request.path));
        let last = self.answers.len() - 1;
        self.answers[(seen.requests.len() - 1).min(last)].clone()
    }
}

/// The listening server.
pub(crate) struct Server {
    address: SocketAddr,
    scripts: Arc<Mutex<HashMap<u64, Arc<Script>>>>,
    next: AtomicU64,
    /// Requests that belong to no script: something was followed to where it must not go.
    strays: Arc<AtomicU64>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let scripts = Arc::<Mutex<HashMap<u64, Arc<Script>>>>::default();
        let strays = Arc::<AtomicU64>::default();
        let (held, stray) = (Arc::clone(&scripts), Arc::clone(&strays));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (scripts, strays) = (Arc::clone(&held), Arc::clone(&stray));
                tokio::spawn(async move { serve(stream, &scripts, &strays).await });
            }
        });
        Self {
            address,
            scripts,
            next: AtomicU64::new(1),
            strays,
        }
    }

    /// A base URL under which this script is played.
    pub(crate) fn play(&self, script: Arc<Script>) -> Played<'_> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        self.scripts.lock().unwrap().insert(id, script);
        Played {
            server: self,
            id,
            url: format!("http://{}/{id}/api", self.address),
        }
    }

    pub(crate) fn strays(&self) -> u64 {
        self.strays.load(Ordering::Relaxed)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }
}

/// A script under its URL, until it is dropped.
pub(crate) struct Played<'a> {
    server: &'a Server,
    id: u64,
    pub(crate) url: String,
}

impl Drop for Played<'_> {
    fn drop(&mut self) {
        self.server.scripts.lock().unwrap().remove(&self.id);
    }
}

struct Request {
    method: String,
    path: String,
    body: Vec<u8>,
}

async fn serve(
    mut stream: TcpStream,
    scripts: &Mutex<HashMap<u64, Arc<Script>>>,
    strays: &AtomicU64,
) {
    let _ = stream.set_nodelay(true);
    let mut held = Vec::new();
    while let Some(request) = read(&mut stream, &mut held).await {
        let id = request
            .path
            .split('/')
            .nth(1)
            .and_then(|id| id.parse().ok());
        let script = id.and_then(|id: u64| scripts.lock().unwrap().get(&id).cloned());
        let is_below = request.path.split('/').nth(2) == Some("api");
        let script = script.filter(|_| is_below);
        let answer = match &script {
            Some(script) => script.answer(&request),
            None => {
                strays.fetch_add(1, Ordering::Relaxed);
                Http::json(200, r#"{"success":true}"#).answer()
            }
        };
        if stream.write_all(&answer.bytes).await.is_err() {
            return;
        }
        match answer.end {
            End::Keep => {}
            End::Close => {
                // What the client still sends is read, or closing would be a reset.
                let _ = stream.shutdown().await;
                let mut rest = [0; 1024];
                while matches!(stream.read(&mut rest).await, Ok(1..)) {}
                return;
            }
            End::Reset => {
                let _ = stream.set_zero_linger();
                return;
            }
            End::Stall => {
                let mut rest = [0; 1024];
                // Once what was sent has been read. Then rarely: it may meet the next attempt.
                let mut pause = Duration::from_millis(30);
                loop {
                    tokio::select! {
                        biased;
                        count = stream.read(&mut rest) => if !matches!(count, Ok(1..)) { return },
                        () = tokio::time::sleep(pause) => {
                            pause = Duration::from_millis(900);
                            if let Some(script) = &script {
                                script.stalled.notify_waiters();
                            }
                        }
                    }
                }
            }
        }
    }
}

async fn read(stream: &mut TcpStream, held: &mut Vec<u8>) -> Option<Request> {
    let mut buffer = [0; 8192];
    let head = loop {
        if let Some(end) = held.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => held.extend_from_slice(&buffer[..count]),
        }
    };
    let text = String::from_utf8_lossy(&held[..head]).into_owned();
    let mut words = text.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let length = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok())
        .unwrap_or(0_usize);
    while held.len() < head + length {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => held.extend_from_slice(&buffer[..count]),
        }
    }
    let body = held[head..head + length].to_vec();
    held.drain(..head + length);
    let path = target.split('?').next()?.to_owned();
    Some(Request { method, path, body })
}
