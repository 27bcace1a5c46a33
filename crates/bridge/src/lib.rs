//! The SDK as JSON text in and out: what the packages of other languages stand on.
//!
//! A binding moves text, bytes and callbacks between its language and this crate; what a setting, a
//! call or an error looks like as JSON is said here, once for all of them.

mod config;
mod describe;
mod file;
mod page;
mod request;
mod session;
mod wait;

pub use config::Config;
pub use describe::{answer, fault, refusal};
pub use file::File;
pub use page::{next_page, report};
pub use request::{Options, Request};
pub use session::Session;
pub use wait::{Wait, waited};

use std::time::Duration;

use serde::Deserialize;
use viettel_idc::Error;

/// Reads what another language wrote.
///
/// # Errors
/// [`viettel_idc::ErrorKind::InvalidRequest`] when it is not of this form.
pub fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Error> {
    serde_json::from_str(text)
        .map_err(|error| Error::invalid_request(format!("an argument cannot be used: {error}")))
}

/// A time in seconds, as other languages write it.
fn seconds(value: f64) -> Result<Duration, Error> {
    Duration::try_from_secs_f64(value)
        .map_err(|_| Error::invalid_request(format!("{value} is no time in seconds")))
}
