//! A piece of work: a promise, and a way to end it.

use futures_util::future::{AbortHandle, abortable};
use js_sys::Promise;
use viettel_idc::Error;
use viettel_idc_bridge as bridge;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// A piece of work under way. Its promise is refused with an error as JSON text, or with nothing
/// when it was cancelled.
#[wasm_bindgen]
pub struct Job {
    promise: Promise,
    handle: AbortHandle,
}

#[wasm_bindgen]
impl Job {
    /// What it gives.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn promise(&self) -> Promise {
        self.promise.clone()
    }

    /// Ends it; an open connection is closed.
    pub fn cancel(&self) {
        self.handle.abort();
    }
}

impl Job {
    pub(crate) fn new<T: Into<JsValue>>(
        work: impl Future<Output = Result<T, Error>> + 'static,
    ) -> Self {
        let (work, handle) = abortable(work);
        let promise = future_to_promise(async move {
            match work.await {
                Ok(Ok(value)) => Ok(value.into()),
                Ok(Err(error)) => Err(refusal(&error)),
                Err(_) => Err(JsValue::UNDEFINED),
            }
        });
        Self { promise, handle }
    }
}

pub(crate) fn refusal(error: &Error) -> JsValue {
    bridge::refusal(error).into()
}
