//! Where tokens are kept.

use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

use viettel_idc_core::{BoxFuture, Error, MaybeSend, MaybeSync};

use crate::TokenPair;

/// Keeps tokens between calls, and between runs if it likes. Before a renewal the pair is loaded
/// again: when another process has renewed it meanwhile, that pair is used.
///
/// ```
/// use viettel_idc_auth::{TokenPair, TokenStore};
/// use viettel_idc_core::{BoxFuture, Error};
///
/// /// Keeps tokens in a file only its owner should be able to read.
/// #[derive(Debug)]
/// struct FileStore(std::path::PathBuf);
///
/// impl TokenStore for FileStore {
///     fn load(&self) -> BoxFuture<'_, Result<Option<TokenPair>, Error>> {
///         let pair = std::fs::read(&self.0).ok().and_then(|text| serde_json::from_slice(&text).ok());
///         Box::pin(async move { Ok(pair) })
///     }
///
///     fn save(&self, tokens: Option<TokenPair>) -> BoxFuture<'_, Result<(), Error>> {
///         let text = serde_json::to_vec(&tokens).unwrap_or_default();
///         let saved = std::fs::write(&self.0, text)
///             .map_err(|error| Error::invalid_request(format!("tokens cannot be kept: {error}")));
///         Box::pin(async move { saved })
///     }
/// }
/// ```
pub trait TokenStore: Debug + MaybeSend + MaybeSync {
    /// The pair that was saved last.
    fn load(&self) -> BoxFuture<'_, Result<Option<TokenPair>, Error>>;

    /// Keeps a pair, or forgets it. It must be safe when the future is done: the old pair no longer
    /// works.
    fn save(&self, tokens: Option<TokenPair>) -> BoxFuture<'_, Result<(), Error>>;
}

/// Keeps tokens for as long as the program runs.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Option<TokenPair>>);

impl TokenStore for MemoryStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<TokenPair>, Error>> {
        let tokens = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Box::pin(async move { Ok(tokens) })
    }

    fn save(&self, tokens: Option<TokenPair>) -> BoxFuture<'_, Result<(), Error>> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = tokens;
        Box::pin(async { Ok(()) })
    }
}
