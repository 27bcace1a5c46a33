//! The name a portal suggests for a file: RFC 6266, read as browsers do, and made safe.

use http::HeaderMap;
use http::header::CONTENT_DISPOSITION;
use percent_encoding::percent_decode;

/// Most bytes of a name, one less than file systems take.
const LONGEST: usize = 254;

/// Longest ending that is kept when a name is cut.
const LONGEST_ENDING: usize = 16;

/// Names Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// The suggested name as one component of a path that is safe on every system.
pub(super) fn suggested(headers: &HeaderMap) -> Option<String> {
    let (mut plain, mut starred) = (None, None);
    for header in headers.get_all(CONTENT_DISPOSITION) {
        let mut rest = header.as_bytes();
        while !rest.is_empty() {
            let name = until(&mut rest, b"=;");
            if rest.first() != Some(&b'=') {
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            rest = rest[1..].trim_ascii_start();
            let value = value(&mut rest);
            let name = name.trim_ascii();
            // The first that can be used of each.
            if name.eq_ignore_ascii_case(b"filename*") && starred.is_none() {
                starred = extended(&value).and_then(|name| safe(&name));
            } else if name.eq_ignore_ascii_case(b"filename") && plain.is_none() {
                plain = safe(&text(&value));
            }
        }
    }
    starred.or(plain)
}

/// Takes what is before the first of `ends`.
fn until<'a>(rest: &mut &'a [u8], ends: &[u8]) -> &'a [u8] {
    let end = rest.iter().position(|byte| ends.contains(byte));
    let (taken, after) = rest.split_at(end.unwrap_or(rest.len()));
    *rest = after;
    taken
}

/// Takes a value, quoted or not, and what stands up to the next semicolon.
fn value(rest: &mut &[u8]) -> Vec<u8> {
    let Some(quoted) = rest.strip_prefix(b"\"") else {
        return until(rest, b";").trim_ascii().to_vec();
    };
    let mut value = Vec::new();
    *rest = quoted;
    loop {
        *rest = match rest {
            [] | [b'"', ..] => break,
            // Any other backslash is one: servers on Windows send whole paths.
            [b'\\', byte @ (b'"' | b'\\'), after @ ..] | [byte, after @ ..] => {
                value.push(*byte);
                after
            }
        };
    }
    until(rest, b";");
    value
}

/// `charset'language'percent-encoded`.
fn extended(value: &[u8]) -> Option<String> {
    let mut rest = value;
    let charset = until(&mut rest, b"'");
    rest = rest.get(1..)?;
    until(&mut rest, b"'");
    let bytes: Vec<u8> = percent_decode(rest.get(1..)?).collect();
    if charset.eq_ignore_ascii_case(b"utf-8") {
        String::from_utf8(bytes).ok()
    } else {
        let is_latin = charset.eq_ignore_ascii_case(b"iso-8859-1");
        is_latin.then(|| latin1(&bytes))
    }
}

/// UTF-8, also where it came through a transport that takes headers for ISO 8859-1, or else that.
fn text(value: &[u8]) -> String {
    let Ok(text) = std::str::from_utf8(value) else {
        return latin1(value);
    };
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c).ok()).collect();
    let twice = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    twice.unwrap_or_else(|| text.to_owned())
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn safe(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).find(|part| !part.is_empty())?;
    let kept = last.chars().filter(|c| !is_hidden(*c));
    let kept: String = kept
        .map(|c| if r#"<>:"|?*"#.contains(c) { '_' } else { c })
        .collect();
    let name = cut(trim(&kept));
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    Some(match stem {
        "" => return None,
        stem if is_device(stem) => format!("_{name}"),
        _ => name,
    })
}

/// Leading dots hide a file, trailing dots and spaces are dropped by Windows.
fn trim(name: &str) -> &str {
    name.trim_matches(|c: char| c == '.' || c.is_whitespace())
}

/// Characters that do not show, or that turn the order of the others around.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn is_device(stem: &str) -> bool {
    let stem = stem.to_ascii_uppercase();
    let numbered = stem
        .strip_prefix("COM")
        .or_else(|| stem.strip_prefix("LPT"));
    let is_number =
        |rest: &str| matches!(rest, "¹" | "²" | "³") || matches!(rest.as_bytes(), [b'0'..=b'9']);
    DEVICES.contains(&stem.as_str()) || numbered.is_some_and(is_number)
}

/// Not longer than file systems take, with its ending.
fn cut(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let ending = name.rfind('.').map_or("", |dot| &name[dot..]);
    let ending = if ending.len() > LONGEST_ENDING {
        ""
    } else {
        ending
    };
    let mut end = LONGEST - ending.len();
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    trim(&name[..end]).to_owned() + ending
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    use super::{CONTENT_DISPOSITION, suggested};

    fn named(headers: &[&[u8]]) -> Option<String> {
        let mut map = HeaderMap::new();
        for header in headers {
            let value = HeaderValue::from_bytes(header).unwrap();
            map.append(CONTENT_DISPOSITION, value);
        }
        suggested(&map)
    }

    /// F16, core-review 23.
    #[test]
    fn names_are_read_as_servers_write_them() {
        let rows: [(&str, Option<&str>); 23] = [
            ("attachment; filename=invoice.pdf", Some("invoice.pdf")),
            (
                r#"attachment; filename="invoice 7.pdf""#,
                Some("invoice 7.pdf"),
            ),
            ("attachment; FileName=x.pdf", Some("x.pdf")),
            ("attachment ; FILENAME = x.pdf ; size=3", Some("x.pdf")),
            ("filename=x.pdf", Some("x.pdf")),
            (r#"attachment; filename="a;b.pdf"; size=3"#, Some("a;b.pdf")),
            (r#"attachment; filename="a=b.pdf""#, Some("a=b.pdf")),
            (
                r#"attachment; filename="the \"red\" one.pdf""#,
                Some("the _red_ one.pdf"),
            ),
            (r#"attachment; filename="..\..\x.pdf""#, Some("x.pdf")),
            (r#"attachment; filename="open.pdf"#, Some("open.pdf")),
            (r#"attachment; name="x; filename=no.pdf""#, None),
            (
                "attachment; filename*=UTF-8''h%C3%B3a%20%C4%91%C6%A1n.pdf",
                Some("hóa đơn.pdf"),
            ),
            (
                "attachment; filename*=utf-8'vi'a.pdf; filename=b.pdf",
                Some("a.pdf"),
            ),
            (
                "attachment; filename=b.pdf; FileName*=UTF-8''a.pdf",
                Some("a.pdf"),
            ),
            (
                r#"attachment; filename*="UTF-8''a%3Bb.pdf""#,
                Some("a;b.pdf"),
            ),
            (
                "attachment; filename*=ISO-8859-1'en'%A3%20rates.pdf",
                Some("£ rates.pdf"),
            ),
            (
                "attachment; filename*=UTF-8''%FF.pdf; filename=b.pdf",
                Some("b.pdf"),
            ),
            (
                "attachment; filename*=GB2312''%BC.pdf; filename=b.pdf",
                Some("b.pdf"),
            ),
            ("attachment; filename*=a.pdf", None),
            ("attachment; filename=\"hóa đơn.pdf\"", Some("hóa đơn.pdf")),
            // UTF-8 that a transport took for ISO 8859-1.
            (
                "attachment; filename=\"h\u{c3}\u{b3}a.pdf\"",
                Some("hóa.pdf"),
            ),
            ("attachment; filename=\"\"", None),
            ("attachment", None),
        ];
        for (header, expected) in rows {
            let name = named(&[header.as_bytes()]);
            assert_eq!(name.as_deref(), expected, "{header}");
        }
        let latin: &[u8] = b"attachment; filename=\"\xa3 rates.pdf\"";
        assert_eq!(named(&[latin]).as_deref(), Some("£ rates.pdf"));
        let two: [&[u8]; 2] = [b"attachment", b"attachment; filename=x.pdf"];
        assert_eq!(named(&two).as_deref(), Some("x.pdf"));
        assert_eq!(named(&[]), None);
    }

    /// F16, core-review 23.
    #[test]
    fn names_are_safe_on_every_system() {
        let rows = [
            ("../../etc/passwd", Some("passwd")),
            (r"..\..\x.pdf", Some("x.pdf")),
            (r"C:\files\x.pdf", Some("x.pdf")),
            ("/etc/", Some("etc")),
            ("C:x", Some("C_x")),
            ("a:b.pdf", Some("a_b.pdf")),
            ("x.pdf::$DATA", Some("x.pdf__$DATA")),
            ("what?*<>|.pdf", Some("what_____.pdf")),
            (".htaccess", Some("htaccess")),
            (" . x.pdf . ", Some("x.pdf")),
            ("..", None),
            (" ", None),
            ("/", None),
            ("NUL", Some("_NUL")),
            ("nul.pdf", Some("_nul.pdf")),
            ("Con .tar.gz", Some("_Con .tar.gz")),
            ("com1.pdf", Some("_com1.pdf")),
            ("LPT¹", Some("_LPT¹")),
            ("com10.pdf", Some("com10.pdf")),
            ("console.pdf", Some("console.pdf")),
            ("\u{202e}fdp.exe", Some("fdp.exe")),
            ("a\u{7}b\u{85}c\u{2028}.pdf", Some("abc.pdf")),
        ];
        for (name, expected) in rows {
            let encoded = utf8_percent_encode(name, NON_ALPHANUMERIC);
            let header = format!("attachment; filename*=UTF-8''{encoded}");
            assert_eq!(named(&[header.as_bytes()]).as_deref(), expected, "{name:?}");
        }
        let long = format!("attachment; filename={}.pdf", "đ".repeat(300));
        let name = named(&[long.as_bytes()]).unwrap();
        assert!(name.ends_with("đ.pdf"), "{name}");
        assert!((250..=255).contains(&name.len()), "{}", name.len());
        let spaces = format!("attachment; filename=\"CON{}aaa\"", " ".repeat(252));
        assert_eq!(named(&[spaces.as_bytes()]).as_deref(), Some("_CON"));
    }

    fn is_one_safe_component(name: &str) -> bool {
        let parts: Vec<_> = std::path::Path::new(name).components().collect();
        let stem = name.split('.').next().unwrap_or_default().trim_end();
        matches!(parts[..], [std::path::Component::Normal(_)])
            && name.len() <= 255
            && !name.contains(|c: char| c.is_control() || r#"/\:*?"<>|"#.contains(c))
            && !name.contains(['\u{202e}', '\u{2066}', '\u{200f}', '\u{2028}'])
            && !name.starts_with(['.', ' '])
            && !name.ends_with(['.', ' '])
            && !["CON", "PRN", "AUX", "NUL", "COM1", "LPT9"]
                .contains(&stem.to_ascii_uppercase().as_str())
    }

    fn header() -> impl Strategy<Value = Vec<u8>> {
        let near = "attachment; filename\\*?=(\"|UTF-8'')?(CON|nul|COM1|\\.\\.|[./\\\\: \"%0-9A-F;\u{202e}đ]){0,200}";
        prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..400),
            near.prop_map(String::into_bytes),
            "attachment; filename=\"\\PC{0,300}".prop_map(String::into_bytes),
        ]
    }

    proptest! {
        /// Core-review 23.
        #[test]
        fn whatever_the_header_the_name_is_one_safe_component(header in header()) {
            if HeaderValue::from_bytes(&header).is_ok()
                && let Some(name) = named(&[&header])
            {
                prop_assert!(is_one_safe_component(&name), "{name:?}");
            }
        }
    }
}
