//! What PHP prints into an answer when something is odd.

const LEVELS: &[&[u8]] = &[
    b"Warning",
    b"Notice",
    b"Deprecated",
    b"Strict Standards",
    b"Fatal error",
    b"Recoverable fatal error",
    b"Catchable fatal error",
    b"Parse error",
];

/// Longest message that is looked for.
const LONGEST: usize = 4096;

/// What follows space, byte order marks and any number of PHP's messages, and whether there were
/// messages. Only PHP's own form counts: a page never does.
pub(crate) fn skip_notices(bytes: &[u8]) -> (&[u8], bool) {
    let mut rest = blank(bytes);
    let mut any = false;
    while let Some(after) = notice(rest) {
        rest = blank(after);
        any = true;
    }
    (rest, any)
}

/// `<br />\n<b>Warning</b>:  … in <b>FILE</b> on line <b>7</b><br />`, or the same without markup.
fn notice(bytes: &[u8]) -> Option<&[u8]> {
    let rest = breaks(bytes);
    let rest = optional(optional(rest, b"<b>"), b"PHP ");
    let rest = LEVELS.iter().find_map(|level| rest.strip_prefix(*level))?;
    let rest = optional(rest, b"</b>").strip_prefix(b":")?;
    const LINE: &[u8] = b" on line ";
    let reach = &rest[..rest.len().min(LONGEST)];
    let line = reach.windows(LINE.len()).position(|part| part == LINE)?;
    let rest = optional(&rest[line + LINE.len()..], b"<b>");
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = optional(&rest[digits..], b"</b>");
    (digits > 0).then(|| breaks(rest))
}

fn breaks(mut bytes: &[u8]) -> &[u8] {
    loop {
        bytes = blank(bytes);
        let Some(rest) = [&b"<br />"[..], b"<br/>", b"<br>"]
            .iter()
            .find_map(|mark| bytes.strip_prefix(*mark))
        else {
            return bytes;
        };
        bytes = rest;
    }
}

fn blank(mut bytes: &[u8]) -> &[u8] {
    loop {
        bytes = bytes.trim_ascii_start();
        match bytes.strip_prefix(b"\xEF\xBB\xBF") {
            Some(rest) => bytes = rest,
            None => return bytes,
        }
    }
}

fn optional<'a>(bytes: &'a [u8], prefix: &[u8]) -> &'a [u8] {
    bytes.strip_prefix(prefix).unwrap_or(bytes)
}
