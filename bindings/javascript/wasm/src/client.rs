//! The client, as far as it is native.

use js_sys::Function;
use viettel_idc::{Client, Error, TokenPair};
use viettel_idc_bridge::{self as bridge, Config, Request, Session, Wait, parse};
use wasm_bindgen::prelude::*;

use crate::files::NativeDownload;
use crate::host::Host;
use crate::job::{Job, refusal};
use crate::pager::NativePager;
use crate::store::HostStore;
use crate::timer::{HostSpawn, HostTimer};
use crate::transport::HostTransport;

/// A client of the portal.
#[wasm_bindgen]
pub struct Native(Client);

#[wasm_bindgen]
impl Native {
    /// A client with these settings on this platform.
    ///
    /// # Errors
    /// What is wrong with the settings, as JSON text.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &str, host: &Host) -> Result<Native, JsValue> {
        let build = || {
            parse::<Config>(config)?
                .builder(None)?
                .transport(HostTransport(host.clone()))
                .timer(HostTimer(host.clone()))
                .spawn(HostSpawn)
                .token_store(HostStore(host.clone()))
                .build()
        };
        build().map(Self).map_err(|error| refusal(&error))
    }

    /// Calls an operation.
    #[must_use]
    pub fn call(&self, request: &str) -> Job {
        let ready = self.ready(request);
        Job::new(async move {
            let (client, mut request) = ready?;
            let arguments = request.arguments();
            let reply = client.call(&request.operation, &arguments).await?;
            Ok(bridge::answer(&reply))
        })
    }

    /// Calls an operation that answers with a file.
    #[must_use]
    pub fn download(&self, request: &str) -> Job {
        let ready = self.ready(request);
        Job::new(async move {
            let (client, request) = ready?;
            Ok(NativeDownload::new(request.file(&client).await?))
        })
    }

    /// Walks a paged list.
    ///
    /// # Errors
    /// An error as JSON text.
    pub fn pages(&self, request: &str) -> Result<NativePager, JsValue> {
        parse::<Request>(request)
            .and_then(|request| request.pages(&self.0))
            .map(NativePager::new)
            .map_err(|error| refusal(&error))
    }

    /// Waits until a thing is as wanted; `progress` is told what is seen.
    #[must_use]
    pub fn wait(&self, request: &str, progress: Option<Function>) -> Job {
        let waiter = parse::<Wait>(request).and_then(|wait| wait.waiter(&self.0));
        Job::new(async move {
            let waiter = waiter?.on_progress(move |seen| {
                if let Some(progress) = &progress {
                    let status = seen.status.map_or(JsValue::UNDEFINED, Into::into);
                    let elapsed = seen.elapsed.as_secs_f64().into();
                    let _ = progress.call2(&JsValue::UNDEFINED, &status, &elapsed);
                }
            });
            Ok(bridge::waited(&waiter.await?))
        })
    }

    /// `login`, `logout` or `revoke`.
    #[must_use]
    pub fn session(&self, action: &str) -> Job {
        let action = parse::<Session>(&format!("{action:?}"));
        let client = self.0.clone();
        Job::new(async move {
            action?.run(&client).await?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Goes on with these tokens.
    #[wasm_bindgen(js_name = setTokens)]
    #[must_use]
    pub fn set_tokens(&self, token: String, refresh: Option<String>) -> Job {
        let client = self.0.clone();
        Job::new(async move {
            let pair = TokenPair::new(token, refresh.map(Into::into));
            client.set_tokens(pair).await?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Where the portal is.
    #[wasm_bindgen(getter, js_name = baseUrl)]
    #[must_use]
    pub fn base_url(&self) -> String {
        self.0.core().base_url().to_owned()
    }

    /// Panics, for the tests: whoever waits must hear of it.
    #[wasm_bindgen(js_name = failInside)]
    #[must_use]
    pub fn fail_inside(&self) -> Job {
        Job::new(async { fail() })
    }
}

impl Native {
    fn ready(&self, request: &str) -> Result<(Client, Request), Error> {
        let request: Request = parse(request)?;
        Ok((request.client(&self.0)?, request))
    }
}

#[allow(clippy::panic)]
fn fail() -> Result<JsValue, Error> {
    panic!("as asked")
}
