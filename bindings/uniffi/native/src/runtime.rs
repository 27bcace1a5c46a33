//! Where work runs: on threads of ours, so that a host's future only waits for it.

use std::sync::{Arc, OnceLock};

use tokio::runtime::{Builder, Runtime};
use tokio::task::AbortHandle;
use viettel_idc::{Client, Error};
use viettel_idc_bridge as bridge;

use crate::{Cancel, Refusal};

static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();

/// The runtime of this process.
pub(crate) fn runtime() -> Result<&'static Runtime, Refusal> {
    let made = RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("viettel-idc")
            .enable_all()
            .build()
            .map_err(|error| format!("no thread can be started: {error}"))
    });
    made.as_ref().map_err(|reason| Refusal::Host {
        reason: reason.clone(),
    })
}

/// Ends its work when the host's future is dropped before it is done.
struct Watch<'a> {
    client: &'a Client,
    work: Option<AbortHandle>,
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if let Some(work) = self.work.take() {
            work.abort();
            settle(self.client);
        }
    }
}

/// The work may have been the one that was renewing the tokens: that goes on without it.
fn settle(client: &Client) {
    if let Ok(runtime) = runtime() {
        let client = client.clone();
        runtime.spawn(async move { client.settle().await });
    }
}

/// Runs `work` of `client` until it is done, cancelled, or no longer waited for.
pub(crate) async fn run<T: Send + 'static>(
    client: &Client,
    cancel: Option<Arc<Cancel>>,
    work: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, Refusal> {
    let task = runtime()?.spawn(work);
    let mut watch = Watch {
        client,
        work: Some(task.abort_handle()),
    };
    if let Some(cancel) = cancel {
        cancel.attach(task.abort_handle());
    }
    let outcome = task.await;
    watch.work = None;
    match outcome {
        Ok(outcome) => Ok(outcome?),
        Err(ended) if ended.is_cancelled() => {
            settle(client);
            Err(Refusal::Cancelled)
        }
        Err(_) => Err(Refusal::Failed {
            error: bridge::fault(),
        }),
    }
}
