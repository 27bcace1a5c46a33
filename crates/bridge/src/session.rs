//! What can be done with a session.

use serde::Deserialize;
use viettel_idc::{Client, Error};

/// `"login"`, `"logout"` or `"revoke"`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Session {
    /// [`Client::login`].
    Login,
    /// [`Client::logout`].
    Logout,
    /// [`Client::revoke`].
    Revoke,
}

impl Session {
    /// Does it.
    ///
    /// # Errors
    /// As the method of the client.
    pub async fn run(self, client: &Client) -> Result<(), Error> {
        match self {
            Self::Login => client.login().await,
            Self::Logout => client.logout().await,
            Self::Revoke => client.revoke().await,
        }
    }
}
