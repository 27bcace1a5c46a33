//! Walking a paged list.

use std::collections::{HashSet, VecDeque};
use std::fmt;

use futures_core::Stream;
use futures_util::stream::unfold;
use viettel_idc_core::{BoxFuture, Error, MaybeSend, Problem};

use crate::fetch::Fetch;
use crate::{Drift, PageData, PageRequest, Report};

/// A paged list: items or pages, fetched as they are wanted. Nothing is fetched before.
///
/// ```
/// # async fn example(mut invoices: viettel_idc_pagination::Pager<String>) -> Result<(), viettel_idc_core::Error> {
/// while let Some(invoice) = invoices.next().await {
///     println!("{}", invoice?);
/// }
/// println!("{:?}", invoices.report());
/// # Ok(())
/// # }
/// ```
///
/// An item that comes again on a later page, because the list grew meanwhile, is given once; what
/// was noticed stands in [`Pager::report`]. After an error the pager is at its end.
pub struct Pager<T> {
    fetch: Box<dyn Fetch<T>>,
    key: fn(&T) -> Option<String>,
    request: PageRequest,
    limit: Option<usize>,
    buffer: VecDeque<T>,
    seen: HashSet<String>,
    /// Items of all pages so far, without those that came again.
    found: i64,
    records: Option<i64>,
    done: bool,
    report: Report,
}

impl<T> Pager<T> {
    /// A list whose pages `fetch` gets and whose items `key` identifies.
    pub fn new<F>(fetch: F, key: fn(&T) -> Option<String>) -> Self
    where
        F: FnMut(PageRequest) -> BoxFuture<'static, Result<PageData<T>, Error>>
            + MaybeSend
            + 'static,
    {
        Self {
            fetch: Box::new(fetch),
            key,
            request: PageRequest {
                page: 0,
                per_page: None,
            },
            limit: None,
            buffer: VecDeque::new(),
            seen: HashSet::new(),
            found: 0,
            records: None,
            done: false,
            report: Report::default(),
        }
    }

    /// Asks for pages of this size; 0 is refused by the first call.
    #[must_use]
    pub fn per_page(mut self, items: u32) -> Self {
        self.request.per_page = Some(i64::from(items));
        self
    }

    /// Gives out this many items at most.
    #[must_use]
    pub fn limit(mut self, items: usize) -> Self {
        self.limit = Some(items);
        self
    }

    /// What was seen so far.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The next item; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        loop {
            if self.left() == 0 {
                return None;
            }
            if let Some(item) = self.buffer.pop_front() {
                self.report.items += 1;
                return Some(Ok(item));
            }
            if self.done {
                return None;
            }
            match self.fetch_page().await {
                Ok(page) => self.buffer.extend(page.items),
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// The next page, without items that came before; `None` at the end.
    pub async fn next_page(&mut self) -> Option<Result<PageData<T>, Error>> {
        while !self.done && self.left() > 0 {
            match self.fetch_page().await {
                Ok(page) if page.items.is_empty() => {}
                Ok(mut page) => {
                    page.items.truncate(self.left());
                    self.report.items += page.items.len();
                    return Some(Ok(page));
                }
                Err(error) => return Some(Err(error)),
            }
        }
        None
    }

    /// The items as a stream.
    pub fn items(self) -> impl Stream<Item = Result<T, Error>> + use<T> {
        unfold(self, |mut pager| async move {
            pager.next().await.map(|item| (item, pager))
        })
    }

    /// The pages as a stream.
    pub fn pages(self) -> impl Stream<Item = Result<PageData<T>, Error>> + use<T> {
        unfold(self, |mut pager| async move {
            pager.next_page().await.map(|page| (page, pager))
        })
    }

    /// All items.
    ///
    /// # Errors
    /// When any page cannot be fetched.
    pub async fn collect(mut self) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    fn left(&self) -> usize {
        self.limit
            .map_or(usize::MAX, |limit| limit.saturating_sub(self.report.items))
    }

    async fn fetch_page(&mut self) -> Result<PageData<T>, Error> {
        if self.request.per_page == Some(0) {
            self.done = true;
            return Err(Error::invalid_request("a page must hold at least one item"));
        }
        let mut page = match self.fetch.fetch(self.request).await {
            Ok(page) => page,
            Err(error) => {
                self.done = true;
                return Err(error);
            }
        };
        self.report.pages += 1;
        self.recount(page.records);
        let received = page.items.len();
        let ids: Vec<_> = page.items.iter().map(self.key).collect();
        let repeats = ids
            .iter()
            .flatten()
            .filter(|id| self.seen.contains(*id))
            .count();
        if received > 0 && repeats == received {
            return self.repeated(page);
        }
        let mut new = Vec::with_capacity(received);
        for (item, id) in page.items.into_iter().zip(ids) {
            match id {
                Some(id) if self.seen.contains(&id) => {
                    self.report.drift.push(Drift::Repeated { id })
                }
                id => {
                    self.seen.extend(id);
                    new.push(item);
                }
            }
        }
        page.items = new;
        self.found += i64::try_from(page.items.len()).unwrap_or(i64::MAX);
        if self.is_last(&page, received) {
            self.end();
        }
        self.request.page += 1;
        Ok(page)
    }

    fn recount(&mut self, records: Option<i64>) {
        if let (Some(before), Some(after)) = (self.records, records)
            && before != after
        {
            self.report.drift.push(Drift::Recounted { before, after });
        }
        self.records = records.or(self.records);
    }

    /// A whole page came again: the portal ignores which page is asked for, or has no more.
    fn repeated(&mut self, page: PageData<T>) -> Result<PageData<T>, Error> {
        self.done = true;
        match self.records {
            Some(records) if records > self.found => {
                let hidden = records - self.found;
                Err(Error::portal(vec![Problem::from_text(&format!(
                    "the portal repeats a page: {hidden} of {records} items cannot be reached; \
                     ask for larger pages, or for the whole list at once"
                ))]))
            }
            _ => Ok(PageData {
                items: Vec::new(),
                ..page
            }),
        }
    }

    /// The portal's page count may be wrong either way, so it only ends a list together with a page
    /// that is not full or a count of items that was reached.
    fn is_last(&self, page: &PageData<T>, received: usize) -> bool {
        if received == 0 {
            return true;
        }
        let received = i64::try_from(received).unwrap_or(i64::MAX);
        let size = page
            .per_page
            .or(self.request.per_page)
            .filter(|size| *size > 0);
        let is_short = size.is_some_and(|size| received < size);
        let is_complete = page.records.is_some_and(|records| self.found >= records);
        let is_last_number = page
            .pages
            .is_none_or(|pages| self.request.page + 1 >= pages);
        is_last_number && (is_complete || (is_short && page.pages.is_some()))
    }

    fn end(&mut self) {
        self.done = true;
        if let Some(expected) = self.records.filter(|records| *records != self.found) {
            let found = self.found;
            self.report
                .drift
                .push(Drift::Miscounted { expected, found });
        }
    }
}

impl<T> fmt::Debug for Pager<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager")
            .field("request", &self.request)
            .field("done", &self.done)
            .field("report", &self.report)
            .finish_non_exhaustive()
    }
}
