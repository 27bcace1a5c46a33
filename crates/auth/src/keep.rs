//! Talking to a token store that may fail, stand still, lag or panic.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use viettel_idc_core::{BoxFuture, Error, MaybeSend, timeout};

use crate::authenticator::Inner;
use crate::{Lease, Owner, TokenPair};

/// Longest time the store may take to load or to save.
const STORE: Duration = Duration::from_secs(10);
/// Longest time another client's renewal is waited for: a little longer than one may take.
const LOCK: Duration = Duration::from_secs(120);

/// What the store holds.
pub(crate) enum Stored {
    Nothing,
    /// A pair this client may use.
    Own(TokenPair),
    /// Somebody else's pair.
    Foreign(Owner),
}

impl Inner {
    pub(crate) fn load(&self) -> BoxFuture<'_, Result<Stored, Error>> {
        Box::pin(async move {
            let owner = self.state().owner.clone();
            let load = Box::pin(async { self.store.load(&owner).await });
            let Some(pair) = self.patiently(STORE, load).await? else {
                return Ok(Stored::Nothing);
            };
            Ok(match pair.owner() {
                Some(other) if !owner.may_use(other) => Stored::Foreign(other.clone()),
                _ => Stored::Own(pair),
            })
        })
    }

    /// The right to renew the stored pair. A store that cannot lock is used without: a refresh token
    /// that somebody else spent meanwhile is noticed when the portal refuses it.
    pub(crate) async fn lease(&self) -> Option<Lease> {
        self.lock()
            .await
            .inspect_err(|error| warn("the tokens are renewed without a lock", error))
            .ok()
    }

    fn lock(&self) -> BoxFuture<'_, Result<Lease, Error>> {
        let lock = Box::pin(async { self.store.lock(self.timer.as_ref()).await });
        Box::pin(self.patiently(LOCK, lock))
    }

    /// Lets a stored pair of before say whose it is. A store that cannot be locked or written to
    /// loses nothing by that.
    pub(crate) async fn claim(&self, lease: Option<Lease>) {
        let lease = match lease {
            Some(lease) => Ok(lease),
            None => self.lock().await,
        };
        if lease.is_ok() {
            let _ = self.store_newest().await;
        }
    }

    /// Makes the store hold what is held here. A failure loses nothing: the pair is held, and stored
    /// with one of the next calls.
    pub(crate) fn keep(&self) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            let outcome = self.store_newest().await;
            {
                let mut state = self.state();
                match &outcome {
                    Ok(()) => state.unsaved = None,
                    Err(error) => state.not_saved(error.clone(), self.timer.monotonic()),
                }
            }
            // Without the lock: whoever listens may ask this client something.
            outcome.inspect_err(|error| {
                warn("the token store does not hold the newest tokens", error);
            })
        })
    }

    /// Also when what is held changes meanwhile.
    fn store_newest(&self) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            loop {
                let (generation, pair) = {
                    let state = self.state();
                    (state.generation, state.tokens.clone())
                };
                let outcome = match pair {
                    Some(pair) => self.save(pair).await,
                    None => self.clear(None).await,
                };
                if self.state().generation == generation {
                    return outcome;
                }
            }
        })
    }

    async fn save(&self, pair: TokenPair) -> Result<(), Error> {
        let owner = self.state().owner.clone();
        match self.load().await {
            Ok(Stored::Foreign(other)) => {
                return Err(Error::invalid_request(format!(
                    "the token store holds the tokens of {}, which are left alone; give {} a store of its own",
                    other.words(),
                    owner.words()
                )));
            }
            Ok(Stored::Own(stored)) if stored == pair && stored.owner() == pair.owner() => {
                return Ok(());
            }
            // What cannot be read may still be written over.
            _ => {}
        }
        let save = Box::pin(async { self.store.save(&owner, Some(pair)).await });
        self.patiently(STORE, save).await
    }

    /// Makes the store forget this client's pair; if `only` that one is meant, no other.
    pub(crate) async fn clear(&self, only: Option<&TokenPair>) -> Result<(), Error> {
        match (self.load().await, only) {
            (Ok(Stored::Own(stored)), Some(only)) if stored != *only => return Ok(()),
            (Ok(Stored::Own(_)), _) | (Err(_), None) => {}
            _ => return Ok(()),
        }
        let owner = self.state().owner.clone();
        let save = Box::pin(async { self.store.save(&owner, None).await });
        self.patiently(STORE, save).await
    }

    async fn patiently<T: MaybeSend>(
        &self,
        limit: Duration,
        work: BoxFuture<'_, Result<T, Error>>,
    ) -> Result<T, Error> {
        let mut outcome = None;
        self.within(limit, Box::pin(async { outcome = Some(work.await) }))
            .await?;
        outcome.unwrap_or_else(|| Err(failed("gave no answer")))
    }

    async fn within(&self, limit: Duration, work: BoxFuture<'_, ()>) -> Result<(), Error> {
        match timeout(&*self.timer, limit, AssertUnwindSafe(work).catch_unwind()).await {
            Some(Ok(())) => Ok(()),
            Some(Err(_)) => Err(failed("panicked")),
            None => Err(failed("gave no answer in time")),
        }
    }
}

fn failed(why: &str) -> Error {
    Error::invalid_request(format!("the token store {why}"))
}

/// In one place: each costs a kilobyte.
pub(crate) fn warn(what: &str, error: &Error) {
    tracing::warn!(%error, "{what}");
}
