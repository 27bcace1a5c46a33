//! The client, as far as it is native.

use std::fmt::Debug;
use std::sync::Arc;

use tokio::sync::mpsc;
use viettel_idc::{Client, Error};
use viettel_idc_bridge::{self as bridge, Config, Request, Session, Wait, parse};

use crate::host::HostTransport;
use crate::runtime::run;
use crate::store::{HostStore, Store, Tokens};
use crate::transport::Host;
use crate::{Cancel, NativeFile, NativePager, Refusal};

/// Is told what is seen while something is waited for, in the host's language, on a thread that may
/// wait.
#[uniffi::export(foreign)]
pub trait Progress: Debug + Send + Sync {
    /// It was looked at, so many seconds after the beginning.
    fn seen(&self, status: Option<String>, elapsed: f64) -> Result<(), Refusal>;
}

/// A client of the portal, shared by any number of threads.
#[derive(Debug, uniffi::Object)]
pub struct NativeClient(Client);

#[uniffi::export]
impl NativeClient {
    /// A client with these settings; what the host lends goes before what is here.
    #[uniffi::constructor]
    pub fn new(
        config: &str,
        store: Option<Arc<dyn HostStore>>,
        transport: Option<Arc<dyn HostTransport>>,
    ) -> Result<Arc<Self>, Refusal> {
        let mut builder = parse::<Config>(config)?.builder(None)?;
        if let Some(store) = store {
            builder = builder.token_store(Store(store));
        }
        if let Some(transport) = transport {
            builder = builder.transport(Host(transport));
        }
        Ok(Arc::new(Self(builder.build()?)))
    }

    /// Calls an operation.
    pub async fn call(
        &self,
        request: String,
        cancel: Option<Arc<Cancel>>,
    ) -> Result<String, Refusal> {
        let (client, mut request) = self.ready(&request)?;
        run(cancel, async move {
            let arguments = request.arguments();
            let reply = client.call(&request.operation, &arguments).await?;
            Ok(bridge::answer(&reply))
        })
        .await
    }

    /// Calls an operation that answers with a file.
    pub async fn download(
        &self,
        request: String,
        cancel: Option<Arc<Cancel>>,
    ) -> Result<Arc<NativeFile>, Refusal> {
        let (client, request) = self.ready(&request)?;
        let file = run(cancel, async move { request.file(&client).await }).await?;
        Ok(NativeFile::new(file))
    }

    /// Walks a paged list.
    pub fn pages(&self, request: &str) -> Result<Arc<NativePager>, Refusal> {
        NativePager::new(&self.0, parse(request)?)
    }

    /// Waits until a thing is as wanted; `progress` is told what is seen.
    pub async fn wait(
        &self,
        request: String,
        progress: Option<Arc<dyn Progress>>,
        cancel: Option<Arc<Cancel>>,
    ) -> Result<String, Refusal> {
        let waiter = parse::<Wait>(&request)?.waiter(&self.0)?;
        run(cancel, async move {
            let Some(progress) = progress else {
                return Ok(bridge::waited(&waiter.await?));
            };
            let (sender, mut seen) = mpsc::unbounded_channel();
            // On a thread that may wait: whoever is told may call us again.
            let telling = tokio::task::spawn_blocking(move || {
                while let Some((status, elapsed)) = seen.blocking_recv() {
                    // Whoever only looks on cannot fail the waiting.
                    let _ = progress.seen(status, elapsed);
                }
            });
            let waiter = waiter.on_progress(move |seen| {
                let _ = sender.send((seen.status, seen.elapsed.as_secs_f64()));
            });
            let value = waiter.await;
            let _ = telling.await;
            Ok(bridge::waited(&value?))
        })
        .await
    }

    /// `login`, `logout` or `revoke`.
    pub async fn session(
        &self,
        action: String,
        cancel: Option<Arc<Cancel>>,
    ) -> Result<(), Refusal> {
        let action = parse::<Session>(&format!("{action:?}"))?;
        let client = self.0.clone();
        run(cancel, async move { action.run(&client).await }).await
    }

    /// The tokens held now.
    #[must_use]
    pub fn tokens(&self) -> Option<Tokens> {
        self.0.tokens().map(Into::into)
    }

    /// Goes on with these tokens.
    pub async fn set_tokens(&self, tokens: Tokens) -> Result<(), Refusal> {
        let client = self.0.clone();
        run(None, async move { client.set_tokens(tokens.into()).await }).await
    }

    /// Where the portal is.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.0.core().base_url().to_owned()
    }

    /// Panics, for the tests: it must become an error of ours.
    pub async fn fail_inside(&self) -> Result<(), Refusal> {
        run(None, async { fail() }).await
    }
}

impl NativeClient {
    fn ready(&self, request: &str) -> Result<(Client, Request), Refusal> {
        let request: Request = parse(request)?;
        Ok((request.client(&self.0)?, request))
    }
}

#[allow(clippy::panic)]
fn fail() -> Result<(), Error> {
    panic!("as asked")
}
