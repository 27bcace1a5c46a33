//! A client with its own portal.

use std::sync::Arc;

use viettel_idc_sandbox::{Options, Portal, SandboxTransport};

use crate::{Client, Error};

impl Client {
    /// A client of a simulated portal in the same process, for tests and for trying things out: no
    /// server, no network, nothing to pay.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), viettel_idc::Error> {
    /// let client = viettel_idc::Client::sandbox()?;
    /// let me = client.account().details().await?;
    /// assert_eq!(me.firstname.as_deref(), Some("Linh"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// On targets without a timer of their own; there, build a client with `SandboxTransport` and a
    /// timer.
    pub fn sandbox() -> Result<Client, Error> {
        let timer = crate::builder::default_timer()?;
        let options = Options::default();
        let (username, password) = (options.username.clone(), options.password.clone());
        let transport = SandboxTransport::new(Portal::new(options), Arc::clone(&timer));
        Client::builder()
            .base_url("https://sandbox.example.com/api")
            .password(username, password)
            .transport(transport)
            .build()
    }
}
