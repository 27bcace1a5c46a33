//! The one error type of every layer.

mod cause;
mod kind;
mod problem;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use serde_json::Value;

pub use crate::generated::error_kind::ErrorKind;
pub use problem::{MfaChallenge, Problem};

use cause::Cause;

use crate::secrets::scrubbed;
use crate::transport::{TransportError, TransportErrorKind};
use crate::{Operation, Safety, Secrets};

/// Why a call failed.
///
/// [`Error::kind`] is stable and meant to be matched on; the text is meant for people and never
/// holds a secret.
///
/// ```
/// use viettel_idc_core::{Error, ErrorKind};
///
/// fn advice(error: &Error) -> &'static str {
///     match error.kind() {
///         ErrorKind::RateLimit => "come back later",
///         ErrorKind::OutcomeUnknown => "look whether it happened before trying again",
///         ErrorKind::Authentication => "log in again",
///         _ => "see the message",
///     }
/// }
/// assert_eq!(advice(&Error::invalid_request("no id")), "see the message");
/// ```
#[derive(Clone)]
pub struct Error(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<&'static Operation>,
    status: Option<StatusCode>,
    problems: Vec<Problem>,
    attempts: u32,
    retry_after: Option<Duration>,
    path: Option<String>,
    mfa: Option<MfaChallenge>,
    raw: Option<Arc<Value>>,
    safety: Option<Safety>,
    source: Option<Cause>,
}

impl Error {
    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            kind,
            message: message.into(),
            operation: None,
            status: None,
            problems: Vec::new(),
            attempts: 0,
            retry_after: None,
            path: None,
            mfa: None,
            raw: None,
            safety: None,
            source: None,
        }))
    }

    fn with(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// An argument or a setting that cannot be used; nothing was sent.
    pub fn invalid_request(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidRequest, message)
    }

    /// No credentials, or none that the portal accepts.
    pub fn authentication(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Authentication, message)
    }

    /// The portal wants a second factor before it gives a token.
    #[must_use]
    pub fn mfa_required(challenge: MfaChallenge) -> Self {
        Self::new(
            ErrorKind::MfaRequired,
            format!(
                "the portal wants a second factor ({}); Error::mfa() holds what verifying it needs",
                challenge.methods.join(", ")
            ),
        )
        .with(|inner| inner.mfa = Some(challenge))
    }

    /// The portal refused the call, for these reasons.
    #[must_use]
    pub fn portal(problems: Vec<Problem>) -> Self {
        let kind = kind::of_problems(&problems);
        let message = problems
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("; ");
        Self::new(kind, message).with(|inner| inner.problems = problems)
    }

    /// An answer that cannot be read, at a JSON path.
    pub fn decode(path: &str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Decode, message).with(|inner| inner.path = Some(path.to_owned()))
    }

    /// A request that got no answer. Whether it may have run is decided by the safety class of the
    /// operation: see [`Error::outcome_unknown`].
    #[must_use]
    pub fn transport(error: TransportError) -> Self {
        let kind = match error.kind() {
            TransportErrorKind::TimedOut => ErrorKind::Timeout,
            TransportErrorKind::Invalid => ErrorKind::InvalidRequest,
            _ => ErrorKind::Transport,
        };
        let message = error.to_string();
        Self::new(kind, message).with(|inner| inner.source = error.into_source())
    }

    /// An answer that is not the portal's.
    pub(crate) fn from_stranger(kind: ErrorKind, message: String) -> Self {
        Self::new(kind, message)
    }

    /// The call did not end in time.
    pub fn timeout(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Timeout, message)
    }

    /// The call may have run: nothing that came back says so for sure.
    #[must_use]
    pub fn outcome_unknown(cause: &Error) -> Self {
        let message = format!(
            "the portal may have carried this out; look before you call again: {}",
            cause.0.message
        );
        cause.clone().with(|inner| {
            inner.kind = ErrorKind::OutcomeUnknown;
            inner.message = message;
        })
    }

    /// The same error, of another kind.
    #[must_use]
    pub fn with_kind(self, kind: ErrorKind) -> Self {
        self.with(|inner| inner.kind = kind)
    }

    /// The same error, saying which operation failed.
    #[must_use]
    pub fn with_operation(self, operation: &'static Operation) -> Self {
        self.with(|inner| inner.operation = Some(operation))
    }

    /// The same error, knowing the class of the call that failed; without it the class of the
    /// operation counts.
    #[must_use]
    pub fn with_safety(self, safety: Safety) -> Self {
        self.with(|inner| inner.safety = Some(safety))
    }

    /// The same error with the status of the answer; it settles the kind where the portal's codes
    /// did not.
    #[must_use]
    pub fn with_status(self, status: StatusCode) -> Self {
        self.with(|inner| {
            inner.status = Some(status);
            if inner.kind == ErrorKind::Portal {
                inner.kind = kind::of_status(status);
            }
        })
    }

    /// The same error with the number of times the request was sent.
    #[must_use]
    pub fn with_attempts(self, attempts: u32) -> Self {
        self.with(|inner| inner.attempts = attempts)
    }

    /// The same error, saying when to come back.
    #[must_use]
    pub fn with_retry_after(self, after: Option<Duration>) -> Self {
        self.with(|inner| inner.retry_after = after)
    }

    /// The same error with the portal's JSON.
    #[must_use]
    pub fn with_raw(self, raw: Value) -> Self {
        self.with(|inner| inner.raw = Some(Arc::new(raw)))
    }

    /// The same error with `secrets` struck out of all its texts, causes included: whoever
    /// answered may repeat what was sent. [`Error::raw`] stays as it is.
    #[must_use]
    pub fn redacted(self, secrets: &Secrets<'_>) -> Self {
        let secrets = secrets.all();
        self.with(|inner| {
            inner.message = scrubbed(&inner.message, &secrets);
            inner.path = inner.path.as_deref().map(|path| scrubbed(path, &secrets));
            inner
                .problems
                .iter_mut()
                .for_each(|problem| problem.redact(&secrets));
            inner.source = inner
                .source
                .take()
                .map(|cause| cause::redacted(cause, &secrets));
        })
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that failed, when there was one.
    #[must_use]
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.operation
    }

    /// HTTP status of the answer, when there was one. The portal refuses most calls with 200.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// What the portal complained about, in one form.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.0.problems
    }

    /// The portal's codes, such as `token_expired`.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0
            .problems
            .iter()
            .filter_map(|problem| problem.code.as_deref())
    }

    /// The fields the portal did not accept.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.0
            .problems
            .iter()
            .filter_map(|problem| problem.field.as_deref())
    }

    /// How many times the request was sent; 0 when it never was.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long to wait before trying again, when the portal said so.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Where in the JSON the answer could not be read.
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// What going on with a second factor needs.
    #[must_use]
    pub fn mfa(&self) -> Option<&MfaChallenge> {
        self.0.mfa.as_ref()
    }

    /// The portal's JSON, when there was any. It may hold secrets: do not print it.
    #[must_use]
    pub fn raw(&self) -> Option<&Value> {
        self.0.raw.as_deref()
    }

    /// Whether the same call may be made again without risk of doing its work twice.
    #[must_use]
    pub fn is_safe_to_repeat(&self) -> bool {
        let operation = self.0.operation.map(|operation| operation.safety);
        let safety = self.0.safety.or(operation);
        let repeatable = safety.is_none_or(Safety::may_repeat);
        match self.0.kind {
            ErrorKind::OutcomeUnknown => repeatable && safety.is_some(),
            // An action that may have arrived fails with `OutcomeUnknown`, never with these.
            ErrorKind::RateLimit | ErrorKind::Transport | ErrorKind::Timeout => true,
            ErrorKind::Portal => {
                repeatable && self.0.status.is_some_and(|status| status.is_server_error())
            }
            _ => false,
        }
    }
}

/// `operation: kind: message (HTTP status, attempts)`.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{}: ", operation.id)?;
        }
        f.write_str(inner.kind.text())?;
        if !inner.message.is_empty() {
            write!(f, ": {}", inner.message)?;
        }
        if let Some(after) = inner.retry_after {
            write!(f, "; try again in {} s", after.as_secs().max(1))?;
        }
        let status = inner
            .status
            .map(|status| format!("HTTP {}", status.as_u16()));
        let attempts = (inner.attempts > 1).then(|| format!("{} attempts", inner.attempts));
        let notes: Vec<String> = status.into_iter().chain(attempts).collect();
        if notes.is_empty() {
            Ok(())
        } else {
            write!(f, " ({})", notes.join(", "))
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self})")
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
