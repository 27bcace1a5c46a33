//! A simulated portal in the same process.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::stream::iter;
use viettel_idc_core::{Body, BoxFuture, Timer, Transport, TransportError, TransportErrorKind};

use crate::{Outcome, Portal};

/// Sends requests to a simulated portal in the same process: no server, no network.
#[derive(Clone, Debug)]
pub struct SandboxTransport {
    portal: Arc<Mutex<Portal>>,
    timer: Arc<dyn Timer>,
}

impl SandboxTransport {
    /// A transport to `portal`, which lives by the clock of `timer`.
    #[must_use]
    pub fn new(portal: Portal, timer: Arc<dyn Timer>) -> Self {
        Self {
            portal: Arc::new(Mutex::new(portal)),
            timer,
        }
    }

    /// The portal, to switch on faults or to look inside.
    #[must_use]
    pub fn portal(&self) -> Arc<Mutex<Portal>> {
        Arc::clone(&self.portal)
    }

    fn outcome(&self, request: &http::Request<Bytes>) -> Outcome {
        let now = self
            .timer
            .now()
            .duration_since(web_time::UNIX_EPOCH)
            .unwrap_or_default();
        self.portal
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .handle(request, now)
    }
}

impl Transport for SandboxTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let lost =
            || TransportError::new(TransportErrorKind::Lost, "the simulated connection broke");
        let outcome = match self.outcome(&request) {
            Outcome::Answer(response) => Ok(response.map(Body::Full)),
            Outcome::Refused => Err(TransportError::new(
                TransportErrorKind::NotSent,
                "the simulated portal refuses connections",
            )),
            Outcome::Reset => Err(lost()),
            Outcome::Truncated(response) => Ok(response.map(|body| {
                let half = body.slice(..body.len() / 2);
                Body::Stream(Box::pin(iter([Ok(half), Err(lost())])))
            })),
        };
        Box::pin(async move { outcome })
    }
}
