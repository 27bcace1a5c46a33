//! Where tokens are kept.

use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

use viettel_idc_core::{BoxFuture, Error, MaybeSend, MaybeSync};

use crate::TokenPair;

/// Keeps tokens between calls, and between runs if it likes. Before a renewal the pair is loaded
/// again: when another process has renewed it meanwhile, that pair is used.
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
