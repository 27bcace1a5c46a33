//! Files: invoices as PDF, attachments, certificates.

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;
use http::HeaderMap;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};

use crate::core::{Body, Operation, TransportError};
use crate::{Error, Reply};

/// A file on its way. Nothing but its beginning has been read yet.
///
/// ```no_run
/// # async fn example(client: viettel_idc::Client) -> Result<(), viettel_idc::Error> {
/// let saved = client.billing().invoice_pdf("308976").await?.save_to("invoice.pdf").await?;
/// println!("{} bytes", saved.bytes);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Download {
    operation: &'static Operation,
    headers: HeaderMap,
    body: Body,
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

impl Download {
    pub(crate) fn new(reply: Reply<Body>) -> Self {
        Self {
            operation: reply.operation(),
            headers: reply.headers().clone(),
            body: reply.into_inner(),
        }
    }

    /// Its content type, as the portal says.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// Its size in bytes, when the portal says.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.headers
            .get(CONTENT_LENGTH)?
            .to_str()
            .ok()?
            .parse()
            .ok()
    }

    /// The name the portal suggests, without any folder.
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        let header = self.headers.get(CONTENT_DISPOSITION)?.to_str().ok()?;
        let name = header
            .split(';')
            .find_map(|part| part.trim().strip_prefix("filename="))?;
        let name = name.trim_matches('"').rsplit(['/', '\\']).next()?.trim();
        (!name.is_empty() && name != "." && name != "..").then(|| name.to_owned())
    }

    /// The whole file.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Transport`] when it breaks off.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        let mut all = bytes::BytesMut::new();
        let mut stream = std::pin::pin!(self.stream());
        while let Some(chunk) = stream.next().await {
            all.extend_from_slice(&chunk?);
        }
        Ok(all.freeze())
    }

    /// The file piece by piece. A file that ends before its announced size ends with an error.
    pub fn stream(self) -> impl Stream<Item = Result<Bytes, Error>> {
        let operation = self.operation;
        let mut missing = self.size();
        let fail = move |error: TransportError| Error::transport(error).with_operation(operation);
        let checked = self
            .body
            .into_stream()
            .map(Some)
            .chain(futures_util::stream::iter([None]));
        checked.filter_map(move |piece| {
            let out = match piece {
                Some(Ok(bytes)) => {
                    missing = missing.map(|left| left.saturating_sub(bytes.len() as u64));
                    Some(Ok(bytes))
                }
                Some(Err(error)) => {
                    missing = None;
                    Some(Err(fail(error)))
                }
                None => missing.filter(|left| *left > 0).map(|left| {
                    let kind = crate::core::TransportErrorKind::Lost;
                    Err(fail(TransportError::new(
                        kind,
                        format!("the file broke off {left} bytes before its end"),
                    )))
                }),
            };
            std::future::ready(out)
        })
    }

    /// Writes the file there. It is written beside `path` first and moved when it is whole, so that
    /// nothing half done is ever found there.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Transport`] when it breaks off, [`crate::ErrorKind::InvalidRequest`] when
    /// the path cannot be written.
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn save_to(self, path: impl AsRef<std::path::Path>) -> Result<Saved, Error> {
        use std::io::Write;

        let path = path.as_ref().to_owned();
        let operation = self.operation;
        let refuse = |error: &dyn std::fmt::Display| {
            let message = format!("{} cannot be written: {error}", path.display());
            Error::invalid_request(message).with_operation(operation)
        };
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => std::path::Path::new("."),
        };
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| refuse(&error))?;
        let mut bytes = 0;
        let mut stream = std::pin::pin!(self.stream());
        while let Some(chunk) = stream.next().await {
            let chunk = chunk?;
            file.write_all(&chunk).map_err(|error| refuse(&error))?;
            bytes += chunk.len() as u64;
        }
        file.persist(&path).map_err(|error| refuse(&error.error))?;
        Ok(Saved { path, bytes })
    }
}
