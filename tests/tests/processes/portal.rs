//! A portal on loopback that takes a refresh token once, in threads of its own.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

#[derive(Default)]
pub(crate) struct Portal {
    pub(crate) url: String,
    pub(crate) refreshes: AtomicUsize,
    pub(crate) logins: AtomicUsize,
    pub(crate) balances: AtomicUsize,
    /// Milliseconds between taking a refresh token and giving the new one.
    pub(crate) delay: AtomicU64,
    /// Whether it spends a refresh token and then never answers.
    pub(crate) holds: AtomicBool,
    spent: Mutex<HashSet<String>>,
    valid: Mutex<HashSet<String>>,
}

impl Portal {
    pub(crate) fn start() -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let portal = Arc::new(Self {
            url: format!("http://{}/api", listener.local_addr().unwrap()),
            ..Self::default()
        });
        let shared = Arc::clone(&portal);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let portal = Arc::clone(&shared);
                std::thread::spawn(move || {
                    // A client that was killed is no failure of the portal.
                    let _ = portal.serve(stream?);
                    std::io::Result::Ok(())
                });
            }
        });
        portal
    }

    /// Refreshes and logins so far.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (
            self.refreshes.load(Ordering::SeqCst),
            self.logins.load(Ordering::SeqCst),
        )
    }

    fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream);
        loop {
            let mut first = String::new();
            if reader.read_line(&mut first)? == 0 {
                return Ok(());
            }
            let (mut length, mut bearer) = (0, String::new());
            loop {
                let mut line = String::new();
                reader.read_line(&mut line)?;
                let line = line.trim();
                let Some((name, value)) = line.split_once(": ") else {
                    break;
                };
                match name.to_ascii_lowercase().as_str() {
                    "content-length" => length = value.parse().unwrap_or(0),
                    "authorization" => bearer = value.replace("Bearer ", ""),
                    _ => {}
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body)?;
            let path = first.split(' ').nth(1).unwrap_or_default();
            let body: Value = serde_json::from_slice(&body).unwrap_or_default();
            let answer = self.answer(path, &bearer, &body).to_string();
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
                answer.len()
            );
            reader.get_mut().write_all(head.as_bytes())?;
            reader.get_mut().write_all(answer.as_bytes())?;
        }
    }

    fn answer(&self, path: &str, bearer: &str, body: &Value) -> Value {
        match path {
            "/api/token" => {
                let refresh = body["refresh_token"].as_str().unwrap_or_default();
                let is_new = self.spent.lock().unwrap().insert(refresh.to_owned());
                let n = self.refreshes.fetch_add(1, Ordering::SeqCst) + 1;
                while self.holds.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(20));
                }
                std::thread::sleep(Duration::from_millis(self.delay.load(Ordering::SeqCst)));
                if is_new {
                    self.pair(&format!("r{n}"))
                } else {
                    json!({ "error": ["invalid_token"] })
                }
            }
            "/api/login" => {
                let n = self.logins.fetch_add(1, Ordering::SeqCst) + 1;
                self.pair(&format!("l{n}"))
            }
            _ if self.valid.lock().unwrap().contains(bearer) => {
                self.balances.fetch_add(1, Ordering::SeqCst);
                json!({ "success": true, "details": { "currency": "VND", "acc_credit": "0.00" } })
            }
            _ => json!({ "error": ["unauthorized"] }),
        }
    }

    fn pair(&self, name: &str) -> Value {
        let token = super::child::token(name, 3_600);
        self.valid.lock().unwrap().insert(token.clone());
        json!({ "token": token, "refresh": name })
    }
}
