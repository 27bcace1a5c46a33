//! The host's HTTP stack, as it is lent to Rust. Its methods do not wait: the host answers through
//! an [`Exchange`], from whichever thread it likes.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};
use viettel_idc::core::{TransportError, TransportErrorKind};

use crate::Refusal;

/// Pieces of a body that may wait to be read before the host has to wait as well.
const AHEAD: usize = 16;

/// A header of a request or an answer.
#[derive(Debug, uniffi::Record)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A request for the host to send.
#[derive(uniffi::Record)]
pub struct HostRequest {
    /// Method in capitals.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// Headers, `Authorization` among them.
    pub headers: Vec<Header>,
    /// Body, if there is one.
    pub body: Option<Vec<u8>>,
}

/// How far a request had got when it failed.
#[derive(Clone, Copy, Debug, uniffi::Enum)]
pub enum HostFailure {
    /// Nothing of it can have reached the portal.
    NotSent,
    /// It may have reached the portal.
    Lost,
    /// As `Lost`, because time ran out.
    TimedOut,
    /// It cannot be sent at all, by any connection.
    Invalid,
}

/// A request under way at the host.
#[uniffi::export(foreign)]
pub trait HostCall: Debug + Send + Sync {
    /// Gives it up; its connection closes.
    fn cancel(&self) -> Result<(), Refusal>;
}

/// Sends requests, in the host's language. It must neither follow redirects nor send anything twice.
#[uniffi::export(foreign)]
pub trait HostTransport: Debug + Send + Sync {
    /// Begins to send, and returns at once; the answer comes through `exchange`. Called on a thread
    /// that may wait.
    fn send(
        &self,
        request: HostRequest,
        exchange: Arc<Exchange>,
    ) -> Result<Arc<dyn HostCall>, Refusal>;
}

/// The status and the headers of an answer.
pub(crate) struct Head {
    pub(crate) status: u16,
    pub(crate) headers: Vec<Header>,
}

type Piece = Result<Bytes, TransportError>;

/// Where the host puts the answer to one request: `respond`, then `body` as often as needed, then
/// `finish`; or `fail` at any time.
#[derive(Debug, uniffi::Object)]
pub struct Exchange {
    head: Mutex<Option<oneshot::Sender<Result<Head, TransportError>>>>,
    pieces: Mutex<Option<mpsc::Sender<Piece>>>,
}

impl Debug for Head {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Head({})", self.status)
    }
}

/// Where an answer arrives.
pub(crate) struct Arrival {
    pub(crate) head: oneshot::Receiver<Result<Head, TransportError>>,
    pub(crate) pieces: mpsc::Receiver<Piece>,
}

impl Exchange {
    pub(crate) fn new() -> (Arc<Self>, Arrival) {
        let (head_sender, head) = oneshot::channel();
        let (piece_sender, pieces) = mpsc::channel(AHEAD);
        let exchange = Self {
            head: Mutex::new(Some(head_sender)),
            pieces: Mutex::new(Some(piece_sender)),
        };
        (Arc::new(exchange), Arrival { head, pieces })
    }

    fn take_head(&self) -> Option<oneshot::Sender<Result<Head, TransportError>>> {
        let mut head = self.head.lock().unwrap_or_else(PoisonError::into_inner);
        head.take()
    }

    fn put(&self, piece: Piece, is_last: bool) -> bool {
        let sender = {
            let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
            if is_last {
                pieces.take()
            } else {
                pieces.clone()
            }
        };
        let Some(sender) = sender else { return false };
        match sender.try_send(piece) {
            Ok(()) => true,
            // Only a host that is ahead has to wait; one that is told to cancel must not be made to.
            Err(TrySendError::Full(piece)) => sender.blocking_send(piece).is_ok(),
            Err(TrySendError::Closed(_)) => false,
        }
    }
}

#[uniffi::export]
impl Exchange {
    /// The answer begins.
    pub fn respond(&self, status: u16, headers: Vec<Header>) {
        if let Some(head) = self.take_head() {
            let _ = head.send(Ok(Head { status, headers }));
        }
    }

    /// A piece of the body arrived. Waits while many pieces are unread; false when nobody wants
    /// more. Not to be called from a thread that must not wait.
    pub fn body(&self, piece: Vec<u8>) -> bool {
        self.put(Ok(Bytes::from(piece)), false)
    }

    /// The body is complete.
    pub fn finish(&self) {
        drop(self.take_head());
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        pieces.take();
    }

    /// There is no (whole) answer. `reason` must not hold a URL's query or a header's value.
    pub fn fail(&self, failure: HostFailure, reason: String) {
        let kind = match failure {
            HostFailure::NotSent => TransportErrorKind::NotSent,
            HostFailure::Lost => TransportErrorKind::Lost,
            HostFailure::TimedOut => TransportErrorKind::TimedOut,
            HostFailure::Invalid => TransportErrorKind::Invalid,
        };
        match self.take_head() {
            Some(head) => {
                let _ = head.send(Err(TransportError::new(kind, reason)));
            }
            // The answer had begun, so the portal has the request.
            None => {
                let error = TransportError::new(TransportErrorKind::Lost, reason);
                self.put(Err(error), true);
            }
        }
    }
}
