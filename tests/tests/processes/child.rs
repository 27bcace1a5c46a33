//! The other processes: this test program, started again with a task.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use viettel_idc::core::{BoxFuture, Timer};
use viettel_idc::{Client, Error, FileStore, Lease, Owner, TokenPair, TokenStore};

/// Where a process stops and waits to be killed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Step {
    /// Before it asks for the lock.
    BeforeLock,
    /// With the lock, before the request.
    Locked,
    /// The request is sent and the refresh token spent; the portal does not answer.
    Sent,
    /// The answer is there, nothing is stored.
    Answered,
    /// The new file is written beside the old one.
    Written,
    /// The new pair is stored, the lock still held.
    Saved,
}

/// A token that ends in so many seconds; no base64 library is needed for a payload of digits.
pub(crate) fn token(name: &str, ends_in: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let end = now.as_secs() as i64 + ends_in;
    let claims = format!("{{\"iat\":{},\"exp\":{end}}}", end - 3_600);
    format!("{name}.{}.s", base64(claims.as_bytes()))
}

fn base64(bytes: &[u8]) -> String {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let number = chunk
            .iter()
            .fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
        let number = number << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            out.push(digits[(number >> (18 - 6 * place)) as usize & 63] as char);
        }
    }
    out
}

/// A file with a pair whose access token has ended.
pub(crate) fn ended_file(folder: &Path) -> PathBuf {
    let path = folder.join("tokens.json");
    let text = format!("{{\"token\":{:?},\"refresh\":\"r0\"}}", token("t0", -60));
    std::fs::write(&path, text).unwrap();
    path
}

/// A process that was started.
pub(crate) struct Running {
    process: Child,
    lines: BufReader<ChildStdout>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Running {
    /// Begins a process that makes one call. `settings` are variables of its environment.
    pub(crate) fn start(url: &str, file: &Path, settings: &[(&str, String)]) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child::one_call", "--nocapture"])
            .env("CHILD_URL", url)
            .env("CHILD_FILE", file)
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap());
        Self { process, lines }
    }

    /// Waits for a line that begins like this and gives the rest.
    pub(crate) fn says(&mut self, word: &str) -> String {
        let mut seen = String::new();
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).unwrap() == 0 {
                panic!("expected {word}, the process ended with: {seen}");
            }
            if let Some((_, rest)) = line.split_once(word) {
                return rest.trim().to_owned();
            }
            seen.push_str(&line);
        }
    }

    /// What its call gave: nothing, or the error.
    pub(crate) fn outcome(&mut self) -> String {
        self.says("OUTCOME:")
    }

    /// SIGKILL.
    pub(crate) fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn tell(text: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "\n{text}").unwrap();
    out.flush().unwrap();
}

fn stop_at(step: Step) {
    if setting("CHILD_STOPS") == Some(format!("{step:?}")) {
        tell("STOPPED:");
        loop {
            std::thread::sleep(Duration::from_secs(60));
        }
    }
}

/// The file store, stopping on the way.
#[derive(Debug)]
struct Steps(FileStore, PathBuf);

impl TokenStore for Steps {
    fn load<'a>(&'a self, owner: &'a Owner) -> BoxFuture<'a, Result<Option<TokenPair>, Error>> {
        self.0.load(owner)
    }

    fn save<'a>(
        &'a self,
        owner: &'a Owner,
        tokens: Option<TokenPair>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            stop_at(Step::Answered);
            if setting("CHILD_STOPS").as_deref() == Some("Written") {
                // What the store itself leaves behind when it is killed before it renames.
                let mut beside = tempfile::NamedTempFile::new_in(self.1.parent().unwrap()).unwrap();
                beside
                    .write_all(&serde_json::to_vec(&tokens).unwrap())
                    .unwrap();
                stop_at(Step::Written);
            }
            self.0.save(owner, tokens).await?;
            stop_at(Step::Saved);
            Ok(())
        })
    }

    fn lock<'a>(&'a self, timer: &'a dyn Timer) -> BoxFuture<'a, Result<Lease, Error>> {
        Box::pin(async move {
            stop_at(Step::BeforeLock);
            let lease = self.0.lock(timer).await?;
            stop_at(Step::Locked);
            Ok(lease)
        })
    }
}

/// Does nothing unless it is started as a process of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_call() {
    let (Some(url), Some(file)) = (setting("CHILD_URL"), setting("CHILD_FILE")) else {
        return;
    };
    let file = PathBuf::from(file);
    let mut builder = Client::builder()
        .base_url(&url)
        .token_store(Steps(FileStore::new(&file), file))
        .deadline(Duration::from_secs(20));
    if setting("CHILD_PASSWORD").is_some() {
        builder = builder.password("linh.tran@example.com", "geheim-17");
    }
    if let Some(deadline) = setting("CHILD_DEADLINE") {
        let limit = Duration::from_secs_f64(deadline.parse().unwrap());
        builder = builder.deadline(limit).timeout(limit);
    }
    let client = builder.build().unwrap();
    tell("READY:");
    if let Some(go) = setting("CHILD_WAITS_FOR") {
        while !Path::new(&go).exists() {
            std::thread::sleep(Duration::from_millis(2));
        }
    }
    let outcome = client.billing().balance().await;
    tell(&format!(
        "OUTCOME:{}",
        outcome
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    ));
    if setting("CHILD_STAYS").is_some() {
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
}
