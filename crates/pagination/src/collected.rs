//! All items of a list.

use std::ops::{Deref, DerefMut};

use crate::Report;

/// All items of a list, with what was seen while it was walked. It is used like the `Vec` of its
/// items.
///
/// ```
/// # async fn example(invoices: viettel_idc_pagination::Pager<String>) -> Result<(), viettel_idc_core::Error> {
/// let invoices = invoices.collect().await?;
/// println!("{} invoices on {} pages", invoices.len(), invoices.report.pages);
/// for invoice in &invoices {
///     println!("{invoice}");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Collected<T> {
    /// The items, in the portal's order.
    pub items: Vec<T>,
    /// What was seen.
    pub report: Report,
}

impl<T> Collected<T> {
    pub(crate) fn new(items: Vec<T>, report: Report) -> Self {
        Self { items, report }
    }
}

impl<T> Deref for Collected<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.items
    }
}

impl<T> DerefMut for Collected<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.items
    }
}

impl<T> From<Collected<T>> for Vec<T> {
    fn from(collected: Collected<T>) -> Self {
        collected.items
    }
}

impl<T> IntoIterator for Collected<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Collected<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}
