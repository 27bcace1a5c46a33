//! When to come back.

use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use viettel_idc_wire::http_date;
use web_time::{SystemTime, UNIX_EPOCH};

/// Longer than any limit a portal sets; a larger number is a mistake or an attack.
const LONGEST: u64 = 366 * 24 * 3600;
/// A larger number of seconds is a moment, counted from 1970.
const MOMENT: u64 = 1_000_000_000;

/// `Retry-After` in seconds or as a date; some portals tell when their window ends instead.
pub(super) fn of(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let retry = text(RETRY_AFTER.as_str());
    let asked = retry
        .and_then(seconds)
        .or_else(|| Some(until(date(retry?)?, headers)));
    let window = || {
        let reset = seconds(text("x-ratelimit-reset")?)?;
        Some(if reset > MOMENT {
            until(reset, headers)
        } else {
            reset
        })
    };
    let seconds = asked.or_else(window)?;
    Some(Duration::from_secs(seconds.min(LONGEST)))
}

/// Whole seconds; a fraction is rounded up.
fn seconds(text: &str) -> Option<u64> {
    let number: f64 = text.parse().ok().filter(|number: &f64| !number.is_nan())?;
    // Saturates: what is below zero is now, what is too large is `LONGEST`.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Some(number.ceil() as u64)
}

fn date(text: &str) -> Option<u64> {
    u64::try_from(http_date(text)?).ok()
}

/// Seconds left until a moment, by the clock of the machine that named it: this one may be wrong.
fn until(moment: u64, headers: &HeaderMap) -> u64 {
    let theirs = headers
        .get(DATE)
        .and_then(|value| date(value.to_str().ok()?));
    let now = theirs.or_else(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        Some(now.as_secs())
    });
    moment.saturating_sub(now.unwrap_or_default())
}
