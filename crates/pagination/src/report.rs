//! What was seen while a list was walked.

use std::fmt;

use viettel_idc_core::wire::Repair;

/// Losses are counted without end and described up to this many.
const DESCRIBED: usize = 100;

/// What was seen while a list was walked.
///
/// ```
/// # fn example(list: viettel_idc_pagination::Pager<String>) {
/// use viettel_idc_pagination::Drift;
///
/// let report = list.report();
/// if report.lost > 0 {
///     eprintln!("{} values could not be used, the first at {}", report.lost, report.losses[0]);
/// }
/// for drift in &report.drift {
///     if let Drift::Recounted { before, after } = drift {
///         println!("the list went from {before} to {after} items");
///     }
/// }
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Pages fetched.
    pub pages: usize,
    /// Items given out.
    pub items: usize,
    /// Signs that the list changed meanwhile, or that the portal miscounts.
    pub drift: Vec<Drift>,
    /// How many values the portal sent that could not be used.
    pub lost: usize,
    /// The first 100 of them.
    pub losses: Vec<Loss>,
}

/// A value the portal sent that is missing from the items.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loss {
    /// Number of the page, as it was asked for.
    pub page: i64,
    /// What was left out, and where on the page.
    pub repair: Repair,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "page {}: {}", self.page, self.repair)
    }
}

/// A sign that a list changed while it was walked, or that the portal miscounts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Drift {
    /// An item came again, and was left out there.
    Repeated {
        /// The item's id.
        id: String,
    },
    /// A page brought nothing but what had come before, and was left out.
    RepeatedPage {
        /// Its number, as it was asked for.
        page: i64,
    },
    /// A page was empty although the portal counts more items or pages.
    EmptyPage {
        /// Its number, as it was asked for.
        page: i64,
    },
    /// The portal counts pages from 1.
    CountsFromOne,
    /// Different items of one page have the same id; all of them were given out.
    AmbiguousId {
        /// The id.
        id: String,
    },
    /// Items without an id: one that moved to a later page while the list was walked comes twice.
    WithoutId {
        /// How many there were.
        items: usize,
    },
    /// The portal's count of items changed between two pages. After a deletion an item may have
    /// moved to a page that was read before, and be missing.
    Recounted {
        /// Before.
        before: i64,
        /// Afterwards.
        after: i64,
    },
    /// The list ended with another number of items than the portal counts.
    Miscounted {
        /// What the portal counts.
        expected: i64,
        /// How many there were.
        found: i64,
    },
    /// The list ended with another number of pages than the portal counts, and it does not count
    /// items.
    MiscountedPages {
        /// What the portal counts.
        expected: i64,
        /// How many there were.
        found: i64,
    },
    /// The portal does not count the items: that a list changed while it was walked cannot be seen.
    Uncounted,
}

impl Report {
    pub(crate) fn lose(&mut self, page: i64, losses: &[Repair]) {
        self.lost += losses.len();
        let room = DESCRIBED.saturating_sub(self.losses.len());
        self.losses
            .extend(losses.iter().take(room).map(|repair| Loss {
                page,
                repair: repair.clone(),
            }));
    }
}
