//! Bodies with status 200 that PHP, proxies and encodings have been at.

use super::{Case, Files};
use crate::answer::{Answer, Http};
use crate::expected::Meaning::{self, Good, Odd, Refused, Stranger, Suspicious, Unproven};
use crate::gzip::gzip;
use crate::subject::Subject;
use serde_json::{Value, json};
use viettel_idc::ErrorKind::Portal;

const NOTICE: &[u8] = b"<br />\n<b>Warning</b>:  Undefined array key \"x\" in <b>/srv/hb/a.php</b> on line <b>7</b><br />\n";
const BRACES: &[u8] = b"PHP Notice:  Undefined index: {closure}[0] in /srv/hb/a.php on line 7\n";

fn answer(body: Vec<u8>) -> Answer {
    Http::json(200, body).answer()
}

fn join(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

fn is_json(subject: &Subject) -> bool {
    !subject.is_file()
}

/// A case for operations that answer with JSON.
fn case(
    group: &'static str,
    name: &str,
    meaning: Meaning,
    make: impl Fn(&Subject) -> Vec<u8> + Send + Sync + 'static,
) -> Case {
    Case::new(group, name, meaning, move |subject, _| {
        answer(make(subject))
    })
    .only(is_json)
}

pub(super) fn cases() -> Vec<Case> {
    let mut all = vec![Case::new("body", "the good answer", Good, |subject, _| {
        Http::new(200)
            .header("Content-Type", subject.operation.media_type)
            .body(subject.good.clone())
            .answer()
    })];
    all.extend(scalars());
    all.extend(unproven());
    all.extend(dressed());
    all.extend(broken());
    all.extend(encodings());
    all.extend(doubles());
    all.extend(sizes());
    all
}

fn scalars() -> Vec<Case> {
    let fixed = |meaning, body: &'static str| {
        Case::new("scalar", body, meaning, move |_, _| answer(body.into())).files(Files::Any)
    };
    let mut all: Vec<Case> = [
        "{}", "[]", "null", "\"ok\"", "true", "1", "0", "\"\"", "[true]", "[[]]",
    ]
    .into_iter()
    .map(|body| fixed(Unproven, body))
    .collect();
    all.push(fixed(Suspicious, "false"));
    all.extend(
        [
            r#"{"message":"done"}"#,
            r#"{"data":{"success":true}}"#,
            r#"{"success":null}"#,
            r#"[{"success":true}]"#,
            r#"{"Success":true}"#,
        ]
        .map(|body| fixed(Unproven, body)),
    );
    all
}

/// The good answer without what proves it.
fn unproven() -> Vec<Case> {
    let without = |meaning, value: Option<Value>| {
        let name = match &value {
            Some(value) => format!("every proof is {value}"),
            None => "without any proof".to_owned(),
        };
        case("proof", &name, meaning, move |subject| {
            subject.unproven(value.as_ref())
        })
        .only(|subject| !subject.operation.success.is_empty())
    };
    let unproven = [
        None,
        Some(json!(null)),
        Some(json!("")),
        Some(json!([])),
        Some(json!({})),
    ];
    let suspicious = [json!(false), json!(0), json!("0"), json!("false")];
    let unproven = unproven.map(|value| without(Unproven, value));
    let suspicious = suspicious.map(|value| without(Suspicious, Some(value)));
    unproven.into_iter().chain(suspicious).collect()
}

/// Something stands before or after the good answer.
fn dressed() -> Vec<Case> {
    let around = |name: &str, meaning, before: &'static [u8], after: &'static [u8]| {
        case("dress", name, meaning, move |subject| {
            join(&[before, &subject.good, after])
        })
    };
    let refused = |name: &str, before: &'static [u8]| {
        Case::new("dress", name, Refused(&[Portal]), move |_, _| {
            answer(join(&[before, br#"{"error":["The item is locked"]}"#]))
        })
        .says("The item is locked")
    };
    vec![
        around("PHP notice before", Good, NOTICE, b""),
        around("PHP notice after", Good, b"", NOTICE),
        around("PHP notices around", Good, NOTICE, NOTICE),
        around("PHP notice with braces before", Good, BRACES, b""),
        around("PHP notice with braces after", Good, b"\n", BRACES),
        around("BOM", Good, b"\xef\xbb\xbf", b""),
        around("two BOMs", Good, b"\xef\xbb\xbf\xef\xbb\xbf", b""),
        around(
            "BOM and PHP notice",
            Good,
            b"\xef\xbb\xbf<br />\n<b>Notice</b>:  x in <b>/a.php</b> on line <b>7</b><br />\n",
            b"",
        ),
        around("white space around", Good, b"\r\n\t \n", b"\n\n\n"),
        around("zero bytes after", Odd, b"", b"\0\0\0"),
        around("closing PHP tag after", Odd, b"", b"\n?>\n"),
        around(
            "HTML comment after",
            Odd,
            b"",
            b"<!-- 0.031 s, cache miss -->",
        ),
        around("JSONP", Odd, b"cb(", b");"),
        around("guard against inclusion", Odd, b")]}',\n", b""),
        around(
            "a refusal after the good answer",
            Suspicious,
            b"",
            br#"{"error":["The item is locked"]}"#,
        ),
        around(
            "a refusal before the good answer",
            Suspicious,
            br#"{"error":["The item is locked"]}"#,
            b"",
        ),
        case("dress", "the good answer twice", Odd, |subject| {
            join(&[&subject.good, &subject.good])
        }),
        Case::new("dress", "JSON with text/html", Good, |subject, _| {
            Http::html(200, subject.good.clone()).answer()
        })
        .only(is_json),
        Case::new("dress", "JSON without a type", Good, |subject, _| {
            Http::new(200).body(subject.good.clone()).answer()
        }),
        Case::new("dress", "JSON with 201", Good, |subject, _| {
            Http::json(201, subject.good.clone()).answer()
        })
        .only(is_json),
        Case::new("dress", "JSON with 202", Odd, |subject, _| {
            Http::json(202, subject.good.clone()).answer()
        })
        .only(is_json),
        Case::new("dress", "JSON with 206", Odd, |subject, _| {
            Http::json(206, subject.good.clone()).answer()
        })
        .only(is_json),
        refused("PHP notice before a refusal", NOTICE),
        refused("BOM before a refusal", b"\xef\xbb\xbf"),
        refused("white space before a refusal", b"\r\n \t\n"),
    ]
}

fn broken() -> Vec<Case> {
    let cut = |name: &str, length: fn(usize) -> usize| {
        case("cut", name, Stranger, move |subject| {
            let length = length(subject.good.len());
            subject.good[..length].to_vec()
        })
    };
    vec![
        cut("cut after the first byte", |_| 1),
        cut("cut after five bytes", |_| 5),
        cut("cut in the middle", |all| all / 2),
        cut("cut before the last byte", |all| all - 1),
        case("cut", "PHP notice in the middle", Stranger, |subject| {
            subject.after(NOTICE)
        }),
        case("cut", "fatal error in the middle", Stranger, |subject| {
            let half = subject.good.len() / 2;
            join(&[
                &subject.good[..half],
                b"<br />\n<b>Fatal error</b>:  Maximum execution time",
            ])
        }),
        case("cut", "trailing comma", Stranger, |subject| {
            subject.with(b",")
        }),
        case("cut", "NaN", Odd, |subject| subject.with(b",\"zz\":NaN")),
        case("cut", "single quotes", Stranger, |subject| {
            String::from_utf8_lossy(&subject.good)
                .replace('"', "'")
                .into_bytes()
        }),
        case("cut", "raw line break in a text", Odd, |subject| {
            subject.with(b",\"zz\":\"a\nb\"")
        }),
        case("cut", "half a surrogate pair", Odd, |subject| {
            subject.with(br#","zz":"\ud83d""#)
        }),
    ]
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
