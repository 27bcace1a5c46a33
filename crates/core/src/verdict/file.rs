//! Whether the body of an answer is the file that was asked for. PHP may announce an error as
//! anything, so the first bytes decide.

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::{Answer, Asked, Failure, envelope};
use crate::{Body, BoxStream, TransportError};

/// How much is read at most before the verdict. PDF allows 1 KiB of anything before its mark.
const START: usize = 4 << 10;
/// Longest error in place of a file.
const ERROR: usize = 1 << 20;
const PDF_TYPE: &str = "application/pdf";
const PDF: &[u8] = b"%PDF-";

pub(super) async fn judge(
    asked: &Asked<'_>,
    status: StatusCode,
    headers: &mut HeaderMap,
    body: Body,
) -> Result<Body, Failure> {
    let is_pdf = asked.operation.media_type == PDF_TYPE;
    let content_type = |headers: &HeaderMap, wanted: &str| {
        let value = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        value.is_some_and(|media| media.starts_with(wanted))
    };
    let is_json = content_type(headers, "application/json");
    // Behind `<` there may be a notice of PHP, and an error behind that.
    let may_refuse = |first: u8| is_json || matches!(first, b'{' | b'[' | b'<');
    let is_enough = |start: &[u8]| match first(start) {
        Some(first) if may_refuse(first) => true,
        Some(_) if is_pdf => find(start, PDF).is_some(),
        first => first.is_some(),
    };
    let mut file = Start::of(body).more(START, is_enough).await?;
    let answer = Answer::of(asked, status, headers);
    if matches!(status.as_u16(), 204..=206) {
        return Err(answer.stranger(&file.start, None));
    }
    let first = first(&file.start);
    if first.is_some_and(may_refuse) {
        file = file.more(ERROR, |_| false).await?;
        if let Some(failure) = file
            .is_whole
            .then(|| refusal(answer, &file.start))
            .flatten()
        {
            return Err(failure);
        }
    }
    let is_attached = headers.contains_key(CONTENT_DISPOSITION);
    let is_page = content_type(headers, "text/html");
    let is_other = match (asked.operation.media_type, first) {
        (PDF_TYPE, _) => match find(&file.start, PDF) {
            Some(at) => {
                file.cut(at, headers);
                false
            }
            None => true,
        },
        (_, None) => !is_attached,
        ("text/html", _) => false,
        _ => is_page && !is_attached,
    };
    if is_other {
        return Err(Answer::of(asked, status, headers).stranger(&file.start, None));
    }
    Ok(file.into_body())
}

/// The portal's refusal in place of a file.
fn refusal(answer: Answer<'_>, bytes: &[u8]) -> Option<Failure> {
    let document = viettel_idc_wire::read(bytes).ok()?;
    let problems = envelope::refusal(answer.asked.operation, &document.value)?;
    Some(answer.refused(problems, document))
}

/// The first byte that is neither white space nor part of a byte order mark.
fn first(bytes: &[u8]) -> Option<u8> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut bytes = bytes.iter().copied();
    bytes.find(|byte| !byte.is_ascii_whitespace())
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark)
}

/// The first bytes of a file, and what follows.
struct Start {
    start: BytesMut,
    rest: BoxStream<'static, Result<Bytes, TransportError>>,
    is_whole: bool,
}

impl Start {
    fn of(body: Body) -> Self {
        let (start, is_whole, rest) = match body {
            Body::Full(bytes) => (bytes.into(), true, Body::Full(Bytes::new())),
            body => (BytesMut::new(), false, body),
        };
        Self {
            start,
            rest: rest.into_stream(),
            is_whole,
        }
    }

    /// Reads on until it is enough, at most about `limit` bytes: a slow file is handed on early.
    async fn more(
        mut self,
        limit: usize,
        is_enough: impl Fn(&[u8]) -> bool,
    ) -> Result<Self, Failure> {
        while !self.is_whole && self.start.len() < limit && !is_enough(&self.start) {
            match self.rest.next().await {
                Some(piece) => {
                    let piece = piece.map_err(Failure::of_transport)?;
                    self.start.extend_from_slice(&piece);
                }
                None => self.is_whole = true,
            }
        }
        Ok(self)
    }

    /// Drops what stands before the file, such as a notice of PHP.
    fn cut(&mut self, at: usize, headers: &mut HeaderMap) {
        let _ = self.start.split_to(at);
        let length = headers
            .get(CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if let Some(left) = length.and_then(|length| length.checked_sub(at as u64)) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(left));
        }
    }

    fn into_body(self) -> Body {
        let start = self.start.freeze();
        if self.is_whole {
            return Body::Full(start);
        }
        let start = futures_util::stream::iter([Ok(start)]);
        Body::Stream(Box::pin(start.chain(self.rest)))
    }
}
