//! What the portal's PHP sends, made reliable: exact scalars, and shapes that answers are conformed
//! to before they are typed. No HTTP here.

mod amount;
mod conform;
mod date;
mod day;
mod form_value;
mod id;
mod json;
mod money;
mod notice;
mod path;
mod repair;
mod scalar;
mod scan;
mod secret;
mod shape;

pub use conform::{Conformed, conform};
pub use date::{Date, DateTime, ParseDateError};
pub use day::http_date;
pub use form_value::FormValue;
pub use id::Id;
pub use json::{Document, NotJson, parse, read};
pub use money::{Money, ParseMoneyError};
pub use repair::{Mismatch, Repair, RepairAction};
pub use secret::Secret;
pub use shape::{Field, Object, Shape};

pub use chrono;
pub use rust_decimal::Decimal;
