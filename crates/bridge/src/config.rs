//! A client's settings.

use serde::Deserialize;
use viettel_idc::{Client, ClientBuilder, Error, Guard, Secret, TokenPair};

use crate::seconds;

/// A client's settings, kept where a client must be built more than once.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Whether what is not said here comes from the environment and the profile.
    #[serde(default)]
    environment: bool,
    profile: Option<String>,
    base_url: Option<String>,
    username: Option<String>,
    password: Option<Secret>,
    #[serde(default)]
    basic: bool,
    #[serde(default)]
    remember: bool,
    tokens: Option<TokenPair>,
    #[cfg(not(target_arch = "wasm32"))]
    token_file: Option<std::path::PathBuf>,
    timeout: Option<f64>,
    deadline: Option<f64>,
    stall_timeout: Option<f64>,
    max_file_size: Option<u64>,
    max_attempts: Option<u32>,
    guard: Option<String>,
    #[serde(default)]
    allow_plain_http: bool,
    #[serde(default)]
    strict: bool,
}

impl Config {
    /// A builder with these settings; `tokens` go before those of the settings.
    ///
    /// # Errors
    /// [`viettel_idc::ErrorKind::InvalidRequest`] for settings that cannot be used.
    pub fn builder(&self, tokens: Option<TokenPair>) -> Result<ClientBuilder, Error> {
        let mut builder = self.start()?;
        if let Some(url) = &self.base_url {
            builder = builder.base_url(url);
        }
        builder = self.credentials(builder)?;
        if let Some(tokens) = tokens.or_else(|| self.tokens.clone()) {
            builder = builder.tokens(tokens);
        }
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(file) = &self.token_file {
            builder = builder.token_store(viettel_idc::FileStore::new(file));
        }
        if let Some(timeout) = self.timeout {
            builder = builder.timeout(seconds(timeout)?);
        }
        if let Some(deadline) = self.deadline {
            builder = builder.deadline(seconds(deadline)?);
        }
        if let Some(limit) = self.stall_timeout {
            builder = builder.stall_timeout(seconds(limit)?);
        }
        if let Some(bytes) = self.max_file_size {
            builder = builder.max_file_size(bytes);
        }
        if let Some(attempts) = self.max_attempts {
            builder = builder.max_attempts(attempts);
        }
        if self.allow_plain_http {
            builder = builder.allow_plain_http();
        }
        if self.strict {
            builder = builder.strict();
        }
        Ok(builder.guard(self.guard()?))
    }

    #[cfg(all(feature = "profiles", not(target_arch = "wasm32")))]
    fn start(&self) -> Result<ClientBuilder, Error> {
        match (&self.profile, &self.base_url) {
            (Some(profile), _) => Client::from_profile(profile),
            (None, Some(url)) if self.environment => Client::from_env_at(url),
            (None, None) if self.environment => Client::from_env(),
            _ => Ok(Client::builder()),
        }
    }

    #[cfg(not(all(feature = "profiles", not(target_arch = "wasm32"))))]
    fn start(&self) -> Result<ClientBuilder, Error> {
        if self.profile.is_some() || self.environment {
            return Err(Error::invalid_request(
                "there is no environment and no profile to read here",
            ));
        }
        Ok(Client::builder())
    }

    fn credentials(&self, builder: ClientBuilder) -> Result<ClientBuilder, Error> {
        match (&self.username, &self.password) {
            (Some(username), Some(password)) if self.basic => Ok(builder.basic(username, password)),
            (Some(username), Some(password)) => {
                let builder = builder.password(username, password);
                Ok(if self.remember {
                    builder.remember()
                } else {
                    builder
                })
            }
            (None, None) => Ok(builder),
            _ => Err(Error::invalid_request(
                "username and password belong together; give both or none",
            )),
        }
    }

    fn guard(&self) -> Result<Guard, Error> {
        match self.guard.as_deref() {
            None => Ok(Guard::Anything),
            Some("no_spending") => Ok(Guard::NoSpending),
            Some("read_only") => Ok(Guard::ReadOnly),
            Some(other) => Err(Error::invalid_request(format!(
                "guard is \"no_spending\" or \"read_only\", not {other:?}"
            ))),
        }
    }
}
