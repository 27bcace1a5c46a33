//! Paged lists.

use viettel_idc_pagination::PageData;

use crate::Reply;
use crate::types::Page;

/// From the portal's page to the pager's, with what it lost.
pub(crate) fn page<A, T>(
    reply: Reply<A>,
    split: impl FnOnce(A) -> (Vec<T>, Option<Page>),
) -> PageData<T> {
    let losses = reply.losses().cloned().collect();
    let (items, page) = split(reply.into_inner());
    let page = page.as_ref();
    PageData {
        current: page.and_then(|page| page.current),
        pages: page.and_then(|page| page.total),
        records: page.and_then(|page| page.records),
        per_page: page.and_then(|page| page.perpage),
        items,
        losses,
    }
}
