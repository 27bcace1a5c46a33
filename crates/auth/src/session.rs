//! How a new pair of tokens is obtained: from the store, by the refresh token, by the password.

use std::time::Duration;

use viettel_idc_core::wire::Secret;
use viettel_idc_core::{BoxFuture, Error, ErrorKind, MfaChallenge, timeout, types};

use crate::authenticator::Inner;
use crate::keep::{Stored, warn};
use crate::life::{Left, Life};
use crate::state::Purpose;
use crate::{Credentials, TokenPair};

/// Longest time the portal is asked for, so that a renewal ends whatever its callers' deadlines are.
const PORTAL: Duration = Duration::from_secs(90);
/// How long the answer to a refresh token is waited for at least.
const ANSWER: Duration = Duration::from_secs(30);
/// When the store is looked at after the portal refused a refresh token: whoever spent it may not
/// have stored the new pair yet.
const LOOKS: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_millis(250),
    Duration::from_millis(750),
];
/// Longest pause before a login that is waited for; a longer one is an error that tells it.
const SHORT: Duration = Duration::from_secs(2);

impl Inner {
    /// Does what is wanted, for the session of generation `begun`. What was obtained is held, then
    /// stored.
    pub(crate) async fn obtain(&self, purpose: Purpose, begun: u64) -> Result<(), Error> {
        if purpose == Purpose::Save {
            let _lease = self.lease().await;
            return self.keep().await;
        }
        let wants_any = purpose == Purpose::Look;
        // First without a lock, which a folder that can only be read does not allow.
        let is_done = purpose <= Purpose::Renew
            && (matches!(self.adopt(begun, wants_any).await, Found::Taken) || wants_any);
        let mut lease = None;
        if !is_done {
            lease = self.lease().await;
            let limited = timeout(&*self.timer, PORTAL, self.ask(purpose, begun)).await;
            match limited
                .unwrap_or_else(|| Err(Error::timeout("renewing the tokens took too long")))
            {
                Ok(Step::Done) => {}
                Ok(Step::Hold(pair)) => self.land(begun, pair).await,
                Ok(Step::Refuse(sent, why)) => return self.refuse(begun, why, sent).await,
                Err(error) => return Err(error),
            }
        }
        let is_unclaimed = std::mem::take(&mut self.state().is_unclaimed);
        if is_unclaimed && (is_done || lease.is_some()) {
            self.claim(lease).await;
        }
        Ok(())
    }

    /// Takes over the stored pair when it is news.
    fn adopt(&self, begun: u64, wants_any: bool) -> BoxFuture<'_, Found> {
        Box::pin(async move {
            let stored = match self.load().await {
                Ok(Stored::Own(pair)) => pair,
                Ok(Stored::Nothing) => return Found::Nothing,
                Ok(Stored::Foreign(other)) => {
                    return Found::Failed(Error::authentication(format!(
                        "the token store holds the tokens of {}; give the password, or a store of its own",
                        other.words()
                    )));
                }
                Err(error) => {
                    warn("the token store cannot be read", &error);
                    return Found::Failed(error);
                }
            };
            let mut state = self.state();
            if state.generation != begun {
                return Found::Taken;
            }
            if !state.is_news(&stored) {
                return Found::Nothing;
            }
            let life = Life::as_told(&stored);
            if !wants_any && life.left(&*self.timer) == Left::Nothing {
                return Found::Ended(stored);
            }
            state.is_unclaimed = stored.owner().is_none();
            state.hold(stored, life);
            Found::Taken
        })
    }

    /// A new pair by the refresh token, else by the password.
    async fn ask(&self, purpose: Purpose, begun: u64) -> Result<Step, Error> {
        let mut sent = None;
        if purpose == Purpose::Renew {
            match self.renew(begun).await? {
                Renewal::Step(step) => return Ok(step),
                Renewal::Refused(pair, why) if !self.has_password() => {
                    let why = Error::authentication(format!(
                        "the session ended, and the portal refused to renew it ({why}); log in again"
                    ));
                    return Ok(Step::Refuse(Some(pair), why));
                }
                Renewal::Refused(pair, _) => sent = Some(pair),
                Renewal::Impossible => {}
            }
        }
        let paused = self.state().paused(self.timer.monotonic());
        match paused {
            Some((left, _)) if left <= SHORT => self.timer.sleep(left).await,
            Some((_, error)) => return Err(error),
            None => {}
        }
        match self.login().await {
            Ok(pair) => Ok(Step::Hold(pair)),
            Err(error) if is_refusal(&error) => Ok(Step::Refuse(sent, error)),
            Err(error) => {
                if is_answer(&error) {
                    self.state().pause(error.clone(), self.timer.monotonic());
                }
                Err(error)
            }
        }
    }

    /// A new pair by the newest refresh token there is.
    async fn renew(&self, begun: u64) -> Result<Renewal, Error> {
        let mut found = self.adopt(begun, false).await;
        let mut sent: Option<TokenPair> = None;
        loop {
            let stored = match &found {
                Found::Taken => return Ok(Renewal::Step(Step::Done)),
                Found::Ended(pair) => Some(pair.clone()),
                _ => None,
            };
            let held = self.state().tokens.clone();
            let mut pairs = stored.into_iter().chain(held);
            let next = pairs.find(|pair| pair.refresh().is_some() && sent.as_ref() != Some(pair));
            let Some((pair, refresh)) = next.and_then(|pair| {
                let refresh = pair.refresh().cloned()?;
                Some((pair, refresh))
            }) else {
                return match found {
                    Found::Failed(error) if !self.has_password() => Err(error),
                    _ => Ok(Renewal::Impossible),
                };
            };
            let error = match self.refresh(&refresh).await {
                Ok(new) => {
                    let new = new.with_owner(pair.owner().cloned());
                    return Ok(Renewal::Step(Step::Hold(new)));
                }
                Err(error) => error,
            };
            if !is_refusal(&error) {
                // A refresh token whose answer was lost, or that was refused for a reason of its
                // own, may be of no more use; the password is.
                return match error.kind() {
                    ErrorKind::OutcomeUnknown if self.has_password() => Ok(Renewal::Impossible),
                    // Nothing that was asked for is in doubt, only the renewal was lost.
                    ErrorKind::OutcomeUnknown => Err(error.with_kind(ErrorKind::Transport)),
                    _ if self.has_password() && is_answer(&error) => Ok(Renewal::Impossible),
                    _ => Err(error),
                };
            }
            found = self.second_look(begun, &pair).await;
            if matches!(found, Found::Nothing) || sent.is_some() {
                return Ok(Renewal::Refused(pair, error));
            }
            sent = Some(pair);
        }
    }

    /// Whether somebody else spent the refused pair and stored a new one.
    async fn second_look(&self, begun: u64, refused: &TokenPair) -> Found {
        for pause in LOOKS {
            self.timer.sleep(pause).await;
            match self.adopt(begun, false).await {
                Found::Ended(pair) if pair == *refused => {}
                Found::Nothing | Found::Failed(_) => {}
                news => return news,
            }
        }
        Found::Nothing
    }

    /// Holds a pair the portal has just sent, then stores it.
    async fn land(&self, begun: u64, pair: TokenPair) {
        let refresh = pair.refresh().cloned();
        let (is_held, is_logged_out) = {
            let mut state = self.state();
            let is_wanted = state.generation == begun;
            if is_wanted {
                let life = Life::from_now(&pair, &*self.timer);
                state.hold(pair, life);
                state.pause = None;
            }
            let over = state.over.as_ref();
            (is_wanted, over.is_some_and(|over| over.is_logout))
        };
        if is_held {
            // A failure is remembered and told there.
            let _ = self.keep().await;
        } else if is_logged_out && refresh.is_some() {
            // What was begun before a logout must not outlive it.
            let mut body = types::RevokeTokenRequest::new();
            body.refresh_token = refresh;
            let _ = self.portal.auth_revoke_token(&body).await;
        }
    }

    /// Remembers a refusal, and makes the store forget what was refused.
    async fn refuse(&self, begun: u64, error: Error, sent: Option<TokenPair>) -> Result<(), Error> {
        {
            let mut state = self.state();
            if state.generation != begun {
                return Ok(());
            }
            let is_of_no_use = state.is_denied || state.is_spent(&*self.timer);
            state.refuse(error.clone(), is_of_no_use);
        }
        if let Some(sent) = sent
            && let Err(why) = self.clear(Some(&sent)).await
        {
            warn("refused tokens stay in the token store", &why);
        }
        Err(error)
    }

    async fn refresh(&self, refresh: &Secret) -> Result<TokenPair, Error> {
        let body = types::RefreshTokenRequest::new(refresh);
        // With the answer the session is lost, so it is waited for even where calls are in a hurry.
        let mut context = self.portal.context().clone();
        context.timeout = Some(context.timeout.unwrap_or_default().max(ANSWER));
        let answer = self
            .portal
            .with_context(context)
            .auth_refresh_token(&body)
            .await
            .map_err(Error::from)?
            .into_inner();
        Ok(TokenPair::new(
            answer.token,
            answer.refresh.or_else(|| Some(refresh.clone())),
        ))
    }

    async fn login(&self) -> Result<TokenPair, Error> {
        let Credentials::Password {
            username,
            password,
            remember,
        } = &self.credentials
        else {
            return Err(Error::authentication(
                "no token and no password at hand; give the client's builder password(username, password) or tokens(pair)",
            ));
        };
        let mut body = types::LoginRequest::new(username.as_str(), password);
        if *remember {
            body = body.remember(true);
        }
        let answer = self
            .portal
            .auth_login(&body)
            .await
            .map_err(Error::from)?
            .into_inner();
        match (answer.token, answer.mfa) {
            (Some(token), _) => Ok(TokenPair::new(token, answer.refresh)),
            (None, Some(mfa)) => Err(Error::mfa_required(MfaChallenge::new(
                mfa.token.unwrap_or_else(|| Secret::from("")),
                mfa.methods,
                mfa.expires_at,
            ))),
            (None, None) => Err(Error::authentication(
                "the portal answered the login without a token",
            )),
        }
    }
}

/// What the store had.
enum Found {
    Nothing,
    /// What is held now, or there is nothing to do any more.
    Taken,
    /// A newer pair whose access token has ended.
    Ended(TokenPair),
    Failed(Error),
}

/// What became of a refresh token.
enum Renewal {
    Step(Step),
    /// The portal refused this one.
    Refused(TokenPair, Error),
    /// There is none that could be used.
    Impossible,
}

/// What follows from the portal's answers.
enum Step {
    Done,
    Hold(TokenPair),
    /// Remember this refusal, of this pair.
    Refuse(Option<TokenPair>, Error),
}

/// Whether the portal said no to the credentials themselves. A page, maintenance or a time-out is
/// no such word.
fn is_refusal(error: &Error) -> bool {
    let is_about_them = matches!(
        error.kind(),
        ErrorKind::Authentication | ErrorKind::MfaRequired
    );
    let is_broken = |status: http::StatusCode| status.is_server_error();
    is_about_them && !error.status().is_some_and(is_broken)
}

/// Whether the portal said no, for whatever reason.
fn is_answer(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Permission
            | ErrorKind::NotFound
            | ErrorKind::Validation
            | ErrorKind::Portal
            | ErrorKind::RateLimit
    )
}
