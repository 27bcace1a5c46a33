//! Where work runs: on a thread of ours, so that a host's future only waits for it.

use std::sync::{Arc, OnceLock};

use tokio::runtime::{Builder, Handle};
use tokio::task::AbortHandle;
use viettel_idc::Error;
use viettel_idc_bridge as bridge;

use crate::{Cancel, Refusal};

static RUNTIME: OnceLock<Result<Handle, String>> = OnceLock::new();

/// The runtime of this process. One thread is enough: a call costs it less than a tenth of a
/// millisecond, and the portal takes a thousand times as long.
pub(crate) fn runtime() -> Result<&'static Handle, Refusal> {
    let made =
        RUNTIME.get_or_init(|| start().map_err(|why| format!("no thread can be started: {why}")));
    made.as_ref().map_err(|reason| Refusal::Host {
        reason: reason.clone(),
    })
}

fn start() -> std::io::Result<Handle> {
    let runtime = Builder::new_current_thread()
        .thread_name("viettel-idc-waits")
        .enable_all()
        .build()?;
    let handle = runtime.handle().clone();
    std::thread::Builder::new()
        .name("viettel-idc".to_owned())
        .spawn(move || runtime.block_on(std::future::pending::<()>()))?;
    Ok(handle)
}

/// Ends its work when the host's future is dropped before it is done. A renewal of the tokens that it
/// began is a task of its own, and goes on.
struct Watch(AbortHandle);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Runs `work` until it is done, cancelled, or no longer waited for.
pub(crate) async fn run<T: Send + 'static>(
    cancel: Option<Arc<Cancel>>,
    work: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, Refusal> {
    let task = runtime()?.spawn(work);
    let _watch = Watch(task.abort_handle());
    if let Some(cancel) = cancel {
        cancel.attach(task.abort_handle());
    }
    match task.await {
        Ok(outcome) => Ok(outcome?),
        Err(ended) if ended.is_cancelled() => Err(Refusal::Cancelled),
        Err(_) => Err(Refusal::Failed {
            error: bridge::fault(),
        }),
    }
}
