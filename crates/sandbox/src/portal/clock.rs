//! Dates of the portal's clock.

use std::time::Duration;

use viettel_idc_core::wire::chrono::{DateTime, Days};

/// Day and time, as the portal writes them.
pub(super) fn time(now: Duration) -> String {
    written(now, 0, "%Y-%m-%d %H:%M:%S")
}

/// The day so many days later.
pub(super) fn day(now: Duration, later: u64) -> String {
    written(now, later, "%Y-%m-%d")
}

fn written(now: Duration, later: u64, form: &str) -> String {
    let moment = i64::try_from(now.as_secs())
        .ok()
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let moment = moment.and_then(|moment| moment.checked_add_days(Days::new(later)));
    moment
        .map(|moment| moment.format(form).to_string())
        .unwrap_or_default()
}
