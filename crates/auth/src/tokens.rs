//! A pair of tokens.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use viettel_idc_core::wire::Secret;
use web_time::SystemTime;

use crate::jwt;

/// Longest time before its end at which a token is renewed.
const LEEWAY: Duration = Duration::from_secs(60);

/// The token calls are made with, and the one it is renewed with. Neither ever prints; serialising
/// a pair, for a store of your own, does write them out.
///
/// ```
/// use viettel_idc_auth::TokenPair;
///
/// let pair = TokenPair::new("an access token", Some("a refresh token".into()));
/// assert!(!format!("{pair:?}").contains("token\""));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenPair {
    token: Secret,
    #[serde(default)]
    refresh: Option<Secret>,
}

impl TokenPair {
    /// A pair; without a refresh token the session ends with the access token.
    #[must_use]
    pub fn new(token: impl Into<Secret>, refresh: Option<Secret>) -> Self {
        Self {
            token: token.into(),
            refresh,
        }
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

    /// When the access token ends, as it says itself.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        jwt::times(self.token.expose()).map(|times| times.expires)
    }

    pub(crate) fn has_ended(&self, now: SystemTime) -> bool {
        self.expires_at().is_some_and(|end| end <= now)
    }

    /// Whether it ends within a minute, or a tenth of its life when that is shorter.
    pub(crate) fn ends_soon(&self, now: SystemTime) -> bool {
        let Some(times) = jwt::times(self.token.expose()) else {
            return false;
        };
        let life = times
            .issued
            .and_then(|issued| times.expires.duration_since(issued).ok());
        let leeway = life.map_or(LEEWAY, |life| LEEWAY.min(life / 10));
        times
            .expires
            .duration_since(now)
            .is_ok_and(|left| left <= leeway)
            || times.expires <= now
    }
}
