//! The simulated portal as WebAssembly: a request goes in, an answer comes out.
#![cfg(target_arch = "wasm32")]

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use js_sys::Uint8Array;
use viettel_idc_sandbox::{Fault, FaultRule, Options, Outcome, Portal};
use wasm_bindgen::prelude::*;

/// A simulated portal.
#[wasm_bindgen]
pub struct SandboxPortal(Portal);

/// What it answered. Without a status the connection broke.
#[wasm_bindgen]
pub struct Answer {
    response: Option<Response<Bytes>>,
    is_truncated: bool,
}

#[wasm_bindgen]
impl Answer {
    /// HTTP status.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.response
            .as_ref()
            .map(|response| response.status().as_u16())
    }

    /// Names and values by turns.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn headers(&self) -> Vec<String> {
        let headers = self.response.iter().flat_map(Response::headers);
        headers
            .flat_map(|(name, value)| {
                [
                    name.as_str().to_owned(),
                    value.to_str().unwrap_or_default().to_owned(),
                ]
            })
            .collect()
    }

    /// The body, or the half of it that arrived.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn body(&self) -> Uint8Array {
        let body = self
            .response
            .as_ref()
            .map_or(&[][..], |response| &response.body()[..]);
        let end = if self.is_truncated {
            body.len() / 2
        } else {
            body.len()
        };
        Uint8Array::from(&body[..end])
    }

    /// Whether the connection broke in the middle of the body.
    #[wasm_bindgen(getter, js_name = isTruncated)]
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.is_truncated
    }
}

#[wasm_bindgen]
impl SandboxPortal {
    /// A portal with its one customer; times are in seconds.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(token_life: Option<f64>, vm_step: Option<f64>) -> Self {
        let mut options = Options::default();
        if let Some(life) = token_life.and_then(seconds) {
            options.token_life = life;
        }
        if let Some(step) = vm_step.and_then(seconds) {
            options.vm_step = step;
        }
        Self(Portal::new(options))
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
        let mut request = Request::builder().method(method).uri(url);
        for pair in headers.chunks_exact(2) {
            request = request.header(&pair[0], &pair[1]);
        }
        let request = request.body(Bytes::from(body))?;
        let (response, is_truncated) = match self
            .0
            .handle(&request, seconds(now / 1000.0).unwrap_or_default())
        {
            Outcome::Answer(response) => (Some(response), false),
            Outcome::Truncated(response) => (Some(response), true),
            Outcome::Refused | Outcome::Reset => (None, false),
        };
        Ok(Answer {
            response,
            is_truncated,
        })
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
        let fault = match name {
            "refused" => Fault::Refused,
            "reset_before" => Fault::ResetBefore,
            "reset_after" => Fault::ResetAfter,
            "truncated" => Fault::Truncated,
            "html_page" => Fault::HtmlPage,
            "rate_limited" => Fault::RateLimited(amount.unwrap_or(1).into()),
            "server_error" => Fault::ServerError(amount.unwrap_or(500)),
            "expired_token" => Fault::ExpiredToken,
            other => {
                return Err(JsError::new(&format!(
                    "there is no fault {other:?}; there are refused, reset_before, reset_after, \
                     truncated, html_page, rate_limited, server_error and expired_token"
                )));
            }
        };
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

fn seconds(value: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(value).ok()
}
