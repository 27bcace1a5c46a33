//! The simulated portal as WebAssembly: a request goes in, an answer comes out.
#![cfg(target_arch = "wasm32")]

use std::time::Duration;

use js_sys::Uint8Array;
use viettel_idc_sandbox::{Fault, FaultRule, Options, Portal, Received, request};
use wasm_bindgen::prelude::*;

/// A simulated portal.
#[wasm_bindgen]
pub struct SandboxPortal(Portal);

/// What it answered. Without a status the connection broke.
#[wasm_bindgen]
pub struct Answer(Received);

#[wasm_bindgen]
impl Answer {
    /// HTTP status.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Names and values by turns.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn headers(&self) -> Vec<String> {
        let headers = self.0.headers.iter();
        headers
            .flat_map(|(name, value)| [name.clone(), value.clone()])
            .collect()
    }

    /// The body, or the half of it that arrived.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn body(&self) -> Uint8Array {
        Uint8Array::from(&self.0.body[..])
    }

    /// Whether the connection broke in the middle of the body.
    #[wasm_bindgen(getter, js_name = isTruncated)]
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.0.is_truncated
    }
}

#[wasm_bindgen]
impl SandboxPortal {
    /// A portal with its one customer; times are in seconds.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(token_life: Option<f64>, vm_step: Option<f64>) -> Self {
        Self(Portal::new(Options::with_times(token_life, vm_step)))
    }

    /// Answers a request; `now` is in milliseconds since 1970, `headers` are names and values by
    /// turns.
    ///
    /// # Errors
    /// Why this is no request.
    pub fn handle(
        &mut self,
        method: &str,
        url: &str,
        headers: Vec<String>,
        body: Vec<u8>,
        now: f64,
    ) -> Result<Answer, JsError> {
        let headers = headers.chunks_exact(2);
        let headers = headers.map(|pair| (pair[0].clone(), pair[1].clone()));
        let request = request(method, url, headers, body)?;
        let now = Duration::try_from_secs_f64(now / 1000.0).unwrap_or_default();
        Ok(Answer(self.0.handle(&request, now).received()))
    }

    /// Makes the next calls fail; `amount` is a status, or seconds to wait.
    ///
    /// # Errors
    /// Which names there are.
    pub fn fault(
        &mut self,
        name: &str,
        times: u32,
        operation: Option<String>,
        amount: Option<u16>,
    ) -> Result<(), JsError> {
        let fault = Fault::named(name, amount).map_err(|reason| JsError::new(&reason))?;
        let rule = FaultRule::times(fault, times);
        self.0.faults_mut().push(match operation {
            Some(operation) => rule.on(&operation),
            None => rule,
        });
        Ok(())
    }

    /// How many calls it has seen.
    #[wasm_bindgen(getter)]
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn calls(&self) -> f64 {
        self.0.calls() as f64
    }
}
