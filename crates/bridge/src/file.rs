//! Files, read once: whole, piece by piece, or to a path.

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::lock::Mutex;
use viettel_idc::core::BoxStream;
use viettel_idc::{Client, Download, Error};

use crate::Request;

/// A file on its way. Reads wait for each other.
pub struct File {
    /// Its content type, as the portal says.
    pub content_type: Option<String>,
    /// The name the portal suggests, without any folder.
    pub file_name: Option<String>,
    /// Its size in bytes, when the portal says.
    pub size: Option<u64>,
    content: Mutex<Content>,
}

/// How far it has been read.
enum Content {
    Whole(Download),
    Open(BoxStream<'static, Result<Bytes, Error>>),
    Read,
}

impl Request {
    /// Asks for the file.
    ///
    /// # Errors
    /// As [`Client::download`].
    pub async fn file(mut self, client: &Client) -> Result<File, Error> {
        let arguments = self.arguments();
        let file = client.download(&self.operation, &arguments).await?;
        Ok(File {
            content_type: file.content_type().map(str::to_owned),
            file_name: file.file_name(),
            size: file.size(),
            content: Mutex::new(Content::Whole(file)),
        })
    }
}

impl File {
    /// The whole file.
    ///
    /// # Errors
    /// As [`Download::bytes`]; [`viettel_idc::ErrorKind::InvalidRequest`] when it was read before.
    pub async fn bytes(&self) -> Result<Bytes, Error> {
        self.take().await?.bytes().await
    }

    /// Writes it there; gives its size.
    ///
    /// # Errors
    /// As [`Download::save_to`]; [`viettel_idc::ErrorKind::InvalidRequest`] when it was read before.
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn save_to(&self, path: impl AsRef<std::path::Path>) -> Result<u64, Error> {
        Ok(self.take().await?.save_to(path).await?.bytes)
    }

    /// From here on with the limit of [`Download::in_memory`], if nothing has been read.
    pub fn in_memory(&self) {
        if let Some(mut content) = self.content.try_lock() {
            let held = std::mem::replace(&mut *content, Content::Read);
            *content = match held {
                Content::Whole(file) => Content::Whole(file.in_memory()),
                held => held,
            };
        }
    }

    /// The next piece; none at the end.
    ///
    /// # Errors
    /// As [`Download::stream`].
    pub async fn next(&self) -> Result<Option<Bytes>, Error> {
        let mut content = self.content.lock().await;
        if matches!(*content, Content::Whole(_))
            && let Content::Whole(file) = std::mem::replace(&mut *content, Content::Read)
        {
            *content = Content::Open(file.stream());
        }
        let piece = match &mut *content {
            Content::Open(stream) => stream.next().await.transpose()?,
            _ => None,
        };
        if piece.is_none() {
            *content = Content::Read;
        }
        Ok(piece)
    }

    /// Reads no further; the connection closes. While a piece is being read, that reader has to be
    /// dropped instead.
    pub fn close(&self) {
        if let Some(mut content) = self.content.try_lock() {
            *content = Content::Read;
        }
    }

    async fn take(&self) -> Result<Download, Error> {
        match std::mem::replace(&mut *self.content.lock().await, Content::Read) {
            Content::Whole(file) => Ok(file),
            _ => Err(Error::invalid_request(
                "the file was already read; download it again",
            )),
        }
    }
}
