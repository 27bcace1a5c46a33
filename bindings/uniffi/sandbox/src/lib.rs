//! The simulated portal for Kotlin and Swift: a request goes in, an answer comes out. It is a library
//! of its own, so that apps which only use it in their tests do not ship it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use viettel_idc_sandbox::{Fault, FaultRule, Options, Portal, request};

/// A header of a request or an answer.
#[derive(uniffi::Record)]
pub struct PortalHeader {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// What the portal answered. Without a status the connection broke.
#[derive(uniffi::Record)]
pub struct PortalAnswer {
    /// HTTP status.
    pub status: Option<u16>,
    /// Headers.
    pub headers: Vec<PortalHeader>,
    /// The body, or the half of it that arrived.
    pub body: Vec<u8>,
    /// Whether the connection broke in the middle of the body.
    pub is_truncated: bool,
    /// Whether the connection was never made.
    pub is_refused: bool,
}

/// Something the portal cannot be told.
#[derive(Debug, uniffi::Error)]
pub enum PortalMisuse {
    /// Why not.
    Refused {
        /// In words.
        reason: String,
    },
}

impl std::fmt::Display for PortalMisuse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self::Refused { reason } = self;
        f.write_str(reason)
    }
}

/// A simulated portal with its one customer.
#[derive(uniffi::Object)]
pub struct NativePortal(Mutex<Portal>);

impl NativePortal {
    fn portal(&self) -> MutexGuard<'_, Portal> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[uniffi::export]
impl NativePortal {
    /// A new one; times are in seconds.
    #[uniffi::constructor]
    #[must_use]
    pub fn new(token_life: Option<f64>, vm_step: Option<f64>) -> Self {
        let options = Options::with_times(token_life, vm_step);
        Self(Mutex::new(Portal::new(options)))
    }

    /// The customer's e-mail address.
    #[must_use]
    pub fn username(&self) -> String {
        Options::default().username
    }

    /// The customer's password.
    #[must_use]
    pub fn password(&self) -> String {
        Options::default().password
    }

    /// Answers a request.
    pub fn handle(
        &self,
        method: &str,
        url: &str,
        headers: Vec<PortalHeader>,
        body: Vec<u8>,
    ) -> Result<PortalAnswer, PortalMisuse> {
        let headers = headers.into_iter();
        let headers = headers.map(|header| (header.name, header.value));
        let request =
            request(method, url, headers, body).map_err(|error| PortalMisuse::Refused {
                reason: format!("this is no request: {error}"),
            })?;
        let received = self.portal().handle(&request, now()).received();
        let headers = received.headers.into_iter();
        Ok(PortalAnswer {
            status: received.status,
            headers: headers
                .map(|(name, value)| PortalHeader { name, value })
                .collect(),
            body: received.body.to_vec(),
            is_truncated: received.is_truncated,
            is_refused: received.is_refused,
        })
    }

    /// Makes the next calls fail; `amount` is a status, or seconds to wait.
    pub fn fault(
        &self,
        name: &str,
        times: u32,
        operation: Option<String>,
        amount: Option<u16>,
    ) -> Result<(), PortalMisuse> {
        let fault =
            Fault::named(name, amount).map_err(|reason| PortalMisuse::Refused { reason })?;
        let rule = FaultRule::times(fault, times);
        self.portal().faults_mut().push(match operation {
            Some(operation) => rule.on(&operation),
            None => rule,
        });
        Ok(())
    }

    /// How many calls it has seen.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.portal().calls()
    }
}

fn now() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}

uniffi::setup_scaffolding!("viettel_idc_sandbox_native");
