//! How a new pair of tokens is obtained: from the store, by the refresh token, by the password.

use viettel_idc_core::wire::Secret;
use viettel_idc_core::{Error, ErrorKind, MfaChallenge, types};

use crate::authenticator::Inner;
use crate::{Credentials, TokenPair};

/// What the new pair is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The held pair is missing, about to end, or was refused.
    Renew,
    /// The user wants a new session.
    Login,
}

impl Inner {
    /// A new pair, already stored.
    pub(crate) async fn obtain(&self, purpose: Purpose) -> Result<TokenPair, Error> {
        let _lease = self.store.lock(self.timer.as_ref()).await?;
        if purpose == Purpose::Renew {
            let held = self.held();
            let stored = self.store.load().await?;
            if let Some(stored) = &stored
                && Some(stored) != held.as_ref()
                && !stored.has_ended(self.timer.now())
            {
                return Ok(stored.clone());
            }
            // The stored pair is the newer one: another process may have renewed the held one.
            let current = stored.or(held);
            if let Some(refresh) = current.as_ref().and_then(TokenPair::refresh) {
                match self.refresh(refresh).await {
                    Ok(pair) => return self.stored(pair).await,
                    // A refused refresh token, or one whose answer was lost, is of no more use.
                    Err(error) if self.has_password() && is_spent(&error) => {}
                    Err(error) if is_refusal(&error) => {
                        self.store.save(None).await?;
                        return Err(Error::authentication(format!(
                            "the session ended, and the portal refused to renew it ({error}); log in again"
                        )));
                    }
                    // Nothing that was asked for is in doubt, only the renewal was lost.
                    Err(error) if error.kind() == ErrorKind::OutcomeUnknown => {
                        return Err(error.with_kind(ErrorKind::Transport));
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        let pair = self.login().await?;
        self.stored(pair).await
    }

    async fn stored(&self, pair: TokenPair) -> Result<TokenPair, Error> {
        self.store.save(Some(pair.clone())).await?;
        Ok(pair)
    }

    async fn refresh(&self, refresh: &Secret) -> Result<TokenPair, Error> {
        let body = types::RefreshTokenRequest::new(refresh);
        let answer = self
            .portal
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

    fn has_password(&self) -> bool {
        matches!(self.credentials, Credentials::Password { .. })
    }
}

/// Whether the portal itself said no.
pub(crate) fn is_refusal(error: &Error) -> bool {
    let answered = matches!(
        error.kind(),
        ErrorKind::Authentication
            | ErrorKind::MfaRequired
            | ErrorKind::Permission
            | ErrorKind::NotFound
            | ErrorKind::Validation
            | ErrorKind::Portal
    );
    answered
        && !error
            .status()
            .is_some_and(|status| status.is_server_error())
}

fn is_spent(error: &Error) -> bool {
    is_refusal(error) || error.kind() == ErrorKind::OutcomeUnknown
}
