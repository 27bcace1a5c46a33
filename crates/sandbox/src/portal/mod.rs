//! The state machine.

mod account;
mod clock;
mod lists;
mod orders;
mod pdf;
mod seed;
mod session;
mod tickets;
mod vms;

use std::time::Duration;

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{Request, Response, StatusCode};
use serde_json::Value;
use viettel_idc_core::{Auth, Operation};

use crate::answer::{file, json_answer, page, refusal, with_status};
use crate::router::Call;
use crate::wire_form::wire_form;
use crate::{Fault, FaultRule, Options, Outcome, example, fault};

pub use orders::Order;

/// A simulated portal. The time is handed in: any duration since 1970 that does not run backwards.
///
/// ```
/// use std::time::Duration;
/// use viettel_idc_sandbox::{Options, Outcome, Portal};
///
/// let mut portal = Portal::new(Options::default());
/// let request = http::Request::get("http://sandbox.example.com/api/currencies").body(Default::default())?;
/// let Outcome::Answer(answer) = portal.handle(&request, Duration::from_secs(1_800_000_000)) else {
///     panic!("no answer");
/// };
/// assert_eq!(answer.status(), 200);
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Debug)]
pub struct Portal {
    options: Options,
    faults: Vec<FaultRule>,
    sessions: session::Sessions,
    invoices: Vec<Value>,
    estimates: Vec<Value>,
    services: Vec<orders::Service>,
    orders: Vec<Order>,
    vms: Vec<vms::Machine>,
    tickets: Vec<tickets::Ticket>,
    calls: u64,
}

/// What an operation makes of a call: JSON in canonical form, or a whole answer.
enum Made {
    Json(Value),
    Whole(Response<Bytes>),
}

impl Portal {
    /// A portal with its one customer.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self {
            options,
            faults: Vec::new(),
            sessions: session::Sessions::default(),
            invoices: seed::invoices(),
            estimates: seed::estimates(),
            services: seed::services(),
            orders: Vec::new(),
            vms: seed::machines(),
            tickets: vec![tickets::Ticket::seed()],
            calls: 0,
        }
    }

    /// The faults that are switched on.
    pub fn faults_mut(&mut self) -> &mut Vec<FaultRule> {
        &mut self.faults
    }

    /// What was ordered since the start.
    #[must_use]
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// How many requests came in.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.calls
    }

    /// How many times tokens were renewed.
    #[must_use]
    pub fn refreshes(&self) -> u64 {
        self.sessions.refreshes
    }

    #[cfg(feature = "server")]
    pub(crate) fn max_body(&self) -> usize {
        self.options.max_body
    }

    /// Takes a request at a time.
    pub fn handle(&mut self, request: &Request<Bytes>, now: Duration) -> Outcome {
        self.calls += 1;
        let Some(call) = Call::of(request) else {
            return Outcome::Answer(with_status(
                refusal("invalid method"),
                StatusCode::NOT_FOUND,
            ));
        };
        let fault = fault::take(&mut self.faults, call.operation);
        let instead = match fault {
            Some(Fault::Refused) => return Outcome::Refused,
            Some(Fault::ResetBefore) => return Outcome::Reset,
            Some(Fault::HtmlPage) => Some(page(StatusCode::OK)),
            Some(Fault::ServerError(status)) => Some(page(
                StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            )),
            Some(Fault::RateLimited(seconds)) => {
                let told = refusal("Too many requests");
                let mut response = with_status(told, StatusCode::TOO_MANY_REQUESTS);
                response.headers_mut().insert(RETRY_AFTER, seconds.into());
                Some(response)
            }
            Some(Fault::ExpiredToken) => Some(refusal("token_expired")),
            Some(Fault::ResetAfter | Fault::Truncated) | None => None,
        };
        let answer = instead.unwrap_or_else(|| self.answer(&call, request, now));
        match fault {
            Some(Fault::ResetAfter) => Outcome::Reset,
            Some(Fault::Truncated) => Outcome::Truncated(answer),
            _ => Outcome::Answer(answer),
        }
    }

    fn answer(&mut self, call: &Call, request: &Request<Bytes>, now: Duration) -> Response<Bytes> {
        if call.operation.auth == Auth::Required
            && let Some(refused) = self.sessions.refuse(&self.options, request.headers(), now)
        {
            return refused;
        }
        match self.make(call, request, now) {
            Some(Made::Json(value)) => json_answer(&in_wire_form(&value, call.operation)),
            Some(Made::Whole(response)) => response,
            None => by_example(call.operation),
        }
    }

    /// What the operations that are real make of the call; `None` for the others.
    fn make(&mut self, call: &Call, request: &Request<Bytes>, now: Duration) -> Option<Made> {
        match call.operation.resource {
            "auth" => self.auth(call, request, now),
            "account" | "billing" => self.account(call),
            "services" => self.service(call, now),
            "vms" => self.machine(call, now),
            "tickets" => self.ticket(call, now),
            "orders" => self.order(call, now),
            _ => None,
        }
    }
}

impl Made {
    fn refusal(code: &str) -> Self {
        Self::Whole(refusal(code))
    }
}

fn in_wire_form(value: &Value, operation: &Operation) -> Value {
    // An error is no part of the operation's shape.
    match operation.response {
        Some(shape) if value.get("error").is_none() => wire_form(value, shape),
        _ => value.clone(),
    }
}

fn by_example(operation: &'static Operation) -> Response<Bytes> {
    let text = Bytes::from(example(operation.id).unwrap_or_default());
    if operation.is_file() {
        return file(text, operation.media_type, operation.verb);
    }
    let mut response = json_answer(&Value::Null);
    *response.body_mut() = text;
    response
}
