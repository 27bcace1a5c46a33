//! Tokens in a file.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use viettel_idc_auth::Lease;

use crate::core::{BoxFuture, Timer};
use crate::{Error, Owner, TokenPair, TokenStore};

/// How often a lock that another process holds is tried again.
const PAUSE: Duration = Duration::from_millis(25);

/// Keeps tokens in a file that only its owner can read, for programs that run again and again. Each
/// user of each portal has a pair of its own in it.
///
/// Processes that share the file renew one after the other, so that none spends a refresh token
/// another one has just used. The lock is a second file beside it, ending in `.lock`. Where there are
/// no locks (Android, some network file systems) or the folder can only be read, tokens are renewed
/// without one. A file that cannot be replaced, such as one that is mounted alone into a container,
/// is written in place.
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

    /// All pairs of the file; an empty one holds none.
    fn read(&self) -> Result<Vec<TokenPair>, Error> {
        let text = match std::fs::read(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(self.refuse("read", &error)),
        };
        let parsed = match text.trim_ascii() {
            [] => return Ok(Vec::new()),
            [b'{', ..] => serde_json::from_slice(&text).map(|pair| vec![pair]),
            _ => serde_json::from_slice(&text),
        };
        // Without the parser's own words: they may quote a token.
        parsed.map_err(|_| {
            self.refuse(
                "read",
                &"it holds something else; delete it and log in again",
            )
        })
    }

    fn find(&self, owner: &Owner) -> Result<Option<TokenPair>, Error> {
        let mut pairs = self.read()?;
        if let Some(place) = position(&pairs, owner) {
            return Ok(Some(pairs.swap_remove(place)));
        }
        pairs.retain(|pair| pair.owner().is_none_or(|other| owner.may_use(other)));
        if pairs.len() > 1 && pairs.iter().any(|pair| pair.owner().is_some()) {
            let users = pairs.iter().filter_map(|pair| pair.owner()?.user());
            let users = users.collect::<Vec<_>>().join(", ");
            let why = format!(
                "they are of several users ({users}); give user name and password, or each user a file"
            );
            return Err(self.refuse("used", &why));
        }
        Ok(pairs.pop())
    }

    /// Puts a pair in the place of what [`FileStore::find`] gives.
    fn replace(&self, owner: &Owner, tokens: Option<TokenPair>) -> Result<(), Error> {
        let mut pairs = self.read()?;
        let place = position(&pairs, owner)
            .or_else(|| pairs.iter().position(|pair| pair.owner().is_none()));
        match (place, tokens) {
            (Some(place), Some(tokens)) => pairs[place] = tokens,
            (Some(place), None) => drop(pairs.remove(place)),
            (None, Some(tokens)) => pairs.push(tokens),
            (None, None) => return Ok(()),
        }
        self.write(&pairs)
            .map_err(|error| self.refuse("kept", &error))
    }

    fn write(&self, pairs: &[TokenPair]) -> io::Result<()> {
        if pairs.is_empty() {
            return match std::fs::remove_file(&self.0) {
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
                Err(_) => self.write_in_place(b""),
                Ok(()) => Ok(()),
            };
        }
        // A single pair as one object, as it always was.
        let text = match pairs {
            [pair] => serde_json::to_vec(pair)?,
            _ => serde_json::to_vec(pairs)?,
        };
        match self.write_beside(&text) {
            // It may be a file that is mounted alone, or the folder one that can only be read.
            Err(error) if self.0.exists() && !is_full(&error) => self.write_in_place(&text),
            outcome => outcome,
        }
    }

    /// Written beside the old file and moved over it: a crash leaves one text or the other.
    fn write_beside(&self, text: &[u8]) -> io::Result<()> {
        let folder = self.folder();
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text)?;
        file.as_file().sync_all()?;
        file.persist(&self.0)?;
        Ok(())
    }

    fn write_in_place(&self, text: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).open(&self.0)?;
        file.write_all(text)?;
        file.set_len(text.len() as u64)?;
        file.sync_all()
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
        let mut options = OpenOptions::new();
        options.create(true).write(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path)
    }

    fn refuse(&self, what: &str, why: &dyn std::fmt::Display) -> Error {
        Error::invalid_request(format!(
            "the tokens in {} cannot be {what}: {why}",
            self.0.display()
        ))
    }
}

fn position(pairs: &[TokenPair], owner: &Owner) -> Option<usize> {
    pairs.iter().position(|pair| pair.owner() == Some(owner))
}

/// There is no room for the text; writing it in place would cost the old one too.
fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded
    )
}

/// A held lock. Closing the file would not be enough: a child process that was forked meanwhile has
/// it open too.
struct Locked(File);

impl Drop for Locked {
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

impl TokenStore for FileStore {
    fn load<'a>(&'a self, owner: &'a Owner) -> BoxFuture<'a, Result<Option<TokenPair>, Error>> {
        Box::pin(async move { self.find(owner) })
    }

    fn save<'a>(
        &'a self,
        owner: &'a Owner,
        tokens: Option<TokenPair>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move { self.replace(owner, tokens) })
    }

    /// Tried again and again rather than waited for: a wait in the system could not be given up.
    fn lock<'a>(&'a self, timer: &'a dyn Timer) -> BoxFuture<'a, Result<Lease, Error>> {
        Box::pin(async move {
            let file = self
                .open_lock()
                .map_err(|error| self.refuse("locked", &error))?;
            loop {
                match file.try_lock() {
                    Ok(()) => return Ok(Lease::new(Locked(file))),
                    Err(TryLockError::WouldBlock) => timer.sleep(PAUSE).await,
                    Err(TryLockError::Error(error)) => return Err(self.refuse("locked", &error)),
                }
            }
        })
    }
}
