//! Downloads.

use std::rc::Rc;

use js_sys::Uint8Array;
use viettel_idc_bridge::File;
use wasm_bindgen::prelude::*;

use crate::job::Job;

/// A file on its way; it can be read once.
#[wasm_bindgen]
pub struct NativeDownload(Rc<File>);

impl NativeDownload {
    pub(crate) fn new(file: File) -> Self {
        Self(Rc::new(file))
    }
}

#[wasm_bindgen]
impl NativeDownload {
    /// Media type.
    #[wasm_bindgen(getter, js_name = contentType)]
    #[must_use]
    pub fn content_type(&self) -> Option<String> {
        self.0.content_type.clone()
    }

    /// Name the portal gives it.
    #[wasm_bindgen(getter, js_name = fileName)]
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        self.0.file_name.clone()
    }

    /// Bytes, when the portal says.
    #[wasm_bindgen(getter)]
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn size(&self) -> Option<f64> {
        self.0.size.map(|size| size as f64)
    }

    /// Before the first piece: all of them will be held in memory.
    #[wasm_bindgen(js_name = inMemory)]
    pub fn in_memory(&self) {
        self.0.in_memory();
    }

    /// The next piece; nothing at the end.
    #[must_use]
    pub fn next(&self) -> Job {
        let file = Rc::clone(&self.0);
        Job::new(async move {
            let piece = file.next().await?;
            Ok(piece.map_or(JsValue::UNDEFINED, |piece| {
                Uint8Array::from(&piece[..]).into()
            }))
        })
    }

    /// Reads no further; the connection closes.
    pub fn close(&self) {
        self.0.close();
    }
}
