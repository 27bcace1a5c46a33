//! Tokens, kept by the host.

use std::fmt::Debug;
use std::sync::Arc;

use viettel_idc::core::BoxFuture;
use viettel_idc::{Error, Owner, TokenPair, TokenStore};

use crate::Refusal;

/// A pair of tokens.
#[derive(uniffi::Record)]
pub struct Tokens {
    /// The token calls are made with.
    pub token: String,
    /// The token a new pair is made with.
    pub refresh: Option<String>,
    /// Whose they are; a store keeps it with them.
    pub owner: Option<String>,
}

impl From<TokenPair> for Tokens {
    fn from(pair: TokenPair) -> Self {
        Self {
            token: pair.token().expose().to_owned(),
            refresh: pair.refresh().map(|refresh| refresh.expose().to_owned()),
            owner: pair.owner().map(ToString::to_string),
        }
    }
}

impl From<Tokens> for TokenPair {
    fn from(tokens: Tokens) -> Self {
        let owner = tokens.owner.map(|owner| Owner::from(owner.as_str()));
        TokenPair::new(tokens.token, tokens.refresh.map(Into::into)).with_owner(owner)
    }
}

/// Keeps tokens, in the host's language.
#[uniffi::export(foreign)]
pub trait HostStore: Debug + Send + Sync {
    /// The pair that was saved last.
    fn load(&self) -> Result<Option<Tokens>, Refusal>;

    /// Keeps a pair, or forgets it.
    fn save(&self, tokens: Option<Tokens>) -> Result<(), Refusal>;
}

#[derive(Clone, Debug)]
pub(crate) struct Store(pub(crate) Arc<dyn HostStore>);

impl Store {
    /// Asks it on a thread where it may take its time.
    async fn ask<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn HostStore) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Error> {
        let store = Arc::clone(&self.0);
        let refuse = |why: String| Error::invalid_request(format!("the token store failed: {why}"));
        tokio::task::spawn_blocking(move || ask(store.as_ref()))
            .await
            .map_err(|error| refuse(error.to_string()))?
            .map_err(|refusal| refuse(refusal.to_string()))
    }
}

impl TokenStore for Store {
    fn load<'a>(&'a self, _: &'a Owner) -> BoxFuture<'a, Result<Option<TokenPair>, Error>> {
        Box::pin(async move {
            let tokens = self.ask(|store| store.load()).await?;
            Ok(tokens.map(Into::into))
        })
    }

    fn save<'a>(
        &'a self,
        _: &'a Owner,
        tokens: Option<TokenPair>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        let tokens = tokens.map(Tokens::from);
        Box::pin(self.ask(|store| store.save(tokens)))
    }
}
