//! Time and tasks by the platform.

use std::time::Duration;

use viettel_idc::core::{BoxFuture, Spawn, Timer};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_time::SystemTime;

use crate::host::{Host, Nap};

#[derive(Clone, Debug)]
pub(crate) struct HostTimer(pub(crate) Host);

impl Timer for HostTimer {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn monotonic(&self) -> Duration {
        Duration::from_secs_f64(self.0.monotonic().max(0.0) / 1000.0)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let sleep = Sleep(self.0.sleep(duration.as_secs_f64() * 1000.0));
        Box::pin(async move {
            let _ = JsFuture::from(sleep.0.done()).await;
        })
    }
}

struct Sleep(Nap);

impl Drop for Sleep {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Runs work by the platform's event loop.
#[derive(Debug)]
pub(crate) struct HostSpawn;

impl Spawn for HostSpawn {
    fn spawn(&self, work: BoxFuture<'static, ()>) -> Result<(), BoxFuture<'static, ()>> {
        spawn_local(work);
        Ok(())
    }
}
