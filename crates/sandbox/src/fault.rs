//! How a simulated portal fails when it is told to.

use viettel_idc_core::Operation;

/// A way to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// No connection is made. A `Server` cannot refuse one request only: it closes the connection.
    Refused,
    /// The connection breaks before the request is carried out.
    ResetBefore,
    /// The request is carried out, then the connection breaks.
    ResetAfter,
    /// The request is carried out, and its answer breaks off in the middle.
    Truncated,
    /// A web server's page with status 200 in place of the answer; nothing is carried out.
    HtmlPage,
    /// Too many requests; come back after this many seconds. Nothing is carried out.
    RateLimited(u64),
    /// A web server's error page with this status; nothing is carried out.
    ServerError(u16),
    /// The portal says that the token has ended; nothing is carried out.
    ExpiredToken,
}

/// When to fail. Calls of the session itself fail only where they are named.
///
/// ```
/// use viettel_idc_sandbox::{Fault, FaultRule, Options, Portal};
///
/// let mut portal = Portal::new(Options::default());
/// portal.faults_mut().push(FaultRule::once(Fault::ResetAfter).on("orders_create"));
/// portal.faults_mut().push(FaultRule::times(Fault::RateLimited(1), 2));
/// ```
#[derive(Clone, Debug)]
pub struct FaultRule {
    fault: Fault,
    operation: Option<String>,
    left: u32,
}

impl FaultRule {
    /// Fails the next call.
    #[must_use]
    pub fn once(fault: Fault) -> Self {
        Self::times(fault, 1)
    }

    /// Fails this many calls.
    #[must_use]
    pub fn times(fault: Fault, calls: u32) -> Self {
        Self {
            fault,
            operation: None,
            left: calls,
        }
    }

    /// Only calls of this operation.
    #[must_use]
    pub fn on(mut self, operation_id: &str) -> Self {
        self.operation = Some(operation_id.to_owned());
        self
    }

    fn fits(&self, operation: &Operation) -> bool {
        self.left > 0
            && match &self.operation {
                Some(id) => id == operation.id,
                None => operation.resource != "auth",
            }
    }
}

/// The fault this call meets, used up by meeting it.
pub(crate) fn take(rules: &mut Vec<FaultRule>, operation: &Operation) -> Option<Fault> {
    let rule = rules.iter_mut().find(|rule| rule.fits(operation))?;
    rule.left -= 1;
    let fault = rule.fault;
    rules.retain(|rule| rule.left > 0);
    Some(fault)
}
