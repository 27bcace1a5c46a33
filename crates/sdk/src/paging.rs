//! From the portal's page to the pager's.

use crate::types::Page;
use viettel_idc_pagination::PageData;

pub(crate) fn page<T>(items: Vec<T>, page: Option<&Page>) -> PageData<T> {
    PageData {
        current: page.and_then(|page| page.current),
        pages: page.and_then(|page| page.total),
        records: page.and_then(|page| page.records),
        per_page: page.and_then(|page| page.perpage),
        items,
    }
}
