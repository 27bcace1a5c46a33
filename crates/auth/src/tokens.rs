//! A pair of tokens.

use serde::{Deserialize, Serialize};
use viettel_idc_core::wire::Secret;
use web_time::SystemTime;

use crate::{Owner, jwt};

/// The token calls are made with, the one it is renewed with, and whose they are. Neither token ever
/// prints; serialising a pair, for a store of your own, does write them out.
///
/// Two pairs are equal when their tokens are.
///
/// ```
/// use viettel_idc_auth::TokenPair;
///
/// let pair = TokenPair::new("an access token", Some("a refresh token".into()));
/// assert!(!format!("{pair:?}").contains("token\""));
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TokenPair {
    token: Secret,
    #[serde(default)]
    refresh: Option<Secret>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<Owner>,
}

impl TokenPair {
    /// A pair; without a refresh token the session ends with the access token.
    #[must_use]
    pub fn new(token: impl Into<Secret>, refresh: Option<Secret>) -> Self {
        Self {
            token: token.into(),
            refresh,
            owner: None,
        }
    }

    /// The same pair, saying whose it is.
    #[must_use]
    pub fn with_owner(mut self, owner: Option<Owner>) -> Self {
        self.owner = owner;
        self
    }

    /// The token calls are made with.
    #[must_use]
    pub fn token(&self) -> &Secret {
        &self.token
    }

    /// The token a new pair is made with.
    #[must_use]
    pub fn refresh(&self) -> Option<&Secret> {
        self.refresh.as_ref()
    }

    /// Whose tokens these are; a client fills it in.
    #[must_use]
    pub fn owner(&self) -> Option<&Owner> {
        self.owner.as_ref()
    }

    /// When the access token ends, as it says itself.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        jwt::times(self.token.expose()).map(|times| times.expires)
    }

    /// Whether it was made before `other`, as both say themselves.
    pub(crate) fn is_older_than(&self, other: &TokenPair) -> bool {
        let issued = |pair: &TokenPair| jwt::times(pair.token.expose())?.issued;
        matches!((issued(self), issued(other)), (Some(this), Some(other)) if this < other)
    }
}

impl PartialEq for TokenPair {
    fn eq(&self, other: &Self) -> bool {
        self.token == other.token && self.refresh == other.refresh
    }
}

impl Eq for TokenPair {}
