//! Where pages come from.

use viettel_idc_core::wire::Repair;
use viettel_idc_core::{BoxFuture, Error, MaybeSend};

/// Which page is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// Number of the page, the first is 0.
    pub page: i64,
    /// Most items it may hold; the portal decides when there is none.
    pub per_page: Option<i64>,
}

/// A page, with what the portal says of the whole list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageData<T> {
    /// Its items.
    pub items: Vec<T>,
    /// Number of this page, as the portal counts it.
    pub current: Option<i64>,
    /// Number of pages.
    pub pages: Option<i64>,
    /// Number of items in the whole list.
    pub records: Option<i64>,
    /// Most items a page holds.
    pub per_page: Option<i64>,
    /// What the portal sent with this page and could not be used.
    pub losses: Vec<Repair>,
}

impl<T> PageData<T> {
    /// Items of which the portal says nothing more.
    #[must_use]
    pub fn bare(items: Vec<T>) -> Self {
        Self {
            items,
            current: None,
            pages: None,
            records: None,
            per_page: None,
            losses: Vec::new(),
        }
    }
}

/// What a pager holds its closure as: a trait object cannot be bound by `MaybeSend` itself.
pub(crate) trait Fetch<T>: MaybeSend {
    /// Fetches a page.
    fn fetch(&mut self, request: PageRequest) -> BoxFuture<'static, Result<PageData<T>, Error>>;
}

impl<T, F> Fetch<T> for F
where
    F: FnMut(PageRequest) -> BoxFuture<'static, Result<PageData<T>, Error>> + MaybeSend,
{
    fn fetch(&mut self, request: PageRequest) -> BoxFuture<'static, Result<PageData<T>, Error>> {
        self(request)
    }
}
