//! The seam to the network: one request in, one response out.

use std::fmt::{self, Debug};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;

use crate::{BoxFuture, BoxStream, MaybeSend, MaybeSync};

/// Sends requests: reqwest on native targets, `fetch` in a browser, the sandbox in a test, an
/// application's own HTTP stack.
///
/// An implementation must not follow redirects (a redirected order would be sent twice, and a token
/// would leave for another host) and must not retry what may have left the machine.
pub trait Transport: Debug + MaybeSend + MaybeSync {
    /// Sends one request. Dropping the future must abort it.
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;
}

/// The body of a response.
pub enum Body {
    /// All of it.
    Full(Bytes),
    /// Piece by piece, for downloads.
    Stream(BoxStream<'static, Result<Bytes, TransportError>>),
}

impl Body {
    /// The whole body, refusing to hold more than `limit` bytes.
    ///
    /// # Errors
    /// A [`TransportError`] when the body breaks off, or is larger than `limit`.
    pub async fn collect(self, limit: usize) -> Result<Bytes, TransportError> {
        let mut stream = match self {
            Body::Full(bytes) if bytes.len() > limit => {
                return Err(TransportError::too_large(limit));
            }
            Body::Full(bytes) => return Ok(bytes),
            Body::Stream(stream) => stream,
        };
        let mut all = BytesMut::new();
        while let Some(chunk) = stream.next().await {
            let chunk = chunk?;
            if all.len() + chunk.len() > limit {
                return Err(TransportError::too_large(limit));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }

    /// The body as a stream of pieces.
    #[must_use]
    pub fn into_stream(self) -> BoxStream<'static, Result<Bytes, TransportError>> {
        match self {
            Body::Full(bytes) => Box::pin(futures_util::stream::iter([Ok(bytes)])),
            Body::Stream(stream) => stream,
        }
    }
}

impl Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Body::Full(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Body::Stream(_) => f.write_str("Body(stream)"),
        }
    }
}

/// How far a request had got when its transport failed. This decides whether it may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made: the portal cannot have seen the request.
    NotSent,
    /// The request could not be expressed in HTTP at all.
    Invalid,
    /// Bytes may have left; the portal may have acted on them.
    Lost,
    /// As `Lost`, and the reason is that time ran out.
    TimedOut,
}

/// A request that got no (whole) response.
#[derive(Clone)]
pub struct TransportError {
    kind: TransportErrorKind,
    message: String,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl TransportError {
    /// An error of the given kind; `message` must not hold a URL's query or a header's value.
    pub fn new(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
        }
    }

    /// The same error with what caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    fn too_large(limit: usize) -> Self {
        Self::new(
            TransportErrorKind::Lost,
            format!("the response is larger than {limit} bytes"),
        )
    }

    /// What caused it.
    pub(crate) fn into_source(self) -> Option<Arc<dyn std::error::Error + Send + Sync>> {
        self.source
    }

    /// How far the request had got.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TransportError({:?}: {})", self.kind, self.message)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
