//! The kinds of failure, and how the portal's answers map to them.

use http::StatusCode;

use super::Problem;

/// What kind of failure an [`crate::Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No credentials, or the portal does not accept them (any more).
    Authentication,
    /// The portal wants a second factor; see [`crate::Error::mfa`].
    MfaRequired,
    /// The account may not do this.
    Permission,
    /// There is no such thing.
    NotFound,
    /// A field was not accepted; see [`crate::Error::fields`].
    Validation,
    /// Too many calls; see [`crate::Error::retry_after`].
    RateLimit,
    /// The portal refused or failed the call for another reason.
    Portal,
    /// The portal could not be reached, or the connection broke.
    Transport,
    /// Time ran out.
    Timeout,
    /// The answer could not be read; see [`crate::Error::json_path`].
    Decode,
    /// An action may have been carried out, and the answer was lost. It was not sent again.
    OutcomeUnknown,
    /// An argument or a setting cannot be used; nothing was sent.
    InvalidRequest,
}

impl ErrorKind {
    /// A stable name for logs and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorKind::Authentication => "authentication",
            ErrorKind::MfaRequired => "mfa_required",
            ErrorKind::Permission => "permission",
            ErrorKind::NotFound => "not_found",
            ErrorKind::Validation => "validation",
            ErrorKind::RateLimit => "rate_limit",
            ErrorKind::Portal => "portal",
            ErrorKind::Transport => "transport",
            ErrorKind::Timeout => "timeout",
            ErrorKind::Decode => "decode",
            ErrorKind::OutcomeUnknown => "outcome_unknown",
            ErrorKind::InvalidRequest => "invalid_request",
        }
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            ErrorKind::Authentication => "unauthenticated",
            ErrorKind::MfaRequired => "second factor required",
            ErrorKind::Permission => "not permitted",
            ErrorKind::NotFound => "not found",
            ErrorKind::Validation => "not accepted",
            ErrorKind::RateLimit => "too many calls",
            ErrorKind::Portal => "refused by the portal",
            ErrorKind::Transport => "portal not reached",
            ErrorKind::Timeout => "timed out",
            ErrorKind::Decode => "unreadable answer",
            ErrorKind::OutcomeUnknown => "outcome unknown",
            ErrorKind::InvalidRequest => "invalid request",
        }
    }
}

/// Only codes are matched: sentences may be translated.
pub(super) fn of_problems(problems: &[Problem]) -> ErrorKind {
    let any = |codes: &[&str]| {
        problems
            .iter()
            .filter_map(|problem| problem.code.as_deref())
            .any(|c| codes.contains(&c))
    };
    if any(&[
        "wronglogin",
        "unauthorized",
        "token_expired",
        "invalid_token",
    ]) {
        ErrorKind::Authentication
    } else if any(&["forbidden", "permission_denied", "access_denied"]) {
        ErrorKind::Permission
    } else if any(&["not_found", "notfound"]) {
        ErrorKind::NotFound
    } else if problems.iter().any(|problem| problem.field.is_some()) {
        ErrorKind::Validation
    } else {
        ErrorKind::Portal
    }
}

pub(super) fn of_status(status: StatusCode) -> ErrorKind {
    match status.as_u16() {
        401 => ErrorKind::Authentication,
        403 => ErrorKind::Permission,
        404 | 410 => ErrorKind::NotFound,
        408 => ErrorKind::Timeout,
        422 => ErrorKind::Validation,
        429 => ErrorKind::RateLimit,
        _ => ErrorKind::Portal,
    }
}
