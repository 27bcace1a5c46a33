//! Tokens in a file.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use viettel_idc_auth::Lease;

use crate::core::{BoxFuture, Timer};
use crate::{Error, TokenPair, TokenStore};

/// How often a lock that another process holds is tried again.
const PAUSE: Duration = Duration::from_millis(25);

/// Keeps tokens in a file that only its owner can read, for programs that run again and again.
///
/// Processes that share the file renew one after the other, so that none spends a refresh token
/// another one has just used. The lock is a second file beside it, ending in `.lock`.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("tokens.json");
/// let client = viettel_idc::Client::builder()
///     .password("linh.tran@example.com", "a password")
///     .token_store(viettel_idc::FileStore::new(path))
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct FileStore(PathBuf);

impl FileStore {
    /// Keeps tokens there; missing folders are made when the first pair is kept.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    fn read(&self) -> Result<Option<TokenPair>, Error> {
        let text = match std::fs::read(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.refuse("read", &error)),
        };
        // Without the parser's own words: they may quote a token.
        serde_json::from_slice(&text).map_err(|_| {
            self.refuse(
                "read",
                &"it holds something else; delete it and log in again",
            )
        })
    }

    /// Written beside the old file and moved over it: a crash leaves one pair or the other.
    fn write(&self, tokens: Option<&TokenPair>) -> io::Result<()> {
        let Some(tokens) = tokens else {
            return match std::fs::remove_file(&self.0) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        };
        let folder = self.folder();
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec(tokens)?)?;
        file.as_file().sync_all()?;
        file.persist(&self.0)?;
        Ok(())
    }

    fn folder(&self) -> &Path {
        match self.0.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }

    fn open_lock(&self) -> io::Result<File> {
        std::fs::create_dir_all(self.folder())?;
        let mut path = self.0.clone().into_os_string();
        path.push(".lock");
        OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(false)
            .open(path)
    }

    fn refuse(&self, what: &str, why: &dyn std::fmt::Display) -> Error {
        Error::invalid_request(format!(
            "the tokens in {} cannot be {what}: {why}",
            self.0.display()
        ))
    }
}

impl TokenStore for FileStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<TokenPair>, Error>> {
        Box::pin(async move { self.read() })
    }

    fn save(&self, tokens: Option<TokenPair>) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            self.write(tokens.as_ref())
                .map_err(|error| self.refuse("kept", &error))
        })
    }

    /// Tried again and again rather than waited for: a wait in the system could not be given up.
    fn lock<'a>(&'a self, timer: &'a dyn Timer) -> BoxFuture<'a, Result<Lease, Error>> {
        Box::pin(async move {
            let file = self
                .open_lock()
                .map_err(|error| self.refuse("locked", &error))?;
            loop {
                match file.try_lock() {
                    Ok(()) => return Ok(Lease::new(file)),
                    Err(TryLockError::WouldBlock) => timer.sleep(PAUSE).await,
                    Err(TryLockError::Error(error)) => return Err(self.refuse("locked", &error)),
                }
            }
        })
    }
}
