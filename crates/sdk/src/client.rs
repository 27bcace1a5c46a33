//! The client itself.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use viettel_idc_auth::Authenticator;

use crate::core::{self, Timer};
use crate::download;
use crate::waiter::Moments;
use crate::{ClientBuilder, Error, ErrorKind, TokenPair};

/// A client of the portal. Clones are cheap and share tokens and connections.
///
/// ```
/// let client = viettel_idc::Client::builder()
///     .base_url("https://portal.example.com/api")
///     .password("linh.tran@example.com", "a password")
///     .build()?;
/// # Ok::<(), viettel_idc::Error>(())
/// ```
#[derive(Clone)]
pub struct Client {
    core: core::Client,
    auth: Authenticator,
    timer: Arc<dyn Timer>,
    files: download::Limits,
    moments: Moments,
}

impl Client {
    /// Starts a client of the production portal.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    pub(crate) fn new(
        core: core::Client,
        auth: Authenticator,
        timer: Arc<dyn Timer>,
        files: download::Limits,
        moments: Moments,
    ) -> Self {
        Self {
            core,
            auth,
            timer,
            files,
            moments,
        }
    }

    /// The generated client below the resources. Its methods order their arguments as the generator
    /// pleases, which may change: prefer the resources.
    #[must_use]
    pub fn core(&self) -> &core::Client {
        &self.core
    }

    pub(crate) fn timer(&self) -> &Arc<dyn Timer> {
        &self.timer
    }

    pub(crate) fn file_limits(&self) -> download::Limits {
        self.files
    }

    pub(crate) fn moments(&self) -> &Moments {
        &self.moments
    }

    /// Logs in now. Calls do it by themselves when they have to; this one tells at once whether the
    /// password is right.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), viettel_idc::Error> {
    /// let client = viettel_idc::Client::sandbox()?;
    /// client.login().await?;
    /// assert!(client.tokens().is_some());
    /// client.logout().await?;
    /// assert!(client.tokens().is_none());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Authentication`] for a wrong password, [`ErrorKind::MfaRequired`] when the portal
    /// wants a second factor, or why the portal was not reached. [`ErrorKind::InvalidRequest`] when
    /// the new tokens could not be stored: they are held, and calls work.
    pub async fn login(&self) -> Result<(), Error> {
        self.auth.login().await
    }

    /// Ends the session at the portal and forgets the tokens. Later calls fail until
    /// [`Client::login`].
    ///
    /// # Errors
    /// Why the portal could not be told; the tokens are forgotten all the same.
    pub async fn logout(&self) -> Result<(), Error> {
        self.auth.recall().await;
        let told = match self.auth.tokens() {
            Some(_) => self.core.auth_logout().await.map(drop).map_err(Error::from),
            None => Ok(()),
        };
        self.forget(told).await
    }

    /// Ends the session by its refresh token, which also works when the access token has ended, and
    /// forgets the tokens.
    ///
    /// # Errors
    /// Why the portal could not be told; the tokens are forgotten all the same.
    pub async fn revoke(&self) -> Result<(), Error> {
        self.auth.recall().await;
        let mut body = core::types::RevokeTokenRequest::new();
        body.refresh_token = self.auth.tokens().and_then(|pair| pair.refresh().cloned());
        let told = match self.auth.tokens() {
            Some(_) => self
                .core
                .auth_revoke_token(&body)
                .await
                .map(drop)
                .map_err(Error::from),
            None => Ok(()),
        };
        self.forget(told).await
    }

    async fn forget(&self, told: Result<(), Error>) -> Result<(), Error> {
        self.auth.end().await?;
        match told {
            // A session the portal no longer knows has ended too.
            Err(error) if error.kind() == ErrorKind::Authentication => Ok(()),
            told => told,
        }
    }

    /// The tokens held now; they do not print.
    #[must_use]
    pub fn tokens(&self) -> Option<TokenPair> {
        self.auth.tokens()
    }

    /// Goes on with these tokens, as after a second factor. When the portal wants one in the middle of
    /// a program's life, that is remembered like a refusal: calls fail with
    /// [`ErrorKind::MfaRequired`] until this, until [`Client::login`] asks for a new challenge (one
    /// ends after minutes), or until another process stores tokens.
    ///
    /// ```no_run
    /// # async fn example(client: viettel_idc::Client) -> Result<(), viettel_idc::Error> {
    /// use viettel_idc::TokenPair;
    ///
    /// if let Err(error) = client.login().await
    ///     && let Some(challenge) = error.mfa()
    /// {
    ///     println!("verify by one of {:?}, then:", challenge.methods);
    ///     client.set_tokens(TokenPair::new("token", Some("refresh token".into()))).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When they say that they are another user's or another portal's. When the token store cannot
    /// keep them: they are held all the same, and stored with a later call.
    pub async fn set_tokens(&self, tokens: TokenPair) -> Result<(), Error> {
        self.auth.set_tokens(tokens).await
    }

    /// Waits until no renewal of the tokens is under way. A renewal is a task of its own and outlives
    /// the call that began it, but not the runtime: a program that is about to leave may give it the
    /// time to store the new tokens.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), viettel_idc::Error> {
    /// let client = viettel_idc::Client::sandbox()?;
    /// client.settle().await;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn settle(&self) {
        self.auth.settle().await;
    }

    /// The same client, giving one attempt at a call at most this long.
    ///
    /// ```
    /// # fn example(client: viettel_idc::Client) {
    /// let patient = client.with_timeout(std::time::Duration::from_secs(90));
    /// # }
    /// ```
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        self.with_context(|context| context.timeout = Some(timeout))
    }

    /// The same client, giving a call with all its attempts and waits at most this long.
    #[must_use]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        self.with_context(|context| context.deadline = Some(deadline))
    }

    /// The same client, sending a call at most this often.
    #[must_use]
    pub fn with_max_attempts(&self, attempts: u32) -> Self {
        self.with_context(|context| context.max_attempts = Some(attempts))
    }

    /// The same client, failing with [`ErrorKind::Decode`] when an answer loses a value, or not.
    #[must_use]
    pub fn with_strict(&self, strict: bool) -> Self {
        self.with_context(|context| context.strict = Some(strict))
    }

    /// The same client, giving up a download that stands still so long; see
    /// [`ClientBuilder::stall_timeout`].
    #[must_use]
    pub fn with_stall_timeout(&self, limit: Duration) -> Self {
        let mut client = self.clone();
        client.files.stall = Some(limit);
        client
    }

    /// The same client, refusing a file with more bytes; see [`ClientBuilder::max_file_size`].
    #[must_use]
    pub fn with_max_file_size(&self, bytes: u64) -> Self {
        let mut client = self.clone();
        client.files.max_size = Some(bytes);
        client
    }

    fn with_context(&self, change: impl FnOnce(&mut core::CallContext)) -> Self {
        let mut context = self.core.context().clone();
        change(&mut context);
        Self {
            core: self.core.with_context(context),
            ..self.clone()
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.core.base_url())
            .field("auth", &self.auth)
            .finish_non_exhaustive()
    }
}
