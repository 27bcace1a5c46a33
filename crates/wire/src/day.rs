//! Days and times in the forms PHP and its templates write. The rules are a table in
//! `docs/decisions/0011-values.md`; what it does not list is not read.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::date::{in_range, usual};

/// The portal's clock is Vietnam's: what names another zone is turned into it.
const PORTAL: i64 = 7 * 3600;

/// Whether the text says that there is no date.
pub(crate) fn is_never(text: &str) -> bool {
    const NEVER: &[&str] = &["0", "-", "--", "n/a", "never", "none", "null"];
    text.starts_with("0000-00-00")
        || text.starts_with("00/00/0000")
        // PHP's `DateTime` of the first.
        || text.starts_with("-0001-11-30")
        || NEVER.iter().any(|never| text.eq_ignore_ascii_case(never))
}

/// Reads a day or time that can mean only one.
pub(crate) fn moment(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    if let Some(time) = usual(text.as_bytes()) {
        return Some(time);
    }
    if text.len() > 40 {
        return None;
    }
    stamp(text)
        .or_else(|| {
            let (date, time) = match text.split_once([' ', 'T', 't']) {
                Some((date, time)) => (day(date)?, clock(time.trim_start())?),
                None => (day(text)?, (NaiveTime::MIN, None)),
            };
            local(date.and_time(time.0), time.1)
        })
        .or_else(|| {
            let (time, offset) = by_name(text)?;
            local(time, Some(offset))
        })
        .filter(in_range)
}

/// Seconds since 1970 of a date as HTTP and mail write it: `Mon, 30 Nov 2026 08:30:00 GMT`.
///
/// ```
/// assert_eq!(viettel_idc_wire::http_date("Thu, 01 Jan 1970 00:01:00 GMT"), Some(60));
/// ```
#[must_use]
pub fn http_date(text: &str) -> Option<i64> {
    let (time, offset) = by_name(text)?;
    Some(time.and_utc().timestamp() - offset)
}

/// A date with the name of its month, and how many seconds its zone is ahead of UTC.
fn by_name(text: &str) -> Option<(NaiveDateTime, i64)> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let text = text.split_once(',').map_or(text, |(_, date)| date);
    let mut parts = text.split_ascii_whitespace();
    let day = two(parts.next()?)?;
    let month = parts.next().filter(|month| month.len() == 3)?;
    let at = MONTHS.find(month).filter(|at| at % 3 == 0)?;
    let year = digits_of(parts.next().filter(|year| year.len() == 4)?)?;
    let (time, offset) = clock(&parts.collect::<Vec<_>>().join(" "))?;
    let month = u32::try_from(at / 3 + 1).ok()?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    Some((date.and_time(time), offset?))
}

fn local(time: NaiveDateTime, offset: Option<i64>) -> Option<NaiveDateTime> {
    match offset {
        Some(offset) => time.checked_add_signed(TimeDelta::seconds(PORTAL - offset)),
        None => Some(time),
    }
}

/// Seconds since 1970, from 1973 on, or milliseconds.
fn stamp(text: &str) -> Option<NaiveDateTime> {
    let digits = text.strip_suffix(".0").unwrap_or(text);
    let number = digits_of(digits)?;
    let seconds = match digits.len() {
        9 | 10 => number,
        13 => number / 1000,
        _ => return None,
    };
    local(DateTime::from_timestamp(seconds, 0)?.naive_utc(), Some(0))
}

fn day(text: &str) -> Option<NaiveDate> {
    let separator = text.chars().find(|letter| !letter.is_ascii_digit())?;
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let mut parts = text.split(separator);
    let mut part = || parts.next().filter(|part| (1..=4).contains(&part.len()));
    let (first, second, third) = (part()?, part()?, part()?);
    if part().is_some() || second.len() > 2 {
        return None;
    }
    let number = |text| u32::try_from(digits_of(text)?).ok();
    let (a, b, c) = (number(first)?, number(second)?, number(third)?);
    match (first.len(), third.len()) {
        (4, 1 | 2) => NaiveDate::from_ymd_opt(i32::try_from(a).ok()?, b, c),
        (1 | 2, 4) => {
            let year = i32::try_from(c).ok()?;
            // Day first, as in Vietnam, or month first, as in America.
            match (
                NaiveDate::from_ymd_opt(year, b, a),
                NaiveDate::from_ymd_opt(year, a, b),
            ) {
                (Some(one), Some(other)) if one != other => None,
                (one, other) => one.or(other),
            }
        }
        _ => None,
    }
}

/// A time of day, and how many seconds its zone is ahead of UTC.
fn clock(text: &str) -> Option<(NaiveTime, Option<i64>)> {
    let end = text
        .find(|letter: char| !matches!(letter, '0'..='9' | ':' | '.'))
        .unwrap_or(text.len());
    let (time, zone) = text.split_at(end);
    let mut parts = time.split(':');
    let mut hour = two(parts.next()?)?;
    let minute = two(parts.next()?)?;
    let second = match parts.next() {
        Some(second) => {
            let (whole, fraction) = second.split_once('.').unwrap_or((second, "0"));
            digits_of(fraction)?;
            two(whole)?
        }
        None => 0,
    };
    if parts.next().is_some() {
        return None;
    }
    let mut zone = zone.trim().to_ascii_uppercase();
    if let "AM" | "PM" = zone.as_str() {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if zone == "PM" { 12 } else { 0 };
        zone.clear();
    }
    Some((
        NaiveTime::from_hms_opt(hour, minute, second)?,
        offset(&zone)?,
    ))
}

#[allow(clippy::option_option)]
fn offset(zone: &str) -> Option<Option<i64>> {
    if zone.is_empty() {
        return Some(None);
    }
    if matches!(zone, "Z" | "UTC" | "GMT") {
        return Some(Some(0));
    }
    let ahead = if zone.starts_with('-') { -1 } else { 1 };
    let digits = zone.strip_prefix(['+', '-'])?.replace(':', "");
    let number = digits_of(&digits)?;
    let (hours, minutes) = match digits.len() {
        2 => (number, 0),
        4 => (number / 100, number % 100),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some(Some(ahead * (hours * 3600 + minutes * 60)))
}

fn two(text: &str) -> Option<u32> {
    let number = digits_of(text).filter(|_| text.len() <= 2)?;
    u32::try_from(number).ok()
}

fn digits_of(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}
