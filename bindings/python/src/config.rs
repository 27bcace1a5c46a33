//! A client's settings, kept to build it again in a forked child.

use std::time::Duration;

use serde::Deserialize;
use viettel_idc::{Client, ClientBuilder, Error, Guard, Secret, TokenPair};

#[derive(Clone, Deserialize)]
pub(crate) struct Config {
    #[serde(default)]
    sandbox: bool,
    #[serde(default)]
    environment: bool,
    base_url: Option<String>,
    username: Option<String>,
    password: Option<Secret>,
    #[serde(default)]
    basic: bool,
    #[serde(default)]
    remember: bool,
    tokens: Option<TokenPair>,
    timeout: Option<f64>,
    deadline: Option<f64>,
    max_attempts: Option<u32>,
    guard: Option<String>,
    #[serde(default)]
    allow_plain_http: bool,
}

impl Config {
    /// A client; `tokens` go before those it was given at first.
    pub(crate) fn build(&self, tokens: Option<TokenPair>) -> Result<Client, Error> {
        if self.sandbox {
            return Client::sandbox();
        }
        let mut builder = if self.environment {
            Client::from_env()?
        } else {
            Client::builder()
        };
        if let Some(url) = &self.base_url {
            builder = builder.base_url(url);
        }
        builder = self.credentials(builder)?;
        if let Some(tokens) = tokens.or_else(|| self.tokens.clone()) {
            builder = builder.tokens(tokens);
        }
        if let Some(timeout) = self.timeout {
            builder = builder.timeout(seconds(timeout)?);
        }
        if let Some(deadline) = self.deadline {
            builder = builder.deadline(seconds(deadline)?);
        }
        if let Some(attempts) = self.max_attempts {
            builder = builder.max_attempts(attempts);
        }
        if self.allow_plain_http {
            builder = builder.allow_plain_http();
        }
        builder.guard(self.guard()?).build()
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

/// A time in seconds as Python writes it.
pub(crate) fn seconds(value: f64) -> Result<Duration, Error> {
    Duration::try_from_secs_f64(value)
        .map_err(|_| Error::invalid_request(format!("{value} is no time in seconds")))
}
