//! A portal whose answers depend on the time, and a clock that only sleeping moves.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use viettel_idc::core::{Body, BoxFuture, Timer, Transport, TransportError};
use viettel_idc::{Client, TokenPair};

pub(crate) fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A clock that sleeping moves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clock(Arc<Mutex<Duration>>);

impl Clock {
    pub(crate) fn pass(&self, time: Duration) {
        *self.0.lock().unwrap() += time;
    }

    pub(crate) fn time(&self) -> Duration {
        *self.0.lock().unwrap()
    }
}

impl Timer for Clock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + secs(1_790_000_000) + self.time()
    }

    fn monotonic(&self) -> Duration {
        self.time()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        Box::pin(async move { clock.pass(duration) })
    }
}

/// An answer: status, seconds of `Retry-After`, body.
pub(crate) type Answer = (u16, Option<u64>, String);

/// A successful answer.
pub(crate) fn ok(body: impl Into<String>) -> Answer {
    (200, None, body.into())
}

type Script = dyn Fn(&str, Duration) -> Answer + Send + Sync;

#[derive(Clone)]
struct Portal {
    clock: Clock,
    script: Arc<Script>,
    calls: Arc<Mutex<Vec<Duration>>>,
}

impl fmt::Debug for Portal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Portal")
    }
}

impl Transport for Portal {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let now = self.clock.time();
        self.calls.lock().unwrap().push(now);
        let (status, retry_after, body) = (self.script)(request.uri().path(), now);
        let mut response = http::Response::builder()
            .status(status)
            .header("content-type", "application/json");
        if let Some(seconds) = retry_after {
            response = response.header("retry-after", seconds);
        }
        let response = response.body(Body::Full(body.into())).unwrap();
        Box::pin(async move { Ok(response) })
    }
}

/// A client of a portal that answers by path and time.
pub(crate) struct World {
    pub(crate) client: Client,
    pub(crate) clock: Clock,
    calls: Arc<Mutex<Vec<Duration>>>,
}

impl World {
    pub(crate) fn new(script: impl Fn(&str, Duration) -> Answer + Send + Sync + 'static) -> Self {
        let (clock, calls) = (Clock::default(), Arc::default());
        let portal = Portal {
            clock: clock.clone(),
            script: Arc::new(script),
            calls: Arc::clone(&calls),
        };
        let client = Client::builder()
            .base_url("https://portal.example.com/api")
            .tokens(TokenPair::new("token", None))
            .transport(portal)
            .timer(clock.clone())
            .max_attempts(1)
            .build()
            .unwrap();
        Self {
            client,
            clock,
            calls,
        }
    }

    /// When the portal was called.
    pub(crate) fn calls(&self) -> Vec<Duration> {
        self.calls.lock().unwrap().clone()
    }
}

/// A machine in this state, and for so many seconds up.
pub(crate) fn machine(status: &str, uptime: Option<u64>) -> Answer {
    let uptime = uptime.map_or_else(String::new, |uptime| format!(r#","uptime":{uptime}"#));
    ok(format!(
        r#"{{"vm":{{"id":"1201","status":"{status}"{uptime}}}}}"#
    ))
}
