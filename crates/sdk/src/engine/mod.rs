//! How one call runs: guard, credentials, transport, the portal's verdict, and what follows from it.

mod limits;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, StatusCode};
use tracing::{Instrument, Span, field};
use viettel_idc_auth::{Authenticator, Authorization};

use crate::core::verdict::{self, Asked, Failure};
use crate::core::{
    Auth, BoxFuture, Call, Dispatch, Operation, Payload, Response, Safety, Secrets, Timer,
    Transport, TransportError, TransportErrorKind, timeout,
};
use crate::{Error, Guard};
pub(crate) use limits::Limits;

const AGENT: HeaderValue =
    HeaderValue::from_static(concat!("viettel-idc-rust/", env!("CARGO_PKG_VERSION")));

/// Runs calls.
#[derive(Clone, Debug)]
pub(crate) struct Engine(Arc<Parts>);

#[derive(Clone, Debug)]
struct Parts {
    transport: Arc<dyn Transport>,
    timer: Arc<dyn Timer>,
    auth: Option<Authenticator>,
    limits: Limits,
    guard: Guard,
}

impl Engine {
    pub(crate) fn new(
        transport: Arc<dyn Transport>,
        timer: Arc<dyn Timer>,
        limits: Limits,
        guard: Guard,
    ) -> Self {
        Self(Arc::new(Parts {
            transport,
            timer,
            auth: None,
            limits,
            guard,
        }))
    }

    /// The same engine, sending credentials. The one without stays what they are obtained with.
    pub(crate) fn with_auth(&self, auth: Authenticator) -> Self {
        Self(Arc::new(Parts {
            auth: Some(auth),
            ..Parts::clone(&self.0)
        }))
    }

    async fn run(&self, call: Call) -> Result<Response, Error> {
        let operation = call.operation;
        self.0.guard.check(operation)?;
        let safety = operation.safety_of(&call.request);
        let limits = self.0.limits.of(&call.context);
        let started = self.0.timer.monotonic();
        let elapsed = || self.0.timer.monotonic().saturating_sub(started);
        let (mut attempts, mut renewed) = (0, false);
        loop {
            let left = limits
                .left(elapsed())
                .ok_or_else(|| out_of_time(operation, attempts))?;
            let authorization = timeout(&*self.0.timer, left, self.authorization(operation))
                .await
                .ok_or_else(|| out_of_time(operation, attempts))??;
            let left = limits
                .left(elapsed())
                .ok_or_else(|| out_of_time(operation, attempts))?;
            attempts += 1;
            let header = authorization.as_ref().map(|given| &given.header);
            let asked = Asked {
                operation,
                safety,
                strict: limits.strict,
                secrets: &Secrets::of(operation, call.request.body(), header),
            };
            let failure = match self
                .attempt(&call, &asked, header, left.min(limits.timeout))
                .await
            {
                Ok((status, headers, payload)) => {
                    report_losses(operation, &payload);
                    return Ok(Response {
                        operation,
                        status,
                        headers,
                        payload,
                        attempts,
                    });
                }
                Err(failure) => failure,
            };
            let fail = |failure: Failure| {
                failure
                    .into_error(safety)
                    .with_operation(operation)
                    .with_attempts(attempts)
                    .redacted(asked.secrets)
            };
            if let (Some(auth), Some(refused), false) = (&self.0.auth, &authorization, renewed)
                && let Some(token) = Refused::of(&failure, safety)
                && auth.can_renew()
            {
                renewed = true;
                let left = limits.left(elapsed()).unwrap_or_default();
                let renewal = timeout(&*self.0.timer, left, auth.renew(refused)).await;
                match (token, renewal) {
                    (Refused::SendAgain, Some(Ok(()))) => continue,
                    (Refused::SendAgain, None) => return Err(out_of_time(operation, attempts)),
                    (Refused::SendAgain, Some(Err(error))) if is_by_portal(&failure) => {
                        return Err(error);
                    }
                    (Refused::RenewOnly, _) => return Err(fail(failure)),
                    // Whoever said 401 may be gone with the next attempt.
                    (Refused::SendAgain, Some(Err(_))) => {}
                }
            }
            let delay = failure
                .may_repeat(safety)
                .then(|| limits.delay(attempts, elapsed(), failure.error().retry_after()));
            let Some(delay) = delay.flatten() else {
                return Err(fail(failure));
            };
            tracing::debug!(attempts, ?delay, "sending again");
            self.0.timer.sleep(delay).await;
        }
    }

    async fn authorization(&self, operation: &Operation) -> Result<Option<Authorization>, Error> {
        match (&self.0.auth, operation.auth) {
            (Some(auth), Auth::Required) => auth.authorization().await.map(Some),
            (Some(auth), Auth::Optional) => auth.authorization_if_any(),
            _ => Ok(None),
        }
    }

    async fn attempt(
        &self,
        call: &Call,
        asked: &Asked<'_>,
        authorization: Option<&HeaderValue>,
        limit: Duration,
    ) -> Result<(StatusCode, HeaderMap, Payload), Failure> {
        let request = prepare(&call.request, authorization);
        let exchange = async {
            let sent = self.0.transport.send(request).await;
            verdict::judge(asked, sent.map_err(Failure::of_transport)?).await
        };
        timeout(&*self.0.timer, limit, exchange)
            .await
            .unwrap_or_else(|| {
                let message = format!("no answer within {:.1} s", limit.as_secs_f64());
                Err(Failure::of_transport(TransportError::new(
                    TransportErrorKind::TimedOut,
                    message,
                )))
            })
    }
}

/// What a refused token means for the call.
#[derive(Clone, Copy)]
enum Refused {
    /// Nothing ran: a new token, and again.
    SendAgain,
    /// A new token for the calls that follow: this one may have run.
    RenewOnly,
}

impl Refused {
    /// A status alone is enough for a call that may be repeated anyway.
    fn of(failure: &Failure, safety: Safety) -> Option<Self> {
        match failure {
            Failure::RefusedToken { is_whole, .. } => Some(if *is_whole || safety.may_repeat() {
                Self::SendAgain
            } else {
                Self::RenewOnly
            }),
            Failure::Unclear(error) if error.status() == Some(StatusCode::UNAUTHORIZED) => {
                Some(if safety.may_repeat() {
                    Self::SendAgain
                } else {
                    Self::RenewOnly
                })
            }
            _ => None,
        }
    }
}

fn is_by_portal(failure: &Failure) -> bool {
    matches!(failure, Failure::RefusedToken { .. })
}

fn report_losses(operation: &Operation, payload: &Payload) {
    if let Payload::Json(json) = payload
        && let Some(first) = json.losses().next()
    {
        let (id, lost) = (operation.id, json.lost());
        tracing::warn!("{id}: {lost} values of the answer are lost, the first: {first}");
    }
}

impl Dispatch for Engine {
    fn dispatch(&self, call: Call) -> BoxFuture<'_, Result<Response, Error>> {
        let span = tracing::info_span!(
            "viettel_idc",
            operation = call.operation.id,
            safety = %call.operation.safety,
            attempts = field::Empty,
            status = field::Empty,
            error = field::Empty,
        );
        let work = async move {
            let outcome = self.run(call).await;
            let span = Span::current();
            match &outcome {
                Ok(response) => {
                    span.record("attempts", response.attempts);
                    span.record("status", response.status.as_u16());
                }
                Err(error) => {
                    span.record("attempts", error.attempts());
                    span.record("error", error.kind().as_str());
                }
            }
            outcome
        };
        Box::pin(work.instrument(span))
    }
}

fn prepare(
    request: &http::Request<Bytes>,
    authorization: Option<&HeaderValue>,
) -> http::Request<Bytes> {
    let mut request = request.clone();
    let headers = request.headers_mut();
    // A browser sends its own, and does not let anybody change it.
    if cfg!(not(target_arch = "wasm32")) {
        headers.insert(USER_AGENT, AGENT);
    }
    if let Some(authorization) = authorization {
        headers.insert(AUTHORIZATION, authorization.clone());
    }
    request
}

fn out_of_time(operation: &'static Operation, attempts: u32) -> Error {
    Error::timeout("the call's deadline passed before it could be sent")
        .with_operation(operation)
        .with_attempts(attempts)
}
