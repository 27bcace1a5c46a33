//! The content of a file, piece by piece and within its limits.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;

use crate::Error;
use crate::core::{
    BoxStream, Operation, Timer, TransportError, TransportErrorKind as Kind, timeout,
};

pub(super) struct Reader {
    pub(super) operation: &'static Operation,
    pub(super) body: BoxStream<'static, Result<Bytes, TransportError>>,
    pub(super) timer: Arc<dyn Timer>,
    /// Longest wait for the next piece.
    pub(super) stall: Duration,
    pub(super) max_size: Option<u64>,
    pub(super) announced: Option<u64>,
    /// Bytes that have arrived.
    pub(super) read: u64,
}

impl Reader {
    /// The next piece; none at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        // Before the first byte, when the size is announced.
        self.check_size()?;
        let piece = timeout(&*self.timer, self.stall, self.body.next()).await;
        let Some(piece) = piece else {
            let seconds = self.stall.as_secs_f64();
            let message = format!("the file stands still: nothing came for {seconds:.1} s, after");
            return Err(self.broken(Kind::TimedOut, &message));
        };
        let Some(piece) = piece.transpose().map_err(|error| self.lost(error))? else {
            return match self.announced {
                Some(announced) if self.read < announced => {
                    Err(self.broken(Kind::Lost, "the file broke off after"))
                }
                _ => Ok(None),
            };
        };
        self.read += piece.len() as u64;
        self.check_size()?;
        match self.announced {
            Some(announced) if self.read > announced => {
                Err(self.broken(Kind::Lost, "the file is longer than it should be:"))
            }
            _ => Ok(Some(piece)),
        }
    }

    fn check_size(&self) -> Result<(), Error> {
        let known = self.read.max(self.announced.unwrap_or_default());
        match self.max_size {
            Some(limit) if known > limit => Err(Error::invalid_request(format!(
                "the file is larger than {limit} bytes; the setting max_file_size allows more"
            ))
            .with_operation(self.operation)),
            _ => Ok(()),
        }
    }

    /// What went wrong, and how much had arrived.
    fn broken(&self, kind: Kind, what: &str) -> Error {
        let read = self.read;
        self.lost(TransportError::new(
            kind,
            match self.announced {
                Some(announced) => format!("{what} {read} of {announced} bytes"),
                None => format!("{what} {read} bytes"),
            },
        ))
    }

    fn lost(&self, error: TransportError) -> Error {
        Error::transport(error).with_operation(self.operation)
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("operation", &self.operation.id)
            .field("announced", &self.announced)
            .field("read", &self.read)
            .finish_non_exhaustive()
    }
}
