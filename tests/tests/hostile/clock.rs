//! Time that costs none: a wait between attempts is over at once and moves the clock; a limit is
//! reached only when the server says that it stands still.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use tokio::sync::Notify;
use viettel_idc::core::{BoxFuture, Timer};

/// What is waited for this long or longer is a limit, not a pause.
const PAUSE: Duration = Duration::from_secs(60);
/// One attempt's limit.
pub(crate) const LIMIT: Duration = Duration::from_secs(10_000);
/// One call's limit.
pub(crate) const DEADLINE: Duration = Duration::from_secs(100_000);

#[derive(Clone, Debug)]
pub(crate) struct Clock {
    start: SystemTime,
    elapsed: Arc<AtomicU64>,
    pauses: Arc<AtomicU64>,
    stalled: Arc<Notify>,
}

impl Clock {
    pub(crate) fn new(stalled: Arc<Notify>) -> Self {
        Self {
            start: SystemTime::now(),
            elapsed: Arc::default(),
            pauses: Arc::default(),
            stalled,
        }
    }

    /// How long the call paused in all.
    pub(crate) fn paused(&self) -> Duration {
        Duration::from_nanos(self.pauses.load(Ordering::Relaxed))
    }
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

impl Timer for Clock {
    fn now(&self) -> SystemTime {
        self.start + self.monotonic()
    }

    fn monotonic(&self) -> Duration {
        Duration::from_nanos(self.elapsed.load(Ordering::Relaxed))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        if duration < PAUSE {
            return Box::pin(async move {
                clock.pauses.fetch_add(nanos(duration), Ordering::Relaxed);
                clock.elapsed.fetch_add(nanos(duration), Ordering::Relaxed);
            });
        }
        // Made now, not when it is polled: what is told in between counts too.
        let told = Arc::clone(&self.stalled).notified_owned();
        Box::pin(async move {
            told.await;
            clock.elapsed.fetch_add(nanos(duration), Ordering::Relaxed);
        })
    }
}
