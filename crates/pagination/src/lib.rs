//! Lists the portal gives page by page, as one stream of items or of pages.
//!
//! [`Pager`] asks for a page when it is wanted. It trusts the portal's own page count only where the
//! items agree with it: a list is never cut short in silence and never walked for ever.

mod collected;
mod fetch;
mod keys;
mod pager;
mod report;
mod walk;

pub use collected::Collected;
pub use fetch::{PageData, PageRequest};
pub use pager::Pager;
pub use report::{Drift, Loss, Report};
