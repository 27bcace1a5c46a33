//! Files: invoices as PDF, attachments, certificates.

mod file_name;
mod reader;
#[cfg(not(target_arch = "wasm32"))]
mod save;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};

use crate::core::{Body, BoxStream};
use crate::{Client, Error, Reply};
use reader::Reader;

/// Most bytes [`Download::bytes`] holds when nothing else is said.
const IN_MEMORY: u64 = 256 << 20;

/// A file on its way. Nothing but its beginning has been read yet.
///
/// Its content is outside the call's timeout and deadline, for a large file over a slow line takes
/// as long as it takes. A file that stands still is given up: see
/// [`crate::ClientBuilder::stall_timeout`].
///
/// ```no_run
/// # async fn example(client: viettel_idc::Client) -> Result<(), viettel_idc::Error> {
/// let saved = client.billing().invoice_pdf("308976").await?.save_to("invoice.pdf").await?;
/// println!("{} bytes", saved.bytes);
/// # Ok(())
/// # }
/// ```
pub struct Download {
    headers: HeaderMap,
    reader: Reader,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Saved {
    /// Where it is.
    pub path: std::path::PathBuf,
    /// How large it is.
    pub bytes: u64,
}

/// What the content of a file may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Longest wait for the next piece.
    pub(crate) stall: Option<Duration>,
    /// The same where `stall` is left out: an attempt's timeout.
    pub(crate) timeout: Duration,
    pub(crate) max_size: Option<u64>,
}

/// Without its headers, which may hold cookies.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("reader", &self.reader)
            .finish_non_exhaustive()
    }
}

impl Download {
    pub(crate) fn new(client: &Client, reply: Reply<Body>) -> Self {
        let limits = client.file_limits();
        let timeout = client.core().context().timeout.unwrap_or(limits.timeout);
        let (operation, headers) = (reply.operation(), reply.headers().clone());
        let announced = size(&headers);
        let reader = Reader {
            operation,
            body: reply.into_inner().into_stream(),
            timer: client.timer().clone(),
            stall: limits.stall.unwrap_or(timeout),
            max_size: limits.max_size,
            announced,
            read: 0,
        };
        Self { headers, reader }
    }

    /// Its content type, as the portal says.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// Its size in bytes, when the portal says.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.reader.announced
    }

    /// The name the portal suggests, made safe: one component of a path on every system, never empty.
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        file_name::suggested(&self.headers)
    }

    /// The whole file, at most 256 MiB unless [`crate::ClientBuilder::max_file_size`] says otherwise.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Timeout`] when it stands still, [`crate::ErrorKind::Transport`] when it
    /// breaks off or has not the announced size, [`crate::ErrorKind::InvalidRequest`] when it is too
    /// large.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        let mut pieces = self.in_memory().stream();
        let mut all = bytes::BytesMut::new();
        while let Some(piece) = pieces.next().await {
            all.extend_from_slice(&piece?);
        }
        Ok(all.freeze())
    }

    /// The same file with the limit of [`Download::bytes`], for whoever gathers its pieces in memory.
    #[must_use]
    pub fn in_memory(mut self) -> Self {
        self.reader.max_size.get_or_insert(IN_MEMORY);
        self
    }

    /// The file piece by piece. It ends with an error where [`Download::bytes`] fails; it has no limit
    /// of size unless [`crate::ClientBuilder::max_file_size`] sets one.
    pub fn stream(self) -> BoxStream<'static, Result<Bytes, Error>> {
        let pieces = futures_util::stream::try_unfold(self.reader, |mut reader| async move {
            Ok(reader.next().await?.map(|piece| (piece, reader)))
        });
        Box::pin(pieces)
    }

    /// Writes the file there. It is written to a temporary file beside `path` first and moved when it
    /// is whole, so that nothing half done is ever found there; on tokio the disk is waited for
    /// outside the executor.
    ///
    /// A link is followed. A file that is replaced hands on its permissions; a new one gets what the
    /// process's umask leaves. A folder, a device or a pipe is never replaced.
    ///
    /// # Errors
    /// As [`Download::stream`]; [`crate::ErrorKind::InvalidRequest`] when the path cannot be written.
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn save_to(self, path: impl AsRef<std::path::Path>) -> Result<Saved, Error> {
        save::save(self, path.as_ref().to_owned()).await
    }
}

/// The announced size. That of an encoded body says nothing of what arrives: some transports decode.
fn size(headers: &HeaderMap) -> Option<u64> {
    match headers.get(CONTENT_ENCODING) {
        Some(encoding) if encoding != "identity" => None,
        _ => headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok(),
    }
}
