//! How long and how often.

use std::time::Duration;

use crate::core::CallContext;

const FIRST_DELAY: Duration = Duration::from_millis(400);
const LONGEST_DELAY: Duration = Duration::from_secs(8);

/// How long a call may take and how often it may be sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) timeout: Duration,
    pub(crate) deadline: Duration,
    pub(crate) max_attempts: u32,
    /// Whether a loss is an error.
    pub(crate) strict: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            deadline: Duration::from_secs(120),
            max_attempts: 4,
            strict: false,
        }
    }
}

impl Limits {
    /// The limits of one call.
    pub(super) fn of(self, context: &CallContext) -> Self {
        Self {
            timeout: context.timeout.unwrap_or(self.timeout),
            deadline: context.deadline.unwrap_or(self.deadline),
            max_attempts: context.max_attempts.unwrap_or(self.max_attempts),
            strict: context.strict.unwrap_or(self.strict),
        }
    }

    /// What is left of the deadline.
    pub(super) fn left(self, elapsed: Duration) -> Option<Duration> {
        self.deadline
            .checked_sub(elapsed)
            .filter(|left| !left.is_zero())
    }

    /// How long to wait before the next attempt; `None` when there is to be none. The wait doubles,
    /// is never shorter than the portal asks for, and its random part keeps many clients apart.
    pub(super) fn delay(
        self,
        attempts: u32,
        elapsed: Duration,
        asked: Option<Duration>,
    ) -> Option<Duration> {
        if attempts >= self.max_attempts {
            return None;
        }
        let doubled = FIRST_DELAY
            .saturating_mul(1 << (attempts - 1).min(8))
            .min(LONGEST_DELAY);
        let delay = doubled
            .mul_f64(0.5 + 0.5 * fastrand::f64())
            .max(asked.unwrap_or_default());
        (elapsed.saturating_add(delay) < self.deadline).then_some(delay)
    }
}
