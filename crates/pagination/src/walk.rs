//! The rules by which a list is walked: what counts as its end, and what as a part that is missing.

use viettel_idc_core::{Error, Problem};

use crate::keys::Keys;
use crate::{Drift, PageData, Report};

/// No list of the portal is as long; one that still brings new items is not walked any further.
const MOST_PAGES: usize = 10_000;
/// One page without news may be a slip of the portal, or its way of counting from 1.
const MOST_IN_A_ROW: u8 = 2;

/// Whether a list goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    More,
    End,
}

/// Where in a list the walk is.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// Items of all pages so far, without those that came again.
    found: i64,
    /// Pages with new items so far.
    filled: i64,
    /// Most items a page has had.
    largest: usize,
    records: Option<i64>,
    pages: Option<i64>,
    /// Number of the portal's first page.
    base: i64,
    empty_in_a_row: u8,
    repeated_in_a_row: u8,
    /// Whether a page without news was passed over.
    slipped: bool,
    /// The list looks complete but for the portal's count: one look at the page after it decides.
    closing: bool,
}

impl Walk {
    /// Takes page `number`, and the items that came before out of it.
    pub(crate) fn take<T>(
        &mut self,
        number: i64,
        asked_size: Option<i64>,
        page: &mut PageData<T>,
        keys: &mut Keys<T>,
        report: &mut Report,
    ) -> Result<Next, Error> {
        report.pages += 1;
        report.lose(number, &page.losses);
        self.recount(page.records, report);
        self.pages = page.pages.filter(|pages| *pages >= 0).or(self.pages);
        let received = page.items.len();
        if received == 0 {
            return self.empty(number, report);
        }
        let Some(fresh) = keys.fresh(std::mem::take(&mut page.items), report) else {
            return self.repeated(number, report);
        };
        if report.pages >= MOST_PAGES {
            return Err(incomplete(format!(
                "the list still goes on after {MOST_PAGES} pages and {} items; \
                 ask for larger pages, or for less by a filter",
                self.found
            )));
        }
        if number == 1 && self.filled == 0 {
            self.base = 1;
        }
        if number == self.base + 1 && self.base == 1 {
            report.drift.push(Drift::CountsFromOne);
        }
        (self.empty_in_a_row, self.repeated_in_a_row, self.closing) = (0, 0, false);
        self.largest = self.largest.max(received);
        self.found += i64::try_from(fresh.len()).unwrap_or(i64::MAX);
        self.filled += 1;
        page.items = fresh;
        let size = page
            .per_page
            .or(asked_size)
            .filter(|size| *size > 0)
            .and_then(|size| usize::try_from(size).ok())
            .unwrap_or(self.largest);
        Ok(self.after_items(number, received < size, report))
    }

    /// The portal's page count may be wrong either way, so it only ends a list together with a page
    /// that is not full or a count of items that was reached.
    fn after_items(&mut self, number: i64, is_short: bool, report: &mut Report) -> Next {
        // A count that does not even reach this page says nothing.
        let pages = self.pages.filter(|pages| *pages > number - self.base);
        if pages.is_some_and(|pages| number + 1 - self.base < pages) {
            return Next::More;
        }
        match self.records {
            Some(records) if records == self.found && (is_short || pages.is_some()) => {
                self.end(report)
            }
            // A full page and one count alone: that may be a coincidence.
            Some(records) if records == self.found => {
                self.closing = true;
                Next::More
            }
            Some(records) if records > self.found => {
                self.closing = is_short && pages.is_some();
                Next::More
            }
            _ if is_short && pages.is_some() => self.end(report),
            _ => Next::More,
        }
    }

    /// A page without items: the end, unless the portal counts more.
    fn empty(&mut self, number: i64, report: &mut Report) -> Result<Next, Error> {
        let is_uncounted_start = number == 0 && self.records.is_none() && self.pages.is_none();
        if self.closing {
            return self.close(report);
        }
        if !(self.says_more(number) || is_uncounted_start) {
            return Ok(self.end(report));
        }
        self.empty_in_a_row += 1;
        if self.empty_in_a_row < MOST_IN_A_ROW {
            if !is_uncounted_start {
                report.drift.push(Drift::EmptyPage { page: number });
            }
            self.slipped |= number > 0;
            return Ok(Next::More);
        }
        match self.records.filter(|records| *records > self.found) {
            Some(records) => Err(self.missing(records, "sends empty pages")),
            None => Ok(self.end(report)),
        }
    }

    /// A whole page came again: the portal counts from 1, ignores which page is asked for, or has no
    /// more.
    fn repeated(&mut self, number: i64, report: &mut Report) -> Result<Next, Error> {
        report.drift.push(Drift::RepeatedPage { page: number });
        if self.closing {
            return self.close(report);
        }
        if self.records == Some(self.found) {
            return Ok(self.end(report));
        }
        if number == 1 {
            self.base = 1;
        }
        self.slipped |= number > 1;
        self.repeated_in_a_row += 1;
        if self.repeated_in_a_row < MOST_IN_A_ROW {
            return Ok(Next::More);
        }
        match (self.records, self.pages) {
            (Some(records), _) if records > self.found => {
                Err(self.missing(records, "repeats a page"))
            }
            (_, Some(pages)) if self.filled < pages => Err(incomplete(format!(
                "the portal repeats a page: {} of {pages} pages cannot be reached; \
                 ask for larger pages, or for the whole list at once",
                pages - self.filled
            ))),
            _ => Ok(self.end(report)),
        }
    }

    /// The list is at its end by its pages, and short by the count of its items: the count is wrong,
    /// unless a page was passed over.
    fn close(&self, report: &mut Report) -> Result<Next, Error> {
        match self
            .records
            .filter(|records| self.slipped && *records > self.found)
        {
            Some(records) => Err(self.missing(records, "left a page out")),
            None => Ok(self.end(report)),
        }
    }

    fn says_more(&self, number: i64) -> bool {
        self.records.is_some_and(|records| records > self.found)
            || self
                .pages
                .is_some_and(|pages| number + 1 - self.base < pages)
    }

    fn missing(&self, records: i64, why: &str) -> Error {
        incomplete(format!(
            "the portal {why}: {} of {records} items cannot be reached; \
             ask for larger pages, or for the whole list at once",
            records - self.found
        ))
    }

    fn recount(&mut self, records: Option<i64>, report: &mut Report) {
        let records = records.filter(|records| *records >= 0);
        if let (Some(before), Some(after)) = (self.records, records)
            && before != after
        {
            report.drift.push(Drift::Recounted { before, after });
        }
        self.records = records.or(self.records);
    }

    fn end(&self, report: &mut Report) -> Next {
        let (found, filled) = (self.found, self.filled);
        match (self.records, self.pages) {
            (Some(expected), _) if expected != found => {
                report.drift.push(Drift::Miscounted { expected, found });
            }
            (None, pages) => {
                report.drift.push(Drift::Uncounted);
                if let Some(expected) = pages.filter(|pages| *pages != filled) {
                    report.drift.push(Drift::MiscountedPages {
                        expected,
                        found: filled,
                    });
                }
            }
            _ => {}
        }
        Next::End
    }
}

fn incomplete(text: String) -> Error {
    Error::portal(vec![Problem::from_text(&text)])
}
