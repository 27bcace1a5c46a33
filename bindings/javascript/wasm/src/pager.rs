//! Paged lists.

use std::rc::Rc;

use futures_util::lock::Mutex;
use serde_json::Value;
use viettel_idc::Pager;
use viettel_idc_bridge as bridge;
use wasm_bindgen::prelude::*;

use crate::job::Job;

/// A paged list. Calls on it wait for each other.
#[wasm_bindgen]
pub struct NativePager(Rc<Mutex<Pager<Value>>>);

impl NativePager {
    pub(crate) fn new(pager: Pager<Value>) -> Self {
        Self(Rc::new(Mutex::new(pager)))
    }
}

#[wasm_bindgen]
impl NativePager {
    /// The next page with what was seen so far.
    #[wasm_bindgen(js_name = nextPage)]
    #[must_use]
    pub fn next_page(&self) -> Job {
        let pager = Rc::clone(&self.0);
        Job::new(async move { bridge::next_page(&mut *pager.lock().await).await })
    }

    /// What was seen so far; nothing while a page is fetched.
    #[must_use]
    pub fn report(&self) -> Option<String> {
        Some(bridge::report(&*self.0.try_lock()?))
    }
}
