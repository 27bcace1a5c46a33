//! Cancelling, for languages whose tasks do not tell a foreign future that they were cancelled.

use std::sync::{Mutex, PoisonError};

use tokio::task::AbortHandle;

/// Ends the work it was given to, now or as soon as it begins.
#[derive(Debug, Default, uniffi::Object)]
pub struct Cancel(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    is_cancelled: bool,
    work: Option<AbortHandle>,
}

#[uniffi::export]
impl Cancel {
    /// For one piece of work.
    #[uniffi::constructor]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the work; an open connection is closed.
    pub fn cancel(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_cancelled = true;
        if let Some(work) = state.work.take() {
            work.abort();
        }
    }
}

impl Cancel {
    pub(crate) fn attach(&self, work: AbortHandle) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.is_cancelled {
            work.abort();
        } else {
            state.work = Some(work);
        }
    }
}
