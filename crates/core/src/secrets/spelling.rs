//! Finds a secret in a text, however a server wrote it there: each of its letters as it is, behind
//! backslashes, as `\u0041`, percent-encoded, or as an entity of HTML. One place may mix them.

/// Most bytes of an entity.
const LONGEST: usize = 12;
/// Most backslashes before a letter. A run of any length would be counted anew from each of them.
const SLASHES: usize = 64;

/// The first place from `from` on where `secret` is written.
pub(super) fn find(text: &str, from: usize, secret: &str) -> Option<(usize, usize)> {
    let mut starts = text[from..].char_indices().map(|(at, _)| from + at);
    starts.find_map(|start| end(text, start, secret).map(|end| (start, end)))
}

/// Where the secret ends that starts here.
fn end(text: &str, start: usize, secret: &str) -> Option<usize> {
    // A letter may be written in several ways from one place on: all of them are followed.
    let (mut ends, mut next) = (vec![start], Vec::new());
    for c in secret.chars() {
        for at in ends.drain(..) {
            spelt(text, at, c, &mut next);
        }
        next.sort_unstable();
        next.dedup();
        if next.is_empty() {
            return None;
        }
        std::mem::swap(&mut ends, &mut next);
    }
    ends.pop()
}

/// Adds the places where `c` ends if it is written at `at`.
fn spelt(text: &str, at: usize, c: char, ends: &mut Vec<usize>) {
    let rest = &text[at..];
    let mut utf8 = [0; 4];
    let plain: &str = c.encode_utf8(&mut utf8);
    let mut add = |length: usize| ends.push(at + length);
    if rest.starts_with(plain) {
        add(plain.len());
    }
    match rest.as_bytes().first() {
        Some(b'\\') => {
            let slashes = slashes(rest);
            let bare = &rest[slashes..];
            if c == '\\' {
                add(slashes);
            } else if bare.starts_with(plain) {
                add(slashes + plain.len());
            }
            if let Some(length) = numbered(bare, c) {
                add(slashes + length);
            }
        }
        Some(b'%') => {
            let hex: String = plain.bytes().map(|byte| format!("%{byte:02x}")).collect();
            let there = rest.get(..hex.len());
            if there.is_some_and(|there| there.eq_ignore_ascii_case(&hex)) {
                add(hex.len());
            }
        }
        Some(b'+') if c == ' ' => add(1),
        Some(b'&') => {
            let end = rest.bytes().take(LONGEST).position(|byte| byte == b';');
            if let Some(end) = end
                && entity(&rest[1..end]) == Some(c)
            {
                add(end + 1);
            }
        }
        _ => {}
    }
}

fn slashes(text: &str) -> usize {
    let bytes = text.bytes().take(SLASHES);
    bytes.take_while(|byte| *byte == b'\\').count()
}

/// How long `u0041`, or a pair of them, is.
fn numbered(text: &str, c: char) -> Option<usize> {
    let mut rest = text;
    for unit in c.encode_utf16(&mut [0; 2]) {
        rest = rest[slashes(rest)..].strip_prefix('u')?;
        let (hex, after) = rest.split_at_checked(4)?;
        if u16::from_str_radix(hex, 16) != Ok(*unit) {
            return None;
        }
        rest = after;
    }
    Some(text.len() - rest.len())
}

/// The letter of an entity without `&` and `;`.
fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return number.ok().and_then(char::from_u32);
    }
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn every_spelling_is_found() {
        let secret = r#"a"b\c/ đ😀'&"#;
        for written in [
            r#"a"b\c/ đ😀'&"#,
            r#"a\"b\\c\/ \u0111\ud83d\ude00'&"#,
            r#"a\\\"b\\\\c\/ đ😀\'&"#,
            "a%22b%5Cc%2F%20%C4%91%F0%9F%98%80%27%26",
            "a%22b%5cc%2f+%c4%91%f0%9f%98%80%27%26",
            r"a&quot;b\c/ đ😀&#039;&amp;",
            r"a&#34;b&#x5C;c/ đ&#128512;&apos;&amp;",
        ] {
            let text = format!("x {written} y");
            assert_eq!(
                find(&text, 0, secret),
                Some((2, 2 + written.len())),
                "{text}"
            );
        }
    }

    #[test]
    fn a_long_run_of_backslashes_takes_no_time() {
        let text = "\\".repeat(1 << 18) + "abc";
        let begun = std::time::Instant::now();
        assert_eq!(find(&text, 0, "abcd"), None);
        assert!(find(&text, 0, "abc").is_some());
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }

    #[test]
    fn nothing_else_is_found() {
        for text in [
            "",
            "a%4",
            "%",
            "&",
            "&#;",
            "\\",
            "\\u00",
            "ab",
            "%e1",
            "&#x110000;c",
        ] {
            assert_eq!(find(text, 0, "abc"), None, "{text}");
            assert_eq!(find(text, 0, "áb"), None, "{text}");
        }
    }
}
