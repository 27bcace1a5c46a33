//! Downloads.

use std::pin::Pin;
use std::rc::Rc;

use bytes::Bytes;
use futures_util::lock::Mutex;
use futures_util::{Stream, StreamExt};
use js_sys::Uint8Array;
use viettel_idc::{Download, Error};
use wasm_bindgen::prelude::*;

use crate::job::Job;

type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, Error>>>>;

/// A file on its way; it can be read once.
#[wasm_bindgen]
pub struct NativeDownload {
    content_type: Option<String>,
    file_name: Option<String>,
    size: Option<f64>,
    pieces: Rc<Mutex<Option<Pieces>>>,
}

impl NativeDownload {
    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn new(file: Download) -> Self {
        Self {
            content_type: file.content_type().map(str::to_owned),
            file_name: file.file_name(),
            size: file.size().map(|size| size as f64),
            pieces: Rc::new(Mutex::new(Some(Box::pin(file.stream())))),
        }
    }
}

#[wasm_bindgen]
impl NativeDownload {
    /// Media type.
    #[wasm_bindgen(getter, js_name = contentType)]
    #[must_use]
    pub fn content_type(&self) -> Option<String> {
        self.content_type.clone()
    }

    /// Name the portal gives it.
    #[wasm_bindgen(getter, js_name = fileName)]
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        self.file_name.clone()
    }

    /// Bytes, when the portal says.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn size(&self) -> Option<f64> {
        self.size
    }

    /// The next piece; nothing at the end.
    #[must_use]
    pub fn next(&self) -> Job {
        let pieces = Rc::clone(&self.pieces);
        Job::new(async move {
            let mut pieces = pieces.lock().await;
            let piece = match pieces.as_mut() {
                Some(stream) => stream.next().await.transpose()?,
                None => None,
            };
            if piece.is_none() {
                *pieces = None;
            }
            Ok(piece.map_or(JsValue::UNDEFINED, |piece| {
                Uint8Array::from(&piece[..]).into()
            }))
        })
    }

    /// Reads no further; the connection closes.
    pub fn close(&self) {
        if let Some(mut pieces) = self.pieces.try_lock() {
            *pieces = None;
        }
    }
}
