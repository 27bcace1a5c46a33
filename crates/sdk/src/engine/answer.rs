//! Reading an answer: is it JSON, a file, or a web server's page, and did the call succeed?

use std::time::Duration;

use bytes::BytesMut;
use futures_util::StreamExt;
use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use super::failure::Failure;
use crate::core::{Body, Operation, Payload, Problem, envelope};
use crate::wire::{self, chrono};
use crate::{Error, ErrorKind};

/// Most bytes a JSON answer may have.
const LIMIT: usize = 64 << 20;

/// A successful answer.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) payload: Payload,
}

pub(super) async fn read(
    operation: &'static Operation,
    response: http::Response<Body>,
) -> Result<Answer, Failure> {
    let (parts, body) = response.into_parts();
    let head = Head {
        operation,
        status: parts.status,
        headers: &parts.headers,
    };
    let payload = if operation.is_file() && parts.status.is_success() {
        Payload::File(head.file(body).await?)
    } else {
        let bytes = body.collect(LIMIT).await.map_err(Failure::of_transport)?;
        Payload::Json(head.json(&bytes)?)
    };
    Ok(Answer {
        status: parts.status,
        headers: parts.headers,
        payload,
    })
}

struct Head<'a> {
    operation: &'static Operation,
    status: StatusCode,
    headers: &'a HeaderMap,
}

impl Head<'_> {
    fn json(&self, bytes: &[u8]) -> Result<Value, Failure> {
        if self.status == StatusCode::NO_CONTENT {
            return Ok(Value::Object(Map::new()));
        }
        let Ok(value) = wire::parse(bytes) else {
            return Err(self.page(bytes));
        };
        match envelope::problems(self.operation, self.status, &value) {
            Some(problems) => Err(self.fail(Error::portal(problems).with_raw(value))),
            None if self.status.is_redirection() => Err(self.page(bytes)),
            None => Ok(value),
        }
    }

    /// The content of a file. PHP may announce an error as anything, so what begins like a JSON
    /// object is read as one, whatever its content type.
    async fn file(&self, body: Body) -> Result<Body, Failure> {
        let mut stream = body.into_stream();
        let mut start = BytesMut::new();
        while start.iter().all(u8::is_ascii_whitespace) {
            match stream.next().await {
                Some(chunk) => start.extend_from_slice(&chunk.map_err(Failure::of_transport)?),
                None => return Ok(Body::Full(start.freeze())),
            }
        }
        let first = start.iter().find(|byte| !byte.is_ascii_whitespace());
        let whole = Body::Stream(Box::pin(
            futures_util::stream::iter([Ok(start.clone().freeze())]).chain(stream),
        ));
        if first == Some(&b'{') {
            let bytes = whole.collect(LIMIT).await.map_err(Failure::of_transport)?;
            let value = wire::parse(&bytes).ok();
            let problems = value
                .as_ref()
                .and_then(|value| envelope::problems(self.operation, self.status, value));
            return match (problems, value) {
                (Some(problems), Some(value)) => {
                    Err(self.fail(Error::portal(problems).with_raw(value)))
                }
                _ => Ok(Body::Full(bytes)),
            };
        }
        if self.content_type() == "text/html" && self.operation.media_type != "text/html" {
            let message = format!(
                "expected {}, the portal sent a web page",
                self.operation.media_type
            );
            return Err(Failure::Unclear(
                Error::decode("$", message).with_status(self.status),
            ));
        }
        Ok(whole)
    }

    /// What is no JSON: a web server's own page, a redirect, or half an answer.
    fn page(&self, bytes: &[u8]) -> Failure {
        let about = |text: String| Error::portal(vec![Problem::from_text(&text)]);
        if self.status.is_redirection() {
            let target = self
                .headers
                .get(http::header::LOCATION)
                .and_then(|value| value.to_str().ok());
            let target = target
                .and_then(|target| target.split('?').next())
                .unwrap_or("elsewhere");
            return self.fail(about(format!(
                "the portal redirects to {target}; redirects are not followed, check base_url"
            )));
        }
        if self.status.is_success() {
            let what = if bytes.iter().all(u8::is_ascii_whitespace) {
                "nothing"
            } else {
                "something else"
            };
            return self.fail(Error::decode(
                "$",
                format!("expected JSON, the portal sent {what}"),
            ));
        }
        self.fail(about(
            "a web server answered in place of the portal".to_owned(),
        ))
    }

    fn fail(&self, error: Error) -> Failure {
        let error = error.with_status(self.status);
        let after = (error.kind() == ErrorKind::RateLimit || self.status.is_server_error())
            .then(|| self.retry_after());
        let error = error.with_retry_after(after.flatten());
        // An answer with a server's error, or one that cannot be read, does not say that nothing ran.
        if self.status.is_server_error() || error.kind() == ErrorKind::Decode {
            Failure::Unclear(error)
        } else {
            Failure::Refused(error)
        }
    }

    /// Seconds or a date; some portals tell how long their window still lasts instead.
    fn retry_after(&self) -> Option<Duration> {
        let text = |name: &str| self.headers.get(name)?.to_str().ok().map(str::trim);
        let header = text(RETRY_AFTER.as_str());
        let seconds = header.and_then(|text| text.parse().ok());
        let date = header
            .and_then(|text| chrono::DateTime::parse_from_rfc2822(text).ok())
            .and_then(|date| {
                let now = web_time::SystemTime::now()
                    .duration_since(web_time::UNIX_EPOCH)
                    .ok()?;
                Some(
                    u64::try_from(date.timestamp())
                        .ok()?
                        .saturating_sub(now.as_secs()),
                )
            });
        let window = || text("x-ratelimit-reset").and_then(|text| text.parse().ok());
        seconds.or(date).or_else(window).map(Duration::from_secs)
    }

    fn content_type(&self) -> &str {
        let value = self
            .headers
            .get(http::header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        value
            .and_then(|value| value.split(';').next())
            .unwrap_or_default()
            .trim()
    }
}
