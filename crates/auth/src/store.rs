//! Where tokens are kept.

use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

use viettel_idc_core::{BoxFuture, Error, MaybeSend, MaybeSync, Timer};

use crate::{Owner, TokenPair};

/// Keeps tokens between calls, and between runs if it likes. Before a renewal the pair is loaded
/// again: when another process has renewed it meanwhile, that pair is used.
///
/// A store may keep a pair for each [`Owner`], as under a name of its own in a keyring. One that keeps
/// a single pair must keep [`TokenPair::owner`] with it: somebody else's pair is then neither used nor
/// written over. A store that fails costs no session: a new pair is held in memory, the failure is
/// logged, and later calls try to store it again.
///
/// ```
/// use viettel_idc_auth::{Owner, TokenPair, TokenStore};
/// use viettel_idc_core::{BoxFuture, Error};
///
/// /// Keeps tokens in a file only its owner should be able to read.
/// #[derive(Debug)]
/// struct FileStore(std::path::PathBuf);
///
/// impl TokenStore for FileStore {
///     fn load<'a>(&'a self, _: &'a Owner) -> BoxFuture<'a, Result<Option<TokenPair>, Error>> {
///         let pair = std::fs::read(&self.0).ok().and_then(|text| serde_json::from_slice(&text).ok());
///         Box::pin(async move { Ok(pair) })
///     }
///
///     fn save<'a>(&'a self, _: &'a Owner, tokens: Option<TokenPair>) -> BoxFuture<'a, Result<(), Error>> {
///         let text = serde_json::to_vec(&tokens).unwrap_or_default();
///         let saved = std::fs::write(&self.0, text)
///             .map_err(|error| Error::invalid_request(format!("tokens cannot be kept: {error}")));
///         Box::pin(async move { saved })
///     }
/// }
/// ```
pub trait TokenStore: Debug + MaybeSend + MaybeSync {
    /// The pair that was saved last, for this owner where the store tells owners apart. An owner
    /// without a user may have anybody's pair at its portal.
    fn load<'a>(&'a self, owner: &'a Owner) -> BoxFuture<'a, Result<Option<TokenPair>, Error>>;

    /// Keeps a pair of this owner, or forgets it. It must be safe when the future is done: the old
    /// pair no longer works.
    fn save<'a>(
        &'a self,
        owner: &'a Owner,
        tokens: Option<TokenPair>,
    ) -> BoxFuture<'a, Result<(), Error>>;

    /// Keeps other processes, or other tabs of a browser, from renewing the same pair until the
    /// lease is dropped. A store that only this client uses needs none, which is what happens when
    /// this is left out. When it fails, the tokens are renewed without.
    fn lock<'a>(&'a self, _timer: &'a dyn Timer) -> BoxFuture<'a, Result<Lease, Error>> {
        Box::pin(async { Ok(Lease::new(())) })
    }
}

/// The right to renew a pair of tokens, given back when it is dropped.
pub struct Lease {
    _held: Box<dyn Held>,
}

impl Lease {
    /// A lease that lasts until `held` is dropped.
    pub fn new(held: impl MaybeSend + 'static) -> Self {
        Self {
            _held: Box::new(held),
        }
    }
}

impl Debug for Lease {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lease")
    }
}

/// A trait object cannot be bound by `MaybeSend` itself.
trait Held: MaybeSend {}

impl<T: MaybeSend> Held for T {}

/// Keeps tokens for as long as the program runs.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Option<TokenPair>>);

impl TokenStore for MemoryStore {
    fn load<'a>(&'a self, _: &'a Owner) -> BoxFuture<'a, Result<Option<TokenPair>, Error>> {
        let tokens = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Box::pin(async move { Ok(tokens) })
    }

    fn save<'a>(
        &'a self,
        _: &'a Owner,
        tokens: Option<TokenPair>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = tokens;
        Box::pin(async { Ok(()) })
    }
}
