//! What a client proves itself with.

use viettel_idc_core::wire::Secret;

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
