//! Time as a seam: the portal's tokens, retries and waiters need a clock and a way to sleep.

use std::fmt::Debug;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use web_time::SystemTime;

use crate::{BoxFuture, MaybeSend, MaybeSync};

/// Where the time comes from: tokio on native targets, the host's timers in a browser, a hand-moved
/// clock in tests.
pub trait Timer: Debug + MaybeSend + MaybeSync {
    /// The time of day, to compare with the expiry inside a token.
    fn now(&self) -> SystemTime;

    /// Time that never runs backwards, since some fixed moment.
    fn monotonic(&self) -> Duration;

    /// Ready once `duration` has passed.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// Runs `future` for at most `limit`; `None` when the time was up, in which case it is dropped.
pub async fn timeout<F: Future>(
    timer: &dyn Timer,
    limit: Duration,
    future: F,
) -> Option<F::Output> {
    match select(pin!(future), timer.sleep(limit)).await {
        Either::Left((output, _)) => Some(output),
        Either::Right(((), _)) => None,
    }
}
