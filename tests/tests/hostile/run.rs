//! One call against one script, and what is right about it.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use viettel_idc::core::{Body, BoxFuture, Transport, TransportError};
use viettel_idc::{Client, Error, ReqwestTransport, TokenPair};

use crate::answer::{Answer, Http};
use crate::cases::{Case, Files, Place};
use crate::clock::{Clock, DEADLINE, LIMIT};
use crate::expected::{Got, MOST, Meaning, Pass, any};
use crate::server::{REFRESH, Script, Seen, Server};
use crate::subject::Subject;
use crate::typed;

/// One pool of connections for the whole battery.
#[derive(Clone, Debug)]
pub(crate) struct Shared(pub(crate) Arc<ReqwestTransport>);

impl Transport for Shared {
    fn send(
        &self,
        request: http::Request<bytes::Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        self.0.send(request)
    }
}

/// What became of one call.
pub(crate) struct Outcome {
    pub(crate) got: Got,
    pub(crate) error: Option<Error>,
    pub(crate) seen: Seen,
    /// How often the portal did what was asked.
    pub(crate) applied: usize,
    pub(crate) paused: Duration,
}

pub(crate) fn good(subject: &Subject) -> Answer {
    Http::new(200)
        .header("Content-Type", subject.operation.media_type)
        .body(subject.good.clone())
        .answer()
}

/// A token that holds until 2100.
pub(crate) fn token(name: &str) -> String {
    let claims = format!(r#"{{"sub":"{name}","iat":1700000000,"exp":4102444800}}"#);
    format!(
        "eyJhbGciOiJSUzI1NiJ9.{}.c2ln",
        URL_SAFE_NO_PAD.encode(claims)
    )
}

fn script(case: &Case, subject: &Subject, pass: Pass, place: &Place) -> Script {
    let bad = (case.make)(subject, place);
    let answers = match pass {
        Pass::Ever => vec![bad],
        Pass::Once => vec![bad, good(subject)],
    };
    let pair = format!(
        r#"{{"token":"{}","refresh":"{REFRESH}"}}"#,
        token("renewed")
    );
    Script::new(answers, Http::json(200, pair).answer())
}

/// How an operation is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// By its name, as the packages of other languages do.
    Name,
    /// By its method.
    Method,
}

/// Where the battery runs.
pub(crate) struct Scene {
    pub(crate) server: Server,
    pub(crate) transport: Shared,
    pub(crate) place: Place,
}

/// Makes the call.
pub(crate) async fn run(
    scene: &Scene,
    case: &Case,
    subject: &Subject,
    pass: Pass,
    way: Way,
) -> Outcome {
    let script = Arc::new(script(case, subject, pass, &scene.place));
    let played = scene.server.play(Arc::clone(&script));
    let clock = Clock::new(Arc::clone(&script.stalled));
    let client = Client::builder()
        .base_url(&played.url)
        .tokens(TokenPair::new(token("held"), Some(REFRESH.into())))
        .transport(scene.transport.clone())
        .timer(clock.clone())
        .timeout(LIMIT)
        .deadline(DEADLINE)
        .max_attempts(u32::try_from(MOST).unwrap())
        .build()
        .unwrap();
    let called = tokio::spawn(call(client, subject.clone(), way));
    let abort = called.abort_handle();
    let (got, error) = match tokio::time::timeout(Duration::from_secs(60), called).await {
        Ok(Ok(Ok(()))) => (Got::Success, None),
        Ok(Ok(Err(error))) => (Got::Failure(error.kind()), Some(error)),
        Ok(Err(_)) => (Got::Panic, None),
        Err(_) => {
            abort.abort();
            (Got::Hang, None)
        }
    };
    let seen = script.seen.lock().unwrap().clone();
    let did = |index: usize| match pass {
        Pass::Once if index > 0 => true,
        _ => case.meaning.may_have_run(),
    };
    let applied = (0..seen.requests.len()).filter(|index| did(*index)).count();
    Outcome {
        got,
        error,
        seen,
        applied,
        paused: clock.paused(),
    }
}

async fn call(client: Client, subject: Subject, way: Way) -> Result<(), Error> {
    let id = subject.operation.id;
    if way == Way::Method {
        return typed::call(&client, id).await;
    }
    if subject.is_file() {
        let file = client.download(id, &subject.arguments).await?;
        return file.bytes().await.map(drop);
    }
    client.call(id, &subject.arguments).await.map(drop)
}

/// What is wrong with it, one line each.
pub(crate) fn faults(case: &Case, subject: &Subject, pass: Pass, outcome: &Outcome) -> Vec<String> {
    let mut faults = Vec::new();
    let is_any = subject.is_file()
        && match case.for_files {
            Files::Same => false,
            Files::UnlessHtml => subject.operation.media_type == "text/html",
            Files::Any => true,
        };
    let right = if is_any {
        any()
    } else {
        case.meaning.right(subject, pass)
    };
    let requests = outcome.seen.requests.len();
    if !right.results.contains(&outcome.got) {
        let wanted: Vec<_> = right.results.iter().map(|got| got.name()).collect();
        faults.push(format!(
            "got {}, not {}",
            outcome.got.name(),
            wanted.join(" or ")
        ));
    }
    if !right.requests.contains(&requests) {
        faults.push(format!("{requests} requests, not {:?}", right.requests));
    }
    let asked = Duration::from_secs(case.asks) * u32::try_from(requests.max(1) - 1).unwrap();
    if outcome.paused < asked || outcome.paused >= DEADLINE {
        faults.push(format!("paused {:?}, not {asked:?}", outcome.paused));
    }
    faults.extend(lies(subject, outcome));
    let is_plain = right.results.len() == 1 || !is_any;
    if let (Some(words), Some(error), true) = (case.says, &outcome.error, is_plain)
        && !error.to_string().contains(words)
    {
        // Without the operation's name, so that the same fault of many makes one line.
        let text = error.to_string().replace(subject.operation.id, "…");
        faults.push(format!("the text leaves out {words:?}: {text}"));
    }
    faults
}

/// What no answer excuses.
fn lies(subject: &Subject, outcome: &Outcome) -> Vec<String> {
    let mut lies = Vec::new();
    let mut wrong = |is_wrong: bool, what: &str| {
        if is_wrong {
            lies.push(what.to_owned());
        }
    };
    if subject.acts() {
        wrong(outcome.applied > 1, "DONE TWICE");
        let is_honest = matches!(
            outcome.got,
            Got::Success | Got::Failure(viettel_idc::ErrorKind::OutcomeUnknown)
        );
        wrong(
            outcome.applied > 0 && !is_honest,
            "it may have been done, and the error says that it was not",
        );
        let invites = outcome.error.as_ref().is_some_and(Error::is_safe_to_repeat);
        wrong(
            outcome.applied > 0 && invites,
            "it may have been done, and the error invites to repeat it",
        );
    }
    let path: Vec<_> = subject.operation.path.split('/').collect();
    for request in &outcome.seen.requests {
        let sent: Vec<_> = request.split('/').skip(2).collect();
        wrong(
            sent.len() != path.len() || sent.first() != Some(&"api"),
            "a request went to another path",
        );
    }
    lies
}

impl Meaning {
    /// Whether a portal that answers so may have done what was asked.
    fn may_have_run(self) -> bool {
        !matches!(
            self,
            Self::Refused(_)
                | Self::Limited
                | Self::LimitedTooLong
                | Self::LimitedAnyhow
                | Self::TokenEnded
                | Self::TokenUnsure
                | Self::Suspicious
                | Self::TokenAndMore
        )
    }
}
