//! What a client proves itself with.

use viettel_idc_core::wire::Secret;

use crate::Owner;

/// What a client proves itself with.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Credentials {
    /// Nothing, or only the tokens in the store.
    Tokens,
    /// E-mail address and password, exchanged for tokens.
    Password {
        /// E-mail address of the account.
        username: String,
        /// Its password.
        password: Secret,
        /// Whether to ask for a session of 360 days.
        remember: bool,
    },
    /// E-mail address and password, sent along with every call.
    Basic {
        /// E-mail address of the account.
        username: String,
        /// Its password.
        password: Secret,
    },
}

impl Credentials {
    /// Whose tokens a client with these uses at the portal with this base URL.
    #[must_use]
    pub fn owner(&self, base_url: &str) -> Owner {
        match self {
            Self::Tokens => Owner::new(base_url, None),
            Self::Password { username, .. } | Self::Basic { username, .. } => {
                Owner::new(base_url, Some(username))
            }
        }
    }
}
