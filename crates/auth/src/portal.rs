//! Asking the portal for tokens, and what its answers mean for a session.

use std::time::Duration;

use viettel_idc_core::wire::Secret;
use viettel_idc_core::{BoxFuture, Error, ErrorKind, MfaChallenge, types};

use crate::authenticator::Inner;
use crate::{Credentials, TokenPair};

/// How long the answer to a refresh token is waited for at least.
const ANSWER: Duration = Duration::from_secs(30);

impl Inner {
    pub(crate) fn refresh<'a>(
        &'a self,
        refresh: &'a Secret,
    ) -> BoxFuture<'a, Result<TokenPair, Error>> {
        Box::pin(async move {
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
        })
    }

    pub(crate) fn login(&self) -> BoxFuture<'_, Result<TokenPair, Error>> {
        Box::pin(async move {
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
        })
    }
}

/// Whether the portal said no to the credentials themselves. A page, maintenance or a time-out is
/// no such word.
pub(crate) fn is_refusal(error: &Error) -> bool {
    let is_about_them = matches!(
        error.kind(),
        ErrorKind::Authentication | ErrorKind::MfaRequired
    );
    let is_broken = |status: http::StatusCode| status.is_server_error();
    is_about_them && !error.status().is_some_and(is_broken)
}

/// Whether the portal said no, for whatever reason.
pub(crate) fn is_answer(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Permission
            | ErrorKind::NotFound
            | ErrorKind::Validation
            | ErrorKind::Portal
            | ErrorKind::RateLimit
    )
}
