//! What a client refuses to do at all.

use crate::Error;
use crate::core::{Operation, Safety};

/// What a client may do; the rest is refused before anything is sent.
///
/// ```
/// use viettel_idc::{Client, Guard};
///
/// let client = Client::builder().basic("linh.tran@example.com", "a password").guard(Guard::ReadOnly).build()?;
/// # Ok::<(), viettel_idc::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Guard {
    /// Everything.
    #[default]
    Anything,
    /// Everything that cannot spend or move money.
    NoSpending,
    /// Only what changes nothing, and the calls of the session itself.
    ReadOnly,
}

impl Guard {
    pub(crate) fn check(self, operation: &'static Operation) -> Result<(), Error> {
        let (allowed, name) = match self {
            Guard::Anything => (true, ""),
            Guard::NoSpending => (operation.safety != Safety::Money, "NoSpending"),
            Guard::ReadOnly => (
                operation.safety == Safety::Read || operation.resource == "auth",
                "ReadOnly",
            ),
        };
        if allowed {
            return Ok(());
        }
        let message = format!(
            "this client was built with Guard::{name}, and this call is of class {}",
            operation.safety
        );
        Err(Error::invalid_request(message).with_operation(operation))
    }
}
