//! How a simulated portal behaves.

use std::time::Duration;

/// How a simulated portal behaves.
///
/// ```
/// let mut options = viettel_idc_sandbox::Options::default();
/// options.token_life = std::time::Duration::from_secs(5);
/// let portal = viettel_idc_sandbox::Portal::new(options);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// E-mail address of the customer.
    pub username: String,
    /// Password of the customer.
    pub password: String,
    /// How long an access token lives.
    pub token_life: Duration,
    /// How long a virtual machine stays in each state on its way.
    pub vm_step: Duration,
    /// How long a new service is pending.
    pub activation: Duration,
    /// Most bytes of a request's body.
    pub max_body: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            username: "linh.tran@example.com".to_owned(),
            password: "sandbox-password".to_owned(),
            token_life: Duration::from_secs(3600),
            vm_step: Duration::from_secs(1),
            activation: Duration::from_secs(1),
            max_body: 8 << 20,
        }
    }
}
