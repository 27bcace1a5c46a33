//! Whether the body of an answer is the file that was asked for. PHP may announce an error as
//! anything, so the first bytes decide.

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::{Answer, Asked, Failure, envelope};
use crate::{Body, BoxStream, TransportError};

/// How much is read before the file is handed on. PDF allows 1 KiB of anything before its mark.
const START: usize = 4 << 10;
/// Longest error in place of a file.
const ERROR: usize = 1 << 20;
const PDF: &[u8] = b"%PDF-";

pub(super) async fn judge(
    asked: &Asked<'_>,
    status: StatusCode,
    headers: &mut HeaderMap,
    body: Body,
) -> Result<Body, Failure> {
    let mut file = Start::read(body, START).await?;
    let answer = Answer::of(asked, status, headers);
    if matches!(status.as_u16(), 204..=206) {
        return Err(answer.stranger(&file.start, None));
    }
    let first = file.first();
    if matches!(first, Some(b'{' | b'[')) {
        file = file.more(ERROR).await?;
        if let Some(failure) = file
            .is_whole
            .then(|| refusal(answer, &file.start))
            .flatten()
        {
            return Err(failure);
        }
    }
    let media_type = asked.operation.media_type;
    let is_attached = headers.contains_key(CONTENT_DISPOSITION);
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let is_page = content_type.is_some_and(|media| media.starts_with("text/html"));
    let is_other = match (media_type, first) {
        ("application/pdf", _) => match find(&file.start, PDF) {
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
    async fn read(body: Body, wanted: usize) -> Result<Self, Failure> {
        let start = Self {
            start: BytesMut::new(),
            rest: body.into_stream(),
            is_whole: false,
        };
        start.more(wanted).await
    }

    async fn more(mut self, wanted: usize) -> Result<Self, Failure> {
        while !self.is_whole && self.start.len() < wanted {
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

    /// The first byte that is neither white space nor part of a byte order mark.
    fn first(&self) -> Option<u8> {
        let bytes = self
            .start
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(&self.start);
        bytes
            .iter()
            .copied()
            .find(|byte| !byte.is_ascii_whitespace())
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
