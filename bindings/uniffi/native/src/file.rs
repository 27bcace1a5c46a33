//! Downloads.

use std::sync::Arc;

use viettel_idc_bridge::File;

use crate::runtime::run;
use crate::{Cancel, Refusal};

/// A file on its way; it can be read once.
#[derive(uniffi::Object)]
pub struct NativeFile(Arc<File>);

impl NativeFile {
    pub(crate) fn new(file: File) -> Arc<Self> {
        Arc::new(Self(Arc::new(file)))
    }
}

#[uniffi::export]
impl NativeFile {
    /// Media type.
    #[must_use]
    pub fn content_type(&self) -> Option<String> {
        self.0.content_type.clone()
    }

    /// Name the portal gives it.
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        self.0.file_name.clone()
    }

    /// Bytes, when the portal says.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.0.size
    }

    /// The whole file.
    pub async fn bytes(&self, cancel: Option<Arc<Cancel>>) -> Result<Vec<u8>, Refusal> {
        let file = Arc::clone(&self.0);
        run(cancel, async move { Ok(file.bytes().await?.to_vec()) }).await
    }

    /// The next piece; none at the end.
    pub async fn next(&self, cancel: Option<Arc<Cancel>>) -> Result<Option<Vec<u8>>, Refusal> {
        let file = Arc::clone(&self.0);
        run(cancel, async move {
            Ok(file.next().await?.map(|piece| piece.to_vec()))
        })
        .await
    }

    /// Writes it there; gives its size.
    pub async fn save_to(&self, path: String, cancel: Option<Arc<Cancel>>) -> Result<u64, Refusal> {
        let file = Arc::clone(&self.0);
        run(cancel, async move { file.save_to(path).await }).await
    }

    /// Reads no further; the connection closes.
    pub fn stop(&self) {
        self.0.close();
    }
}
