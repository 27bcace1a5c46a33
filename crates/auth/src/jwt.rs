//! The times inside a token. Its signature is the portal's business.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use web_time::{SystemTime, UNIX_EPOCH};

/// When a token was made and when it ends.
pub(crate) struct Times {
    pub(crate) issued: Option<SystemTime>,
    pub(crate) expires: SystemTime,
}

/// The times of `token`; `None` for a token that does not tell.
pub(crate) fn times(token: &str) -> Option<Times> {
    let payload = token.split('.').nth(1)?;
    let payload = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    let claims: Value = serde_json::from_slice(&payload).ok()?;
    Some(Times {
        issued: moment(&claims["iat"]),
        expires: moment(&claims["exp"])?,
    })
}

/// Seconds since 1970, as a number or, from PHP, as text.
fn moment(claim: &Value) -> Option<SystemTime> {
    let seconds = match claim {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    let since = Duration::try_from_secs_f64(seconds).ok()?;
    UNIX_EPOCH.checked_add(since)
}
