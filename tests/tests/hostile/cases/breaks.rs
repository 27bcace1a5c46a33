//! Connections that break or stand still, and framing that lies.

use super::{Case, Files};
use crate::answer::{Answer, End, Http};
use crate::expected::Meaning::{Broken, Good, Odd, Stranger};
use crate::subject::Subject;

fn good(subject: &Subject) -> Http {
    Http::new(200)
        .header("Content-Type", subject.operation.media_type)
        .body(subject.good.clone())
}

fn is_json(subject: &Subject) -> bool {
    !subject.is_file()
}

pub(super) fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    for (name, end) in [
        ("reset", End::Reset),
        ("close", End::Close),
        ("stall", End::Stall),
    ] {
        let at = |place: &str, length: fn(&Answer) -> usize| {
            Case::new(
                "break",
                format!("{name} {place}"),
                Broken,
                move |subject, _| {
                    let whole = good(subject).answer();
                    let length = length(&whole);
                    whole.cut(length, end)
                },
            )
        };
        all.extend([
            at("before the head", |_| 0),
            at("in the status line", |_| 9),
            at("in the head", |whole| whole.head() - 10),
            // The beginning of a file is handed out before its end is known.
            at("after the head", Answer::head).only(is_json),
            at("in the body", |whole| {
                (whole.head() + whole.bytes.len()) / 2
            })
            .only(is_json),
            at("before the last byte", |whole| whole.bytes.len() - 1).only(is_json),
        ]);
    }
    all.extend(framing());
    all.extend(heads());
    all
}

fn framing() -> Vec<Case> {
    let chunked = |body: Vec<u8>, tail: &str| {
        let mut out = format!("{:x}\r\n", body.len()).into_bytes();
        out.extend_from_slice(&body);
        out.extend_from_slice(tail.as_bytes());
        out
    };
    let chunks = move |name: &str, meaning, tail: &'static str| {
        Case::new("framing", name, meaning, move |subject, _| {
            Http::json(200, chunked(subject.good.clone(), tail))
                .framed("Transfer-Encoding: chunked\r\n", End::Close)
        })
        .only(is_json)
    };
    let framed = |name: &str, meaning, framing: fn(usize) -> String| {
        Case::new("framing", name, meaning, move |subject, _| {
            good(subject).framed(&framing(subject.good.len()), End::Close)
        })
        .only(is_json)
    };
    vec![
        chunks("chunked", Good, "\r\n0\r\n\r\n"),
        chunks("chunked without an end", Broken, "\r\n"),
        chunks("chunked with a broken size", Broken, "\r\nzz\r\n"),
        chunks("chunk longer than said", Broken, "more\r\n0\r\n\r\n"),
        framed("no length", Good, |_| String::new()),
        framed("length too long", Broken, |length| {
            format!("Content-Length: {}\r\n", length + 9)
        }),
        framed("length too short", Stranger, |length| {
            format!("Content-Length: {}\r\n", length - 3)
        }),
        framed("length of nothing", Stranger, |_| {
            "Content-Length: 0\r\n".to_owned()
        }),
        framed("length that is none", Broken, |_| {
            "Content-Length: many\r\n".to_owned()
        }),
        framed("length below zero", Broken, |_| {
            "Content-Length: -1\r\n".to_owned()
        }),
        framed("length of 2^64", Broken, |_| {
            "Content-Length: 18446744073709551616\r\n".to_owned()
        }),
        framed("two lengths", Broken, |length| {
            format!(
                "Content-Length: {length}\r\nContent-Length: {}\r\n",
                length + 1
            )
        }),
    ]
}

/// Heads that are none.
fn heads() -> Vec<Case> {
    let raw = |name: &str, bytes: &'static [u8]| {
        Case::new("head", name, Broken, move |_, _| {
            Answer::bytes(bytes, End::Close)
        })
    };
    vec![
        raw("another protocol", b"SSH-2.0-OpenSSH_9.6\r\n"),
        raw("HTTP 0.9", b"{\"success\":true,\"status\":true}"),
        raw("status line of words", b"HTTP/1.1 fine OK\r\n\r\n{}"),
        raw("status 42", b"HTTP/1.1 42 Odd\r\nContent-Length: 0\r\n\r\n"),
        raw("TLS in clear", b"\x15\x03\x01\x00\x02\x02\x0a"),
        raw(
            "zero byte in a header",
            b"HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 16\r\n\r\n{\"success\":true}",
        ),
        raw(
            "header without a colon",
            b"HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 16\r\n\r\n{\"success\":true}",
        ),
        raw(
            "a thousand headers",
            Box::leak(thousand().into_boxed_slice()),
        ),
        Case::new("head", "status 999", Stranger, |_, _| {
            Http::html(999, "<h1>Denied</h1>").answer()
        }),
        Case::new("head", "100 first", Good, |subject, _| {
            let mut answer = good(subject).answer();
            answer
                .bytes
                .splice(0..0, b"HTTP/1.1 100 Continue\r\n\r\n".iter().copied());
            answer
        }),
        Case::new("head", "early hints first", Good, |subject, _| {
            let mut answer = good(subject).answer();
            let hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n";
            answer.bytes.splice(0..0, hints.iter().copied());
            answer
        }),
        Case::new("head", "broken bytes in a header", Good, |subject, _| {
            good(subject).header("X-Note", b"caf\xe9".to_vec()).answer()
        }),
        Case::new("head", "two content types", Odd, |subject, _| {
            good(subject).header("Content-Type", "text/html").answer()
        })
        .files(Files::Any),
        Case::new("head", "a large header", Good, |subject, _| {
            good(subject).header("X-Large", vec![b'a'; 30_000]).answer()
        }),
    ]
}

fn thousand() -> Vec<u8> {
    let mut head = b"HTTP/1.1 200 OK\r\n".to_vec();
    for index in 0..1000 {
        head.extend_from_slice(format!("X-{index}: {index}\r\n").as_bytes());
    }
    head.extend_from_slice(b"Content-Length: 16\r\n\r\n{\"success\":true}");
    head
}
