//! One piece of work that any number of callers wait for and none of them owns.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use futures_util::FutureExt;
use futures_util::future::{AbortHandle, Shared, abortable, pending};
use viettel_idc_core::{BoxFuture, Error, Spawn};

pub(crate) type Outcome = Result<(), Error>;

/// Waits for the work. `None` when whatever ran it dropped it on the way, as a runtime does that
/// shuts down.
pub(crate) type Flight = Shared<BoxFuture<'static, Option<Outcome>>>;

/// Wakes those who wait, however the work ended.
struct Landing(AbortHandle);

impl Drop for Landing {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Begins `work` by `spawn`; without one, whoever waits drives it. A panic becomes an error.
pub(crate) fn take_off(spawn: &dyn Spawn, work: BoxFuture<'static, Outcome>) -> Flight {
    let outcome = Arc::new(OnceLock::new());
    let (landed, handle) = abortable(pending::<()>());
    let landing = Landing(handle);
    let report = Arc::clone(&outcome);
    let task: BoxFuture<'static, ()> = Box::pin(async move {
        let _landing = landing;
        let result = AssertUnwindSafe(work).catch_unwind().await;
        let _ = report.set(result.unwrap_or_else(|_| Err(panicked())));
    });
    let spawned = catch_unwind(AssertUnwindSafe(|| spawn.spawn(task)));
    let flight: BoxFuture<'static, _> = Box::pin(async move {
        match spawned {
            Ok(Err(task)) => task.await,
            _ => drop(landed.await),
        }
        outcome.get().cloned()
    });
    flight.shared()
}

pub(crate) fn panicked() -> Error {
    Error::invalid_request(
        "renewing the tokens broke off: the token store, the transport or the timer panicked; the next call tries again",
    )
}
