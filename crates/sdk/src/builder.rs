//! Building a client.

use std::sync::Arc;
use std::time::Duration;

use viettel_idc_auth::{Authenticator, Credentials};

use crate::base_url::{self, PRODUCTION};
use crate::core::{self, Spawn, Timer, Transport};
use crate::download;
use crate::engine::{Engine, Limits};
use crate::waiter::{Moments, Noting};
use crate::{Client, Error, Guard, MemoryStore, Owner, Secret, TokenPair, TokenStore};

/// Builds a [`Client`]; made by [`Client::builder`].
///
/// ```
/// use std::time::Duration;
///
/// let client = viettel_idc::Client::builder()
///     .password("linh.tran@example.com", "a password")
///     .timeout(Duration::from_secs(20))
///     .max_attempts(5)
///     .build()?;
/// # Ok::<(), viettel_idc::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ClientBuilder {
    base_url: String,
    plain_http: bool,
    credentials: Credentials,
    /// The portal a profile's password is for, while that is the one used.
    password_is_for: Option<String>,
    tokens: Option<TokenPair>,
    store: Arc<dyn TokenStore>,
    transport: Option<Arc<dyn Transport>>,
    timer: Option<Arc<dyn Timer>>,
    spawn: Arc<dyn Spawn>,
    limits: Limits,
    stall_timeout: Option<Duration>,
    max_file_size: Option<u64>,
    guard: Guard,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            base_url: PRODUCTION.to_owned(),
            plain_http: false,
            credentials: Credentials::Tokens,
            password_is_for: None,
            tokens: None,
            store: Arc::new(MemoryStore::default()),
            transport: None,
            timer: None,
            spawn: default_spawn(),
            limits: Limits::default(),
            stall_timeout: None,
            max_file_size: None,
            guard: Guard::default(),
        }
    }
}

impl ClientBuilder {
    /// Where the portal's API is, such as `https://portal.example.com/api`. The production portal
    /// when this is left out.
    pub fn base_url(mut self, url: &str) -> Self {
        url.clone_into(&mut self.base_url);
        self
    }

    /// Allows `http://` to other machines. Passwords and tokens then travel in the clear.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Logs in with an e-mail address and a password, when the first call needs it.
    pub fn password(mut self, username: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.credentials = Credentials::Password {
            username: username.into(),
            password: password.into(),
            remember: false,
        };
        self.password_is_for = None;
        self
    }

    /// Asks for a session of 360 days; after [`ClientBuilder::password`].
    pub fn remember(mut self) -> Self {
        if let Credentials::Password { remember, .. } = &mut self.credentials {
            *remember = true;
        }
        self
    }

    /// Sends an e-mail address and a password along with every call, where the portal allows it.
    pub fn basic(mut self, username: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.credentials = Credentials::Basic {
            username: username.into(),
            password: password.into(),
        };
        self.password_is_for = None;
        self
    }

    /// Lets the password go to the portal that is set now, and to no other.
    #[cfg(all(feature = "profiles", not(target_arch = "wasm32")))]
    pub(crate) fn bind_password(mut self) -> Self {
        self.password_is_for = Some(self.base_url.clone());
        self
    }

    /// Goes on with tokens obtained before; with a password as well, that is used when they end. A
    /// pair that says it is another user's or another portal's is refused.
    pub fn tokens(mut self, tokens: TokenPair) -> Self {
        self.tokens = Some(tokens);
        self
    }

    /// Keeps tokens there, so that another run goes on with them.
    pub fn token_store(mut self, store: impl TokenStore + 'static) -> Self {
        self.store = Arc::new(store);
        self
    }

    /// Sends requests by this instead of reqwest.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Takes the time from there instead of tokio.
    pub fn timer(mut self, timer: impl Timer + 'static) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// Runs renewals of the tokens there instead of as tokio tasks.
    pub fn spawn(mut self, spawn: impl Spawn + 'static) -> Self {
        self.spawn = Arc::new(spawn);
        self
    }

    /// Longest time one attempt at a call may take, 30 s when left out. The content of a
    /// download is not counted; see [`ClientBuilder::stall_timeout`].
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Longest time a call may take with all its attempts and waits, 120 s when left out. The
    /// content of a download is not counted.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.limits.deadline = deadline;
        self
    }

    /// Longest time a download may stand still between two pieces; as long as [`ClientBuilder::timeout`]
    /// when left out. How long it takes in all has no limit.
    pub fn stall_timeout(mut self, limit: Duration) -> Self {
        self.stall_timeout = Some(limit);
        self
    }

    /// Most bytes a download may have. When left out, only [`crate::Download::bytes`] has a limit,
    /// which is 256 MiB.
    pub fn max_file_size(mut self, bytes: u64) -> Self {
        self.max_file_size = Some(bytes);
        self
    }

    /// Most times a call may be sent, 4 when left out. Only calls that may be sent again are.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.limits.max_attempts = attempts;
        self
    }

    /// Makes a loss an error: an answer with a value that fits no field fails with
    /// [`crate::ErrorKind::Decode`] instead of leaving the value out.
    pub fn strict(mut self) -> Self {
        self.limits.strict = true;
        self
    }

    /// Refuses calls of some classes before anything is sent.
    pub fn guard(mut self, guard: Guard) -> Self {
        self.guard = guard;
        self
    }

    /// The client. Nothing is sent yet.
    ///
    /// # Errors
    /// [`crate::ErrorKind::InvalidRequest`] for a base URL that cannot be used, no attempt at all, or
    /// a target that has no transport of its own.
    pub fn build(self) -> Result<Client, Error> {
        let base_url = base_url::check(&self.base_url, self.plain_http)?;
        let owner = self.credentials.owner(base_url);
        if let Some(other) = &self.password_is_for
            && Owner::new(other, None).portal() != owner.portal()
        {
            return Err(Error::invalid_request(format!(
                "the password of the profile or the environment is for {other} and is not sent to {base_url}; give user name and password for that portal"
            )));
        }
        if let Some(tokens) = &self.tokens {
            owner.check(tokens)?;
        }
        if self.limits.max_attempts == 0 {
            return Err(Error::invalid_request("max_attempts must be at least 1"));
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let timer = match self.timer {
            Some(timer) => timer,
            None => default_timer()?,
        };
        let files = download::Limits {
            stall: self.stall_timeout,
            timeout: self.limits.timeout,
            max_size: self.max_file_size,
        };
        let bare = Engine::new(transport, Arc::clone(&timer), self.limits, self.guard);
        // A renewal is no part of the call it is for: it has a deadline of its own.
        let mut context = core::CallContext::default();
        context.timeout = Some(self.limits.timeout);
        context.deadline = Some(self.limits.deadline.max(Limits::default().deadline));
        let portal = core::Client::new(base_url, Arc::new(bare.clone())).with_context(context);
        let auth = Authenticator::new(
            self.credentials,
            self.tokens,
            self.store,
            Arc::clone(&timer),
            self.spawn,
            portal,
        );
        let moments = Moments::default();
        let noting = Noting {
            engine: bare.with_auth(auth.clone()),
            moments: moments.clone(),
            timer: Arc::clone(&timer),
        };
        let core = core::Client::new(base_url, Arc::new(noting));
        Ok(Client::new(core, auth, timer, files, moments))
    }
}

#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
fn default_transport() -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(crate::ReqwestTransport::new()))
}

#[cfg(not(all(feature = "reqwest", not(target_arch = "wasm32"))))]
fn default_transport() -> Result<Arc<dyn Transport>, Error> {
    Err(Error::invalid_request(
        "this build has no transport of its own; give the builder transport(…)",
    ))
}

#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
pub(crate) fn default_timer() -> Result<Arc<dyn Timer>, Error> {
    Ok(Arc::new(crate::TokioTimer::new()))
}

#[cfg(not(all(feature = "tokio", not(target_arch = "wasm32"))))]
pub(crate) fn default_timer() -> Result<Arc<dyn Timer>, Error> {
    Err(Error::invalid_request(
        "this build has no timer of its own; give the builder timer(…)",
    ))
}

#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
fn default_spawn() -> Arc<dyn Spawn> {
    Arc::new(crate::TokioSpawn)
}

#[cfg(not(all(feature = "tokio", not(target_arch = "wasm32"))))]
fn default_spawn() -> Arc<dyn Spawn> {
    Arc::new(core::NoSpawn)
}
