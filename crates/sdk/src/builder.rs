//! Building a client.

use std::sync::Arc;
use std::time::Duration;

use viettel_idc_auth::{Authenticator, Credentials};

use crate::core::{self, Timer, Transport};
use crate::engine::{Engine, Limits};
use crate::waiter::{Moments, Noting};
use crate::{Client, Error, Guard, MemoryStore, Secret, TokenPair, TokenStore};

const PRODUCTION: &str = "https://manager.idcviettel.com/api";

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
    tokens: Option<TokenPair>,
    store: Arc<dyn TokenStore>,
    transport: Option<Arc<dyn Transport>>,
    timer: Option<Arc<dyn Timer>>,
    limits: Limits,
    guard: Guard,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            base_url: PRODUCTION.to_owned(),
            plain_http: false,
            credentials: Credentials::Tokens,
            tokens: None,
            store: Arc::new(MemoryStore::default()),
            transport: None,
            timer: None,
            limits: Limits::default(),
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
        self
    }

    /// Goes on with tokens obtained before; with a password as well, that is used when they end.
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

    /// Longest time one attempt at a call may take, 30 s when left out. The body of a download is
    /// not counted.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Longest time a call may take with all its attempts and waits, 120 s when left out.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.limits.deadline = deadline;
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
        let base_url = check(&self.base_url, self.plain_http)?;
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
        let bare = Engine::new(transport, Arc::clone(&timer), self.limits, self.guard);
        let portal = core::Client::new(base_url, Arc::new(bare.clone()));
        let auth = Authenticator::new(
            self.credentials,
            self.tokens,
            self.store,
            Arc::clone(&timer),
            portal,
        );
        let moments = Moments::default();
        let noting = Noting {
            engine: bare.with_auth(auth.clone()),
            moments: moments.clone(),
            timer: Arc::clone(&timer),
        };
        let core = core::Client::new(base_url, Arc::new(noting));
        Ok(Client::new(core, auth, timer, moments))
    }
}

fn check(url: &str, plain_http: bool) -> Result<&str, Error> {
    let refuse = |why: &str| {
        Err(Error::invalid_request(format!(
            "the base URL {why}; it should look like {PRODUCTION}"
        )))
    };
    let Ok(uri) = url.parse::<http::Uri>() else {
        return refuse("cannot be read");
    };
    let Some(host) = uri.host().filter(|host| !host.is_empty()) else {
        return refuse("names no host");
    };
    if uri
        .authority()
        .is_some_and(|authority| authority.as_str().contains('@'))
    {
        return refuse("holds a user name; use password() or basic()");
    }
    if uri.query().is_some() {
        return refuse("must end before the query");
    }
    let is_local = host == "localhost" || host == "[::1]" || host.starts_with("127.");
    match uri.scheme_str() {
        Some("https") => Ok(url.trim_end_matches('/')),
        Some("http") if is_local || plain_http => Ok(url.trim_end_matches('/')),
        Some("http") => {
            refuse("would send the password in the clear; use https, or allow_plain_http()")
        }
        _ => refuse("must begin with https://"),
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
