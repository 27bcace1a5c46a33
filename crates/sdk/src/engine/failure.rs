//! What one failed attempt means for sending the call again.

use std::time::Duration;

use http::StatusCode;

use crate::core::{Operation, Safety, TransportError, TransportErrorKind};
use crate::{Error, ErrorKind};

/// A failed attempt.
pub(super) enum Failure {
    /// The portal cannot have seen the request.
    NotSent(Error),
    /// The portal answered that it did not do it.
    Refused(Error),
    /// The portal may have done it.
    Unclear(Error),
}

impl Failure {
    pub(super) fn of_transport(error: TransportError) -> Self {
        let kind = error.kind();
        let error = Error::transport(error);
        match kind {
            TransportErrorKind::NotSent => Self::NotSent(error),
            TransportErrorKind::Invalid => Self::Refused(error),
            _ => Self::Unclear(error),
        }
    }

    fn error(&self) -> &Error {
        match self {
            Self::NotSent(error) | Self::Refused(error) | Self::Unclear(error) => error,
        }
    }

    /// Whether the portal refused the token: by code, or by status when it says nothing.
    pub(super) fn is_refused_token(&self) -> bool {
        let Self::Refused(error) = self else {
            return false;
        };
        let is_code =
            |code: &str| matches!(code, "token_expired" | "unauthorized" | "invalid_token");
        error.codes().any(is_code)
            || (error.status() == Some(StatusCode::UNAUTHORIZED)
                && error.codes().all(|code| code != "wronglogin"))
    }

    pub(super) fn may_repeat(&self, safety: Safety) -> bool {
        match self {
            Self::NotSent(_) => true,
            Self::Unclear(_) => safety.may_repeat(),
            Self::Refused(error) => safety.may_repeat() && error.kind() == ErrorKind::RateLimit,
        }
    }

    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.error().retry_after()
    }

    pub(super) fn into_error(self, operation: &Operation) -> Error {
        match self {
            Self::Unclear(error) if !operation.safety.may_repeat() => {
                Error::outcome_unknown(&error)
            }
            Self::NotSent(error) | Self::Refused(error) | Self::Unclear(error) => error,
        }
    }
}
