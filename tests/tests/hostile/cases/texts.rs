//! JSON with status 200 in odd encodings, with keys that stand twice, with numbers and depths that
//! parsers break over.

use super::bodies::{case, is_json};
use super::{Case, Files};
use crate::answer::Http;
use crate::expected::Meaning::{Good, Odd, Stranger, Suspicious};
use crate::gzip::gzip;
use crate::subject::Subject;

pub(super) fn cases() -> Vec<Case> {
    let groups = [encodings(), doubles(), sizes()];
    groups.into_iter().flatten().collect()
}

fn encodings() -> Vec<Case> {
    let wide = |subject: &Subject, big: bool| -> Vec<u8> {
        let text = String::from_utf8_lossy(&subject.good).into_owned();
        let mark = if big {
            vec![0xfe, 0xff]
        } else {
            vec![0xff, 0xfe]
        };
        let units = text.encode_utf16().flat_map(|unit| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        });
        mark.into_iter().chain(units).collect()
    };
    let said = |name: &'static str, coding: &'static str, body: fn(&Subject) -> Vec<u8>| {
        Case::new("encoding", name, Stranger, move |subject, _| {
            Http::json(200, body(subject))
                .header("Content-Encoding", coding)
                .answer()
        })
        .files(Files::Any)
    };
    vec![
        case(
            "encoding",
            "UTF-16, little end first",
            Odd,
            move |subject| wide(subject, false),
        ),
        case("encoding", "UTF-16, big end first", Odd, move |subject| {
            wide(subject, true)
        }),
        case("encoding", "broken bytes in a text", Good, |subject| {
            subject.with(b",\"zz_note\":\"caf\xe9 \xff\xfe\"")
        }),
        case("encoding", "broken bytes in a key", Odd, |subject| {
            subject.with(b",\"caf\xe9\":1")
        }),
        case(
            "encoding",
            "broken bytes outside of texts",
            Stranger,
            |subject| subject.with(b"\xe9"),
        ),
        case("encoding", "cut in a letter", Stranger, |subject| {
            let mut body = subject.with(",\"zz\":\"đ".as_bytes());
            body.truncate(body.len() - 2);
            body
        }),
        case("encoding", "escaped texts", Good, |subject| {
            subject.with(r#","zz":"Hà Nội \/ \ud83d\ude00""#.as_bytes())
        }),
        Case::new("encoding", "ISO 8859-1", Good, |subject, _| {
            Http::new(200)
                .header("Content-Type", "application/json; charset=iso-8859-1")
                .body(subject.with(b",\"zz\":\"caf\xe9\""))
                .answer()
        })
        .only(is_json),
        said("gzip", "gzip", |subject| gzip(&subject.good)),
        said("brotli that is none", "br", |_| {
            vec![0x0b, 0x02, 0x80, 0x03]
        }),
        said("deflate that is none", "deflate", |_| {
            vec![0x78, 0x9c, 0x03, 0x00]
        }),
        case(
            "encoding",
            "gzip that nobody announced",
            Stranger,
            |subject| gzip(&subject.good),
        ),
    ]
}

/// Keys that stand twice.
fn doubles() -> Vec<Case> {
    let tail = |name: &str, meaning, tail: &'static str| {
        case("double", name, meaning, move |subject| {
            subject.with(tail.as_bytes())
        })
        .only(|subject| subject.acts())
    };
    let head = |name: &str, meaning, head: &'static str| {
        case("double", name, meaning, move |subject| {
            subject.after(head.as_bytes())
        })
        .only(|subject| subject.acts())
    };
    vec![
        tail(
            "an error, then none",
            Suspicious,
            r#","error":["The item is locked"],"error":[]"#,
        ),
        tail(
            "no error, then one",
            Suspicious,
            r#","error":[],"error":["The item is locked"]"#,
        ),
        tail(
            "success, then not",
            Suspicious,
            r#","success":true,"success":false"#,
        ),
        head(
            "not a success, then one",
            Suspicious,
            r#""success":false,"success":true,"#,
        ),
        head(
            "status false before the good answer",
            Suspicious,
            r#""status":false,"#,
        ),
        tail(
            "status false after the good answer",
            Suspicious,
            r#","status":false"#,
        ),
        head(
            "an error before the good answer",
            Suspicious,
            r#""error":["x"],"error":null,"#,
        ),
    ]
    .into_iter()
    // `error` beside `status: true` is how a rebuilt machine is announced.
    .map(|case| case.only(|subject| subject.acts() && !subject.shows_errors()))
    .collect()
}

fn sizes() -> Vec<Case> {
    let number = |name: &str, number: String| {
        case("number", name, Good, move |subject| {
            subject.with(format!(",\"zz\":{number}").as_bytes())
        })
    };
    let nested = |name: &str, depth: usize, is_closed: bool| {
        let meaning = if is_closed { Odd } else { Stranger };
        case("nesting", name, meaning, move |subject| {
            let closing = if is_closed { depth } else { 0 };
            let deep = format!(",\"zz\":{}{}", "[".repeat(depth), "]".repeat(closing));
            let mut body = subject.with(deep.as_bytes());
            if !is_closed {
                body.pop();
            }
            body
        })
    };
    vec![
        number("1e400", "1e400".to_owned()),
        number("-1e-400", "-1e-400".to_owned()),
        number("1e9999999999", "1e9999999999".to_owned()),
        number("400 digits", "9".repeat(400)),
        number("2^64", "18446744073709551616".to_owned()),
        nested("60 deep", 60, true),
        nested("200 deep", 200, true),
        nested("20000 deep", 20_000, true),
        nested("20000 deep and never closed", 20_000, false),
        case("nesting", "objects 5000 deep", Odd, |subject| {
            let deep = format!(",\"zz\":{}1{}", "{\"a\":".repeat(5000), "}".repeat(5000));
            subject.with(deep.as_bytes())
        }),
        case("nesting", "only brackets", Stranger, |_| {
            "[".repeat(50_000).into_bytes()
        }),
        case("nesting", "2000 unknown keys", Good, |subject| {
            let mut tail = String::new();
            for index in 0..2000 {
                tail.push_str(&format!(",\"zz{index}\":{index}"));
            }
            subject.with(tail.as_bytes())
        }),
    ]
}
