//! Hands out the `Authorization` header, and renews what it is made of.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::FutureExt;
use futures_util::future::Shared;
use http::HeaderValue;
use viettel_idc_core::{BoxFuture, Client, Error, Timer};

use crate::session::{Purpose, is_refusal};
use crate::{Credentials, TokenPair, TokenStore};

/// The header of a call, and which pair of tokens it came from.
#[derive(Clone, Debug)]
pub struct Authorization {
    /// Value of the `Authorization` header, marked as sensitive.
    pub header: HeaderValue,
    /// Counts the pairs; [`Authenticator::renew`] wants it.
    pub generation: u64,
}

/// Hands out the `Authorization` header of calls, and renews tokens, for all clones of a client.
#[derive(Clone)]
pub struct Authenticator(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) credentials: Credentials,
    pub(crate) store: Arc<dyn TokenStore>,
    pub(crate) timer: Arc<dyn Timer>,
    /// A client that sends no credentials.
    pub(crate) portal: Client,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    tokens: Option<TokenPair>,
    generation: u64,
    /// The renewal under way. It is kept here, not with the caller that began it: when that caller
    /// is dropped, the next one goes on with it, and a rotated refresh token is not lost.
    flight: Option<Flight>,
    /// Why there will be no tokens until the user does something.
    refused: Option<Error>,
}

type Flight = Shared<BoxFuture<'static, Result<(), Error>>>;

/// What the held tokens are good for.
enum Held {
    Good(Authorization),
    EndsSoon(Authorization),
    /// None that can be used; the number of pairs so far.
    Missing(u64),
}

impl Authenticator {
    /// Starts with `credentials` and perhaps a pair of tokens; `portal` sends calls without
    /// credentials.
    #[must_use]
    pub fn new(
        credentials: Credentials,
        tokens: Option<TokenPair>,
        store: Arc<dyn TokenStore>,
        timer: Arc<dyn Timer>,
        portal: Client,
    ) -> Self {
        let state = Mutex::new(State {
            tokens,
            ..State::default()
        });
        Self(Arc::new(Inner {
            credentials,
            store,
            timer,
            portal,
            state,
        }))
    }

    /// The header of a call: renews the tokens first when they are about to end.
    ///
    /// # Errors
    /// [`viettel_idc_core::ErrorKind::Authentication`] when there is nothing to prove oneself with,
    /// [`viettel_idc_core::ErrorKind::MfaRequired`], or why the portal was not reached.
    pub async fn authorization(&self) -> Result<Authorization, Error> {
        if let Credentials::Basic { username, password } = &self.0.credentials {
            let pair = STANDARD.encode(format!("{username}:{}", password.expose()));
            return Ok(Authorization {
                header: header(&format!("Basic {pair}"))?,
                generation: 0,
            });
        }
        match self.0.look()? {
            Held::Good(authorization) => return Ok(authorization),
            // Renewing early is a courtesy: while the token holds, its failure is no reason to fail.
            Held::EndsSoon(authorization) => {
                if self.renew(&authorization).await.is_err() {
                    return Ok(authorization);
                }
            }
            Held::Missing(generation) => self.fly(Purpose::Renew, Some(generation)).await?,
        }
        match self.0.look()? {
            Held::Good(authorization) | Held::EndsSoon(authorization) => Ok(authorization),
            Held::Missing(_) => Err(Error::authentication(
                "the portal gave a token that has already ended; check this machine's clock",
            )),
        }
    }

    /// The header of a call that may go without: nothing is renewed for it.
    ///
    /// # Errors
    /// When the held token cannot stand in a header.
    pub fn authorization_if_any(&self) -> Result<Option<Authorization>, Error> {
        let state = self.0.state();
        state
            .tokens
            .as_ref()
            .map(|pair| bearer(pair, state.generation))
            .transpose()
    }

    /// Renews the tokens the portal refused, unless that was done meanwhile. All callers share one
    /// renewal.
    ///
    /// # Errors
    /// As [`Authenticator::authorization`].
    pub async fn renew(&self, refused: &Authorization) -> Result<(), Error> {
        self.fly(Purpose::Renew, Some(refused.generation)).await
    }

    /// Whether tokens the portal refused can be renewed at all.
    #[must_use]
    pub fn can_renew(&self) -> bool {
        !matches!(self.0.credentials, Credentials::Basic { .. })
    }

    /// Begins a new session with the password. With tokens only, or with HTTP Basic, there is
    /// nothing to do.
    ///
    /// # Errors
    /// As [`Authenticator::authorization`].
    pub async fn login(&self) -> Result<(), Error> {
        match &self.0.credentials {
            Credentials::Basic { .. } => return Ok(()),
            Credentials::Tokens if self.0.held().is_some() => return Ok(()),
            _ => {}
        }
        self.0.state().refused = None;
        self.fly(Purpose::Login, None).await
    }

    /// The tokens held now.
    #[must_use]
    pub fn tokens(&self) -> Option<TokenPair> {
        self.0.held()
    }

    /// Goes on with these tokens, as after a second factor.
    ///
    /// # Errors
    /// When the store cannot keep them.
    pub async fn set_tokens(&self, pair: TokenPair) -> Result<(), Error> {
        self.0.store.save(Some(pair.clone())).await?;
        self.0.state().hold(pair);
        Ok(())
    }

    /// Waits until no renewal is under way. Whoever drops a call may have dropped the only one that
    /// was driving a renewal: this brings it to its end, so that the portal's new refresh token is
    /// stored although nobody asked for it any more.
    pub async fn settle(&self) {
        let flight = self.0.state().flight.clone();
        if let Some(flight) = flight {
            // Who joins it next hears of a failure.
            let _ = flight.await;
        }
    }

    /// Forgets the tokens; calls fail until [`Authenticator::login`] or [`Authenticator::set_tokens`].
    ///
    /// # Errors
    /// When the store cannot forget them; they are forgotten here all the same.
    pub async fn end(&self) -> Result<(), Error> {
        self.0.state().refuse(Error::authentication(
            "logged out; call login() to begin a new session",
        ));
        self.0.store.save(None).await
    }

    /// Joins the renewal under way, or begins one, unless the pair that was `seen` is already
    /// another's past: looking and joining are one step, or a renewal could end in between.
    async fn fly(&self, purpose: Purpose, seen: Option<u64>) -> Result<(), Error> {
        let flight = {
            let mut state = self.0.state();
            if seen.is_some_and(|seen| seen != state.generation) {
                return Ok(());
            }
            state
                .flight
                .get_or_insert_with(|| {
                    let inner = Arc::clone(&self.0);
                    let flight: BoxFuture<'static, _> =
                        Box::pin(async move { inner.land(purpose).await });
                    flight.shared()
                })
                .clone()
        };
        flight.await
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn held(&self) -> Option<TokenPair> {
        self.state().tokens.clone()
    }

    /// Runs a renewal to its end, and says so before anybody waiting goes on.
    async fn land(&self, purpose: Purpose) -> Result<(), Error> {
        let outcome = self.obtain(purpose).await;
        let mut state = self.state();
        state.flight = None;
        match outcome {
            Ok(pair) => {
                state.hold(pair);
                Ok(())
            }
            Err(error) => {
                if is_refusal(&error) {
                    state.refuse(error.clone());
                }
                Err(error)
            }
        }
    }

    fn look(&self) -> Result<Held, Error> {
        let now = self.timer.now();
        let state = self.state();
        if let Some(refused) = &state.refused {
            return Err(refused.clone());
        }
        match &state.tokens {
            Some(pair) if pair.has_ended(now) => Ok(Held::Missing(state.generation)),
            Some(pair) if pair.ends_soon(now) => {
                Ok(Held::EndsSoon(bearer(pair, state.generation)?))
            }
            Some(pair) => Ok(Held::Good(bearer(pair, state.generation)?)),
            None => Ok(Held::Missing(state.generation)),
        }
    }
}

impl State {
    fn hold(&mut self, pair: TokenPair) {
        self.tokens = Some(pair);
        self.generation += 1;
        self.refused = None;
    }

    /// A refusal is remembered: asking again with the same password would only lock the account.
    fn refuse(&mut self, error: Error) {
        self.tokens = None;
        self.generation += 1;
        self.refused = Some(error);
    }
}

fn bearer(pair: &TokenPair, generation: u64) -> Result<Authorization, Error> {
    let header = header(&format!("Bearer {}", pair.token().expose()))?;
    Ok(Authorization { header, generation })
}

fn header(text: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(text).map_err(|_| {
        Error::invalid_request("a token or password holds characters no HTTP header can")
    })?;
    value.set_sensitive(true);
    Ok(value)
}

impl fmt::Debug for Authenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.0.state();
        f.debug_struct("Authenticator")
            .field("credentials", &self.0.credentials)
            .field("has_tokens", &state.tokens.is_some())
            .field("generation", &state.generation)
            .finish_non_exhaustive()
    }
}
