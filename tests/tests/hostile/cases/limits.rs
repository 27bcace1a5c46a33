//! Too many calls: every form of when to come back.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::Case;
use crate::answer::Http;
use crate::expected::Meaning::{self, Failed, Limited, LimitedTooLong};

const BODY: &str = r#"{"error":["Too many requests"]}"#;

fn epoch() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or(Duration::ZERO).as_secs()
}

/// A date as HTTP writes it, this many seconds from now.
fn date(seconds: i64) -> String {
    let moment = epoch().checked_add_signed(seconds).unwrap();
    let (days, rest) = (moment / 86_400, moment % 86_400);
    // Howard Hinnant's algorithm for civil dates.
    let z = days + 719_468;
    let (era, of_era) = (z / 146_097, z % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let names = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let week = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    format!(
        "{}, {day:02} {} {year} {:02}:{:02}:{:02} GMT",
        week[usize::try_from(days % 7).unwrap()],
        names[usize::try_from(month - 1).unwrap()],
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

fn limited(name: &str, meaning: Meaning, header: &'static str, value: fn() -> String) -> Case {
    Case::new("429", format!("{header}: {name}"), meaning, move |_, _| {
        Http::json(429, BODY).header(header, value()).answer()
    })
    .says("Too many requests")
}

pub(super) fn cases() -> Vec<Case> {
    let after = |value: &'static str, meaning| {
        Case::new(
            "429",
            format!("Retry-After: {value}"),
            meaning,
            move |_, _| Http::json(429, BODY).header("Retry-After", value).answer(),
        )
        .says("Too many requests")
    };
    let window = "X-RateLimit-Reset";
    vec![
        Case::new("429", "429 and nothing more", Limited, |_, _| {
            Http::json(429, BODY).answer()
        })
        .says("Too many requests"),
        Case::new(
            "429",
            "429 with an empty object",
            Meaning::LimitedByStranger,
            |_, _| Http::json(429, "{}").answer(),
        ),
        after("2", Limited).asks(2),
        after("45", Limited).asks(45),
        after("0", Limited),
        after("1.5", Limited).asks(1),
        after("-5", Limited),
        after("", Limited),
        after("soon", Limited),
        after("1e30", Meaning::LimitedAnyhow),
        after("inf", Meaning::LimitedAnyhow),
        after("NaN", Limited),
        after("18446744073709551615", LimitedTooLong),
        after("18446744073709551616", Meaning::LimitedAnyhow),
        after("9223372036854775807", LimitedTooLong),
        after("31536000", LimitedTooLong),
        limited("a date soon", Limited, "Retry-After", || date(30)).asks(25),
        limited("a date in the past", Limited, "Retry-After", || date(-3600)),
        limited("a date next year", LimitedTooLong, "Retry-After", || {
            date(31_536_000)
        }),
        after("Fri, 31 Dec 9999 23:59:59 GMT", LimitedTooLong),
        after("Thu, 32 Foo 2026 25:61:61 GMT", Limited),
        limited("seconds", Limited, window, || "40".to_owned()).asks(40),
        limited("a moment", Limited, window, || (epoch() + 30).to_string()).asks(25),
        limited(
            "a moment in milliseconds",
            Meaning::LimitedAnyhow,
            window,
            || ((epoch() + 30) * 1000).to_string(),
        ),
        limited("a moment in the past", Limited, window, || {
            (epoch() - 30).to_string()
        }),
        limited("far away", Meaning::LimitedAnyhow, window, || {
            "99999999999999999999".to_owned()
        }),
        limited("below zero", Limited, window, || "-40".to_owned()),
        Case::new("429", "two Retry-After", Limited, |_, _| {
            Http::json(429, BODY)
                .header("Retry-After", "3")
                .header("Retry-After", "7")
                .answer()
        }),
        Case::new("429", "503 with Retry-After", Failed, |_, _| {
            Http::json(503, r#"{"error":["Down for maintenance"]}"#)
                .header("Retry-After", "20")
                .answer()
        })
        .says("Down for maintenance")
        .asks(20),
        Case::new(
            "429",
            "page 503 with Retry-After",
            Meaning::Stranger,
            |_, _| {
                Http::html(503, "<h1>Down for maintenance</h1>")
                    .header("Retry-After", "20")
                    .answer()
            },
        )
        .says("Down for maintenance")
        .asks(20),
        Case::new(
            "429",
            "page 503 with Retry-After of 2^64 - 1",
            Meaning::StrangerForever,
            |_, _| {
                Http::html(503, "<h1>Down</h1>")
                    .header("Retry-After", "18446744073709551615")
                    .answer()
            },
        ),
    ]
}
