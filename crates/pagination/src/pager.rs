//! Walking a paged list.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::Serialize;
use viettel_idc_core::{BoxFuture, Error, MaybeSend};

use crate::fetch::Fetch;
use crate::keys::Keys;
use crate::walk::{Next, Walk};
use crate::{Collected, PageData, PageRequest, Report};

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
/// was noticed stands in [`Pager::report`]. A list of which the portal hides a part ends with an
/// error that says how much is missing.
///
/// After an error of a call, ask again to go on with the page that failed: nothing is lost or given
/// twice. As a [`Stream`] the pager ends with its first error, so that a loop that passes over errors
/// ends; [`Pager::next`] goes on after that too.
pub struct Pager<T> {
    fetch: Box<dyn Fetch<T>>,
    keys: Keys<T>,
    walk: Walk,
    request: PageRequest,
    limit: Option<usize>,
    pending: Option<BoxFuture<'static, Result<PageData<T>, Error>>>,
    buffer: VecDeque<T>,
    done: bool,
    failed: bool,
    report: Report,
}

impl<T> Unpin for Pager<T> {}

impl<T: Serialize> Pager<T> {
    /// A list whose pages `fetch` gets and whose items `id` identifies.
    pub fn new<F>(fetch: F, id: fn(&T) -> Option<String>) -> Self
    where
        F: FnMut(PageRequest) -> BoxFuture<'static, Result<PageData<T>, Error>>
            + MaybeSend
            + 'static,
    {
        Self {
            fetch: Box::new(fetch),
            keys: Keys::new(id),
            walk: Walk::default(),
            request: PageRequest {
                page: 0,
                per_page: None,
            },
            limit: None,
            pending: None,
            buffer: VecDeque::new(),
            done: false,
            failed: false,
            report: Report::default(),
        }
    }
}

impl<T> Pager<T> {
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

    /// The next item; `None` at the end. It may be dropped while it waits: the next one goes on.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// The next page, without items that came before; `None` at the end.
    pub async fn next_page(&mut self) -> Option<Result<PageData<T>, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// The items as a stream, which is the pager itself.
    pub fn items(self) -> impl Stream<Item = Result<T, Error>> + Unpin + use<T> {
        self
    }

    /// The pages as a stream; it ends with the first error.
    pub fn pages(mut self) -> impl Stream<Item = Result<PageData<T>, Error>> + Unpin + use<T> {
        futures_util::stream::poll_fn(move |context| {
            if self.failed {
                return Poll::Ready(None);
            }
            self.poll_page(context)
        })
    }

    /// All items, with the report. To go on after an error use [`Pager::collect_mut`].
    ///
    /// # Errors
    /// When any page cannot be fetched, or the portal hides a part of the list.
    pub async fn collect(mut self) -> Result<Collected<T>, Error> {
        self.collect_mut().await
    }

    /// All items that are left, with the report. After an error the pager still holds what it has
    /// fetched, and may be asked again.
    ///
    /// # Errors
    /// As [`Pager::collect`].
    pub async fn collect_mut(&mut self) -> Result<Collected<T>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            match item {
                Ok(item) => items.push(item),
                Err(error) => {
                    self.report.items -= items.len();
                    self.buffer = items.into_iter().chain(self.buffer.drain(..)).collect();
                    return Err(error);
                }
            }
        }
        Ok(Collected::new(items, self.report.clone()))
    }

    fn left(&self) -> usize {
        self.limit
            .map_or(usize::MAX, |limit| limit.saturating_sub(self.report.items))
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if self.left() == 0 {
                return Poll::Ready(None);
            }
            if let Some(item) = self.buffer.pop_front() {
                self.report.items += 1;
                return Poll::Ready(Some(Ok(item)));
            }
            if self.done {
                return Poll::Ready(None);
            }
            match ready!(self.poll_fetch(context)) {
                Ok(page) => self.buffer.extend(page.items),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<PageData<T>, Error>>> {
        loop {
            let left = self.left();
            let mut page = if left == 0 || (self.done && self.buffer.is_empty()) {
                return Poll::Ready(None);
            } else if self.buffer.is_empty() {
                match ready!(self.poll_fetch(context)) {
                    Ok(page) if page.items.is_empty() => continue,
                    Ok(page) => page,
                    Err(error) => return Poll::Ready(Some(Err(error))),
                }
            } else {
                PageData::bare(self.buffer.drain(..).collect())
            };
            page.items.truncate(left);
            self.report.items += page.items.len();
            return Poll::Ready(Some(Ok(page)));
        }
    }

    fn poll_fetch(&mut self, context: &mut Context<'_>) -> Poll<Result<PageData<T>, Error>> {
        let outcome = if self.request.per_page == Some(0) {
            self.done = true;
            Err(Error::invalid_request("a page must hold at least one item"))
        } else {
            let (fetch, request) = (&mut self.fetch, self.request);
            let pending = self.pending.get_or_insert_with(|| fetch.fetch(request));
            let outcome = ready!(pending.as_mut().poll(context));
            self.pending = None;
            outcome.and_then(|page| self.take(page))
        };
        self.failed = outcome.is_err();
        Poll::Ready(outcome)
    }

    fn take(&mut self, mut page: PageData<T>) -> Result<PageData<T>, Error> {
        let PageRequest {
            page: number,
            per_page,
        } = self.request;
        let next = self.walk.take(
            number,
            per_page,
            &mut page,
            &mut self.keys,
            &mut self.report,
        );
        self.request.page += 1;
        self.done = !matches!(next, Ok(Next::More));
        next.map(|_| page)
    }
}

impl<T> Stream for Pager<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pager = self.get_mut();
        if pager.failed {
            return Poll::Ready(None);
        }
        pager.poll_item(context)
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
