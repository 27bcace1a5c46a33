//! What was seen while a list was walked.

/// What was seen while a list was walked.
///
/// ```
/// # fn example(list: viettel_idc_pagination::Pager<String>) {
/// use viettel_idc_pagination::Drift;
///
/// let report = list.report();
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
}

/// A sign that a list changed while it was walked, or that the portal miscounts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Drift {
    /// An item came again on a later page, and was left out there.
    Repeated {
        /// The item's id.
        id: String,
    },
    /// The portal's count of items changed between two pages.
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
}
