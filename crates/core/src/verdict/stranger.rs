//! Words about an answer that is not the portal's.

use http::header::{CONTENT_ENCODING, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, StatusCode};

use viettel_idc_wire::NotJson;

use super::Asked;
use crate::{Error, ErrorKind};

/// How much of a body is looked at, how much of it is used, and how many letters are shown.
const LOOKED_AT: usize = 16 << 10;
const USED: usize = 4 << 10;
const SHOWN: usize = 120;

pub(super) fn error(
    asked: &Asked<'_>,
    status: StatusCode,
    headers: &HeaderMap,
    bytes: &[u8],
    reason: Option<NotJson>,
) -> Error {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let what = if status.is_redirection() {
        // Secrets go first: cutting could leave half of one.
        let target = asked.secrets.scrub(text(LOCATION).unwrap_or("elsewhere"));
        let target = target.split(['?', '#']).next().unwrap_or_default();
        format!("a redirect to {target}, which is not followed")
    } else if let Some(coding) = text(CONTENT_ENCODING).filter(|coding| *coding != "identity") {
        let coding = asked.secrets.scrub(coding);
        format!("an answer compressed with {coding}, which was not asked for")
    } else {
        body(asked, text(CONTENT_TYPE), bytes, reason)
    };
    let message = format!(
        "expected the portal, got {what}; check base_url and what is between here and there"
    );
    let kind = match status {
        StatusCode::TOO_MANY_REQUESTS => ErrorKind::RateLimit,
        StatusCode::REQUEST_TIMEOUT => ErrorKind::Timeout,
        _ => ErrorKind::Transport,
    };
    Error::from_stranger(kind, message).with_status(status)
}

fn body(
    asked: &Asked<'_>,
    media_type: Option<&str>,
    bytes: &[u8],
    reason: Option<NotJson>,
) -> String {
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let text = asked.secrets.scrub(&String::from_utf8_lossy(start));
    let trimmed = text.trim_start_matches('\u{feff}').trim_start();
    if trimmed.is_empty() {
        return "an empty answer".to_owned();
    }
    let is_page = media_type.is_some_and(|media| media.starts_with("text/html"))
        || trimmed.starts_with("<!")
        || trimmed.starts_with("<html");
    // What looks like JSON may hold secrets of the portal's own, such as a machine's password.
    let words = words(trimmed);
    let what = match reason {
        Some(reason) => reason.to_string(),
        None if trimmed.starts_with(['{', '[']) => "JSON that is not the portal's".to_owned(),
        None if is_page => "a web page".to_owned(),
        None => "something else".to_owned(),
    };
    match words.is_empty() {
        true => format!("{what} ({} bytes)", bytes.len()),
        false => format!("{what} (\"{words}\")"),
    }
}

/// The first words outside tags, styles and scripts, before anything that looks like JSON.
fn words(text: &str) -> String {
    let (mut words, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        if words.len() > USED || matches!(c, '{' | '[') {
            break;
        }
        rest = match c {
            '<' => {
                words.push(' ');
                after_tag(rest)
            }
            _ => {
                words.push(match c {
                    c if c.is_control() || c == '\u{fffd}' => ' ',
                    '"' => '\'',
                    c => c,
                });
                &rest[c.len_utf8()..]
            }
        };
    }
    let mut shown = String::new();
    for word in words.split_whitespace() {
        if !shown.is_empty() {
            shown.push(' ');
        }
        // Nobody writes words this long: it is a token or a key.
        shown.push_str(if word.chars().count() > 32 {
            "***"
        } else {
            word
        });
        if let Some((cut, _)) = shown.char_indices().nth(SHOWN) {
            shown.truncate(cut);
            shown.push('…');
            break;
        }
    }
    shown
}

/// What follows the tag that begins here, and with it the content nobody sees.
fn after_tag(text: &str) -> &str {
    let after = |text: &'_ str, end: &str| text.find(end).map(|at| at + end.len());
    for (tag, end) in [
        ("<style", "</style>"),
        ("<script", "</script>"),
        ("<!--", "-->"),
    ] {
        if text
            .get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag))
        {
            let end = after(&text.to_ascii_lowercase(), end).unwrap_or(text.len());
            return &text[end..];
        }
    }
    &text[after(text, ">").unwrap_or(text.len())..]
}
