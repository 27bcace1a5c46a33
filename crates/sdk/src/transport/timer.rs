//! Time by tokio.

use std::time::{Duration, Instant, SystemTime};

use crate::core::{BoxFuture, Timer};

/// Time by tokio and the system's clocks.
#[derive(Clone, Copy, Debug)]
pub struct TokioTimer(Instant);

impl TokioTimer {
    /// The system's time.
    #[must_use]
    pub fn new() -> Self {
        Self(Instant::now())
    }
}

impl Default for TokioTimer {
    fn default() -> Self {
        Self::new()
    }
}

impl Timer for TokioTimer {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn monotonic(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(async move { tokio::time::sleep(duration).await })
    }
}
