//! Tokens, kept by the platform.

use js_sys::{Function, Promise};
use viettel_idc::core::{BoxFuture, Timer};
use viettel_idc::{Error, Lease, Owner, TokenPair, TokenStore};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::host::{Host, words};

#[derive(Debug)]
pub(crate) struct HostStore(pub(crate) Host);

/// Gives a lock back.
struct Release(Function);

impl Drop for Release {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

impl TokenStore for HostStore {
    fn load<'a>(&'a self, _: &'a Owner) -> BoxFuture<'a, Result<Option<TokenPair>, Error>> {
        Box::pin(async move {
            let text = done(self.0.load()).await?.as_string();
            text.map(|text| serde_json::from_str(&text))
                .transpose()
                .map_err(|_| refused("it holds something else; clear it and log in again"))
        })
    }

    fn save<'a>(
        &'a self,
        _: &'a Owner,
        tokens: Option<TokenPair>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        let text = tokens.and_then(|tokens| serde_json::to_string(&tokens).ok());
        Box::pin(async move { done(self.0.save(text)).await.map(drop) })
    }

    fn lock<'a>(&'a self, _timer: &'a dyn Timer) -> BoxFuture<'a, Result<Lease, Error>> {
        Box::pin(async move {
            let release = done(self.0.lock()).await?;
            Ok(Lease::new(Release(release.unchecked_into())))
        })
    }
}

async fn done(promise: Result<Promise, JsValue>) -> Result<JsValue, Error> {
    let promise = promise.map_err(|thrown| refused(&words(&thrown)))?;
    JsFuture::from(promise)
        .await
        .map_err(|thrown| refused(&words(&thrown)))
}

fn refused(why: &str) -> Error {
    Error::invalid_request(format!("the token store failed: {why}"))
}
