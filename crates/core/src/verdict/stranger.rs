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
        let target = text(LOCATION).unwrap_or("elsewhere");
        let target = target.split(['?', '#']).next().unwrap_or_default();
        let target = asked.secrets.scrub(target);
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
    // Secrets go first: cutting could leave half of one.
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

/// The first words outside tags, before anything that looks like JSON.
fn words(text: &str) -> String {
    let end = text.find(['{', '[']).unwrap_or(text.len());
    let (mut words, mut in_tag) = (String::new(), false);
    for c in text[..end].chars().take(USED) {
        match c {
            '<' => {
                in_tag = true;
                words.push(' ');
            }
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            c if c.is_control() || c == '\u{fffd}' => words.push(' '),
            '"' => words.push('\''),
            c => words.push(c),
        }
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
