//! Paged lists.

use std::sync::Arc;

use tokio::sync::Mutex;
use viettel_idc::{Client, Pager};
use viettel_idc_bridge::{self as bridge, Request};

use crate::runtime::run;
use crate::{Cancel, Refusal};

/// A paged list. Calls on it wait for each other.
#[derive(uniffi::Object)]
pub struct NativePager(Arc<Mutex<Pager<serde_json::Value>>>);

impl NativePager {
    pub(crate) fn new(client: &Client, request: Request) -> Result<Arc<Self>, Refusal> {
        let pager = request.pages(client)?;
        Ok(Arc::new(Self(Arc::new(Mutex::new(pager)))))
    }
}

#[uniffi::export]
impl NativePager {
    /// The next page with what was seen so far, as JSON text.
    pub async fn next_page(&self, cancel: Option<Arc<Cancel>>) -> Result<String, Refusal> {
        let pager = Arc::clone(&self.0);
        let work = async move { bridge::next_page(&mut *pager.lock().await).await };
        run(cancel, work).await
    }

    /// What was seen so far, as JSON text; nothing while a page is fetched.
    pub fn report(&self) -> Option<String> {
        Some(bridge::report(&*self.0.try_lock().ok()?))
    }
}
