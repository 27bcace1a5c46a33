//! The one error.

use viettel_idc::Error;
use viettel_idc_bridge as bridge;

/// Why there is no result.
#[derive(Debug, uniffi::Error)]
pub enum Refusal {
    /// The call failed.
    Failed {
        /// The error as JSON text.
        error: String,
    },
    /// It was cancelled.
    Cancelled,
    /// What the host lent failed.
    Host {
        /// In the host's words.
        reason: String,
    },
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Failed { error } => f.write_str(error),
            Self::Cancelled => f.write_str("cancelled"),
            Self::Host { reason } => f.write_str(reason),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed {
            error: bridge::refusal(&error),
        }
    }
}

impl From<uniffi::UnexpectedUniFFICallbackError> for Refusal {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Host {
            reason: error.reason,
        }
    }
}
