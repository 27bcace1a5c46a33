//! Hands out the `Authorization` header, and renews what it is made of.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use viettel_idc_core::{
    BoxFuture, Client, Error, NoSpawn, Spawn, Timer, TransportError, TransportErrorKind, timeout,
};

use crate::flight::take_off;
use crate::life::Left;
use crate::state::{Over, Purpose, Shared, State};
use crate::{Credentials, Owner, TokenPair, TokenStore};

/// How long a call waits for a pair to be stored that could not be stored before.
const SAVING: Duration = Duration::from_secs(1);
/// How long after a failed renewal before the end the next one is tried.
const EARLY: Duration = Duration::from_secs(10);
/// How often a renewal is begun for one caller when runtimes drop it; the last one it drives itself.
const BEGINNINGS: u32 = 3;

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
    spawn: Arc<dyn Spawn>,
    /// A client that sends no credentials.
    pub(crate) portal: Client,
    /// Whose tokens this client may use.
    owner: Owner,
    state: Mutex<State>,
}

/// What the held tokens are good for.
enum Held {
    Good(Authorization),
    EndsSoon(Authorization),
    Ended,
    /// None, and there will be none until something changes.
    Over(Error),
    Missing,
}

impl Authenticator {
    /// Starts with `credentials` and perhaps a pair of tokens; `portal` sends calls without
    /// credentials, `spawn` runs renewals.
    #[must_use]
    pub fn new(
        credentials: Credentials,
        tokens: Option<TokenPair>,
        store: Arc<dyn TokenStore>,
        timer: Arc<dyn Timer>,
        spawn: Arc<dyn Spawn>,
        portal: Client,
    ) -> Self {
        let owner = credentials.owner(portal.base_url());
        let tokens = tokens.map(|pair| {
            let owner = pair.owner().unwrap_or(&owner).clone();
            pair.with_owner(Some(owner))
        });
        let state = Mutex::new(State::new(owner.clone(), tokens));
        Self(Arc::new(Inner {
            credentials,
            store,
            timer,
            spawn,
            portal,
            owner,
            state,
        }))
    }

    /// The header of a call: renews the tokens first when they are about to end. A token that cannot
    /// be renewed is used until the portal refuses it.
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
        self.save_again().await;
        let (held, generation) = self.0.look()?;
        let seen = Some(generation);
        match held {
            Held::Good(authorization) => return Ok(authorization),
            // Renewing early is a courtesy: while the token holds, its failure is no reason to fail.
            Held::EndsSoon(authorization) => {
                if self.can_renew() && self.fly(Purpose::Renew, seen).await.is_err() {
                    self.0.state().early = self.0.timer.monotonic().saturating_add(EARLY);
                    return Ok(authorization);
                }
            }
            Held::Ended if self.can_renew() => {
                let renewed = self.fly(Purpose::Renew, seen).await;
                // It may be the clock that is wrong.
                if self.0.state().over.is_none() {
                    renewed?;
                }
            }
            Held::Ended => drop(self.fly(Purpose::Look, seen).await),
            // Somebody else may have logged in since.
            Held::Over(error) => {
                let _ = self.fly(Purpose::Look, seen).await;
                if self.0.state().over.is_some() {
                    return Err(error);
                }
            }
            Held::Missing => self.fly(Purpose::Renew, seen).await?,
        }
        let state = self.0.state();
        match (&state.tokens, &state.over) {
            (Some(pair), _) => bearer(pair, state.generation),
            (None, Some(over)) => Err(over.error.clone()),
            (None, None) => Err(Error::authentication(
                "the session ended meanwhile; call again",
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
        let over = {
            let mut state = self.0.state();
            if state.generation != refused.generation {
                return Ok(());
            }
            state.is_denied = true;
            if state.over.is_some() {
                state.forget();
            }
            state.over.clone().map(|over| (over, state.generation))
        };
        let Some((over, generation)) = over else {
            return self.fly(Purpose::Renew, Some(refused.generation)).await;
        };
        let _ = self.fly(Purpose::Look, Some(generation)).await;
        if self.0.state().over.is_some() {
            return Err(over.error);
        }
        Ok(())
    }

    /// Whether tokens the portal refused can be renewed at all: by a refresh token or a password.
    #[must_use]
    pub fn can_renew(&self) -> bool {
        match self.0.credentials {
            Credentials::Basic { .. } => false,
            Credentials::Password { .. } => true,
            Credentials::Tokens => {
                let state = self.0.state();
                let pair = state.tokens.as_ref();
                pair.is_none_or(|pair| pair.refresh().is_some()) || state.over.is_some()
            }
        }
    }

    /// Begins a new session with the password. With tokens only, or with HTTP Basic, there is
    /// nothing to do.
    ///
    /// # Errors
    /// As [`Authenticator::authorization`]; also when the new tokens could not be stored, though they
    /// are held and calls work.
    pub async fn login(&self) -> Result<(), Error> {
        let purpose = match &self.0.credentials {
            Credentials::Basic { .. } => return Ok(()),
            Credentials::Tokens if self.0.held().is_some() => return Ok(()),
            Credentials::Tokens => Purpose::Renew,
            Credentials::Password { .. } => Purpose::Login,
        };
        {
            let mut state = self.0.state();
            state.over = None;
            state.pause = None;
        }
        self.fly(purpose, None).await?;
        match &self.0.state().unsaved {
            Some(unsaved) => Err(Error::invalid_request(format!(
                "logged in, but the tokens could not be stored and are held in memory only: {}",
                unsaved.error
            ))),
            None => Ok(()),
        }
    }

    /// The tokens held now.
    #[must_use]
    pub fn tokens(&self) -> Option<TokenPair> {
        self.0.held()
    }

    /// Takes the stored pair when none is held yet.
    pub async fn recall(&self) {
        let seen = {
            let state = self.0.state();
            let is_new = state.tokens.is_none() && state.over.is_none();
            is_new.then_some(state.generation)
        };
        if seen.is_some() && !matches!(self.0.credentials, Credentials::Basic { .. }) {
            let _ = self.fly(Purpose::Look, seen).await;
        }
    }

    /// Goes on with these tokens, as after a second factor. What a renewal under way brings is then
    /// thrown away.
    ///
    /// # Errors
    /// When they are another user's or another portal's, or when the store cannot keep them; they are
    /// held all the same then.
    pub async fn set_tokens(&self, pair: TokenPair) -> Result<(), Error> {
        self.0.owner.check(&pair)?;
        {
            let life = crate::life::Life::as_told(&pair);
            self.0.state().hold(pair, life);
        }
        self.0.keep().await
    }

    /// Waits until no renewal is under way. A renewal is a task of its own, but ends with the runtime
    /// it runs on: a program that is about to leave gives it the time to store the new tokens.
    pub async fn settle(&self) {
        loop {
            let flight = self.0.state().flight.clone();
            let Some(shared) = flight else { return };
            let _ = shared.flight.await;
            self.0.landed(shared.id);
        }
    }

    /// Forgets the tokens; calls fail until [`Authenticator::login`] or [`Authenticator::set_tokens`].
    /// What a renewal under way brings is revoked.
    ///
    /// # Errors
    /// When the store cannot forget them; they are forgotten here all the same.
    pub async fn end(&self) -> Result<(), Error> {
        {
            let mut state = self.0.state();
            state.forget();
            state.over = Some(Over {
                error: Error::authentication("logged out; call login() to begin a new session"),
                is_logout: true,
            });
        }
        self.0.keep().await
    }

    /// Stores a pair that could not be stored before.
    async fn save_again(&self) {
        let now = self.0.timer.monotonic();
        let is_due = {
            let state = self.0.state();
            let unsaved = state.unsaved.as_ref();
            state.flight.is_none() && unsaved.is_some_and(|unsaved| unsaved.again <= now)
        };
        if is_due {
            let saving = self.fly(Purpose::Save, None);
            let _ = timeout(&*self.0.timer, SAVING, saving).await;
        }
    }

    /// Joins what is under way, or begins it, unless the pair that was `seen` is already another's
    /// past: looking and joining are one step, or a renewal could end in between.
    fn fly(&self, purpose: Purpose, seen: Option<u64>) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            for beginning in 1..=BEGINNINGS {
                loop {
                    let Some((shared, is_mine)) = self.board(purpose, seen, beginning) else {
                        return Ok(());
                    };
                    let outcome = shared.flight.await;
                    self.0.landed(shared.id);
                    match outcome {
                        Some(outcome) if is_mine => return outcome,
                        // It was something else, and had to be waited for.
                        Some(_) => {}
                        None => break,
                    }
                }
            }
            Err(Error::transport(TransportError::new(
                TransportErrorKind::Lost,
                "renewing the tokens was dropped with the runtime it ran on; call again",
            )))
        })
    }

    /// What is under way, and whether that is what is wanted.
    fn board(&self, purpose: Purpose, seen: Option<u64>, beginning: u32) -> Option<(Shared, bool)> {
        let mut state = self.0.state();
        let begun = state.generation;
        if seen.is_some_and(|seen| seen != begun) {
            return None;
        }
        if state.flight.is_none() {
            state.flights += 1;
            let id = state.flights;
            let inner = Arc::clone(&self.0);
            let work: BoxFuture<'static, _> = Box::pin(async move {
                let outcome = inner.obtain(purpose, begun).await;
                // Said before anybody who waits goes on.
                inner.landed(id);
                outcome
            });
            let spawn: &dyn Spawn = if beginning < BEGINNINGS {
                &*self.0.spawn
            } else {
                &NoSpawn
            };
            state.flight = Some(Shared {
                id,
                purpose,
                begun,
                flight: take_off(spawn, work),
            });
        }
        let shared = state.flight.clone()?;
        let is_mine = shared.purpose >= purpose && shared.begun == begun;
        Some((shared, is_mine))
    }
}

impl Inner {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn has_password(&self) -> bool {
        matches!(self.credentials, Credentials::Password { .. })
    }

    fn held(&self) -> Option<TokenPair> {
        self.state().tokens.clone()
    }

    /// This flight is over.
    fn landed(&self, id: u64) {
        let mut state = self.state();
        if state.flight.as_ref().is_some_and(|shared| shared.id == id) {
            state.flight = None;
        }
    }

    fn look(&self) -> Result<(Held, u64), Error> {
        let state = self.state();
        let held = match (&state.tokens, &state.over) {
            (_, Some(over)) if over.is_logout => return Err(over.error.clone()),
            (None, Some(over)) => Held::Over(over.error.clone()),
            (None, None) => Held::Missing,
            (Some(pair), over) => {
                let authorization = bearer(pair, state.generation)?;
                match state.left(&*self.timer) {
                    // Nothing better will come.
                    _ if over.is_some() => Held::Good(authorization),
                    Left::Little if self.timer.monotonic() >= state.early => {
                        Held::EndsSoon(authorization)
                    }
                    Left::Nothing => Held::Ended,
                    _ => Held::Good(authorization),
                }
            }
        };
        Ok((held, state.generation))
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
