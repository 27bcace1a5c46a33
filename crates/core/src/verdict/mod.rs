//! The verdict on an answer: who answered, and did the portal do what was asked?
//!
//! Only JSON in the portal's [`envelope`] is the portal; anything else comes from somebody between
//! and says nothing about what ran. A call that acts succeeds only with its proof, which stands in
//! the spec as `x-success`. `docs/safety.md` has the rules as a table.

pub mod envelope;
mod file;
mod proof;
mod retry_after;
mod stranger;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use viettel_idc_wire::{Conformed, Document, NotJson, Repair, conform};

use crate::transport::{TransportError, TransportErrorKind};
use crate::{Body, Error, ErrorKind, Json, Operation, Payload, Safety, Secrets};

/// Most bytes a JSON answer may have.
const LIMIT: usize = 64 << 20;

/// What is known of a call before its answer arrives.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The operation.
    pub operation: &'static Operation,
    /// The class of this call.
    pub safety: Safety,
    /// Whether a value that fits no field fails a call that reads.
    pub strict: bool,
    /// What must not stand in an error.
    pub secrets: &'a Secrets<'a>,
}

/// Why an attempt is not a success, and with that whether it may be made again.
#[derive(Debug)]
pub enum Failure {
    /// Nothing left the machine.
    NotSent(Error),
    /// The portal said no: nothing ran.
    Refused(Error),
    /// The portal refused the token.
    RefusedToken {
        /// Its words.
        error: Error,
        /// Whether the refusal is all there is in the answer, so that nothing can have run.
        is_whole: bool,
    },
    /// The portal may have done it.
    Unclear(Error),
    /// The portal answered, and did not say whether it did it.
    Unproven(Error),
}

impl Failure {
    /// A transport's failure.
    #[must_use]
    pub fn of_transport(error: TransportError) -> Self {
        let kind = error.kind();
        let error = Error::transport(error);
        match kind {
            TransportErrorKind::NotSent => Self::NotSent(error),
            TransportErrorKind::Invalid => Self::Refused(error),
            _ => Self::Unclear(error),
        }
    }

    /// The error so far.
    #[must_use]
    pub fn error(&self) -> &Error {
        match self {
            Self::NotSent(error)
            | Self::Refused(error)
            | Self::RefusedToken { error, .. }
            | Self::Unclear(error)
            | Self::Unproven(error) => error,
        }
    }

    /// Whether a call of this class may be sent again, as it is.
    #[must_use]
    pub fn may_repeat(&self, safety: Safety) -> bool {
        match self {
            Self::NotSent(_) => true,
            Self::Unclear(_) | Self::Unproven(_) => safety.may_repeat(),
            Self::Refused(error) => safety.may_repeat() && error.kind() == ErrorKind::RateLimit,
            Self::RefusedToken { .. } => false,
        }
    }

    /// What a call of this class fails with.
    #[must_use]
    pub fn into_error(self, safety: Safety) -> Error {
        let error = match self {
            Self::Unclear(error) if !safety.may_repeat() => Error::outcome_unknown(&error),
            Self::Unproven(error) => Error::outcome_unknown(&error),
            Self::NotSent(error)
            | Self::Refused(error)
            | Self::RefusedToken { error, .. }
            | Self::Unclear(error) => error,
        };
        error.with_safety(safety)
    }
}

/// Judges an answer.
///
/// # Errors
/// What went wrong, and what that means for sending the call again.
pub async fn judge(
    asked: &Asked<'_>,
    response: http::Response<Body>,
) -> Result<(StatusCode, HeaderMap, Payload), Failure> {
    let (mut parts, body) = response.into_parts();
    let payload = if asked.operation.is_file() && parts.status.is_success() {
        Payload::File(file::judge(asked, parts.status, &mut parts.headers, body).await?)
    } else {
        let bytes = body.collect(LIMIT).await.map_err(Failure::of_transport)?;
        Answer::of(asked, parts.status, &parts.headers).json(&bytes)?
    };
    Ok((parts.status, parts.headers, payload))
}

/// An answer whose body is read.
#[derive(Clone, Copy)]
struct Answer<'a> {
    asked: &'a Asked<'a>,
    status: StatusCode,
    headers: &'a HeaderMap,
}

impl<'a> Answer<'a> {
    fn of(asked: &'a Asked<'a>, status: StatusCode, headers: &'a HeaderMap) -> Self {
        Self {
            asked,
            status,
            headers,
        }
    }

    fn json(self, bytes: &Bytes) -> Result<Payload, Failure> {
        if self.status.is_redirection() || matches!(self.status.as_u16(), 204..=206) {
            return Err(self.stranger(bytes, None));
        }
        let document = match viettel_idc_wire::read(bytes) {
            Ok(document) => document,
            Err(reason) => return Err(self.stranger(bytes, Some(reason))),
        };
        match envelope::refusal(self.asked.operation, &document.value) {
            Some(problems) => Err(self.refused(problems, document)),
            None if !self.status.is_success() => Err(self.stranger(bytes, None)),
            None => self.accepted(document),
        }
    }

    fn accepted(self, document: Document) -> Result<Payload, Failure> {
        let Asked {
            operation, safety, ..
        } = *self.asked;
        let is_doubtful = is_doubtful(operation, &document);
        let Document { value, repairs, .. } = document;
        let error =
            |path: &str, message: String| Error::decode(path, message).with_status(self.status);
        if safety != Safety::Read && (is_doubtful || !proof::is_given(operation, &value)) {
            let message = format!(
                "the answer neither refuses the call nor proves that it worked; expected one of {}",
                operation.success.join(", ")
            );
            return Err(Failure::Unproven(error("$", message).with_raw(value)));
        }
        let Some(shape) = operation.response else {
            let message = "expected a file, the portal sent JSON".to_owned();
            return Err(Failure::Unclear(error("$", message)));
        };
        match conform(&value, shape) {
            Ok(conformed) => {
                let conformed = conformed.after(repairs);
                if let Some(loss) = self.loss(&conformed) {
                    let error = error(&loss.path, loss.to_string());
                    return Err(Failure::Refused(error.with_raw(value)));
                }
                Ok(Payload::Json(Json::new(value, conformed)))
            }
            Err(mismatch) => {
                let error = error(&mismatch.path, mismatch.to_string());
                Err(Failure::Unclear(error.with_raw(value)))
            }
        }
    }

    /// What a strict call fails with. A call that acted has succeeded by now: an error would only
    /// invite to make it again.
    fn loss(self, conformed: &Conformed) -> Option<&Repair> {
        let is_strict = self.asked.strict && self.asked.safety == Safety::Read;
        let mut losses = conformed.repairs.iter().filter(|repair| repair.is_loss());
        losses.next().filter(|_| is_strict)
    }

    fn refused(self, problems: Vec<crate::Problem>, document: Document) -> Failure {
        let Asked {
            operation, safety, ..
        } = *self.asked;
        let is_contradicted =
            is_doubtful(operation, &document) || proof::is_strong(operation, &document.value);
        let value = document.value;
        let token = envelope::refused_token(&problems, &value);
        let error = self.dated(Error::portal(problems).with_status(self.status));
        let error = error.with_raw(value);
        if may_be_a_gateway(self.status) || (!safety.may_repeat() && is_contradicted) {
            return Failure::Unclear(error);
        }
        match token {
            Some(is_whole) => Failure::RefusedToken { error, is_whole },
            None => Failure::Refused(error),
        }
    }

    fn stranger(self, bytes: &[u8], reason: Option<NotJson>) -> Failure {
        let error = stranger::error(self.asked, self.status, self.headers, bytes, reason);
        Failure::Unclear(self.dated(error))
    }

    /// The error, with the time to come back where one is meant.
    fn dated(self, error: Error) -> Error {
        let asks = error.kind() == ErrorKind::RateLimit || self.status.is_server_error();
        let after = asks.then(|| retry_after::of(self.headers)).flatten();
        error.with_retry_after(after)
    }
}

/// Whether the answer says something twice, and the verdict hangs on it.
fn is_doubtful(operation: &Operation, document: &Document) -> bool {
    document.replaced.iter().any(|(key, _)| {
        envelope::MARKERS.contains(&key.as_str()) || operation.success.contains(&key.as_str())
    })
}

/// Statuses a gateway gives when it has lost the portal, whatever stands in the body.
fn may_be_a_gateway(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT
}
