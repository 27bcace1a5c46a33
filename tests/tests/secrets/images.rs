//! Random secrets, and every form in which a portal may repeat one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The name the tests log in with.
pub(crate) const USER: &str = "linh.tran@example.com";

const ODD: [char; 22] = [
    '"', '\'', '\\', '/', '%', '&', '<', '>', ' ', '+', '=', '#', '?', '{', '}', '$', 'đ', 'ế',
    '日', '😀', ':', '.',
];

/// A secret of this many characters; `odd` ones have quotes, spaces and letters of all kinds.
pub(crate) fn random(rng: &mut fastrand::Rng, length: usize, odd: bool) -> String {
    let mut text: String = (0..length)
        .map(|_| match rng.u8(0..4) {
            0 if odd => ODD[rng.usize(..ODD.len())],
            1 => rng.digit(10),
            2 => rng.uppercase(),
            _ => rng.lowercase(),
        })
        .collect();
    // A space at an end is not seen as part of anything, and neither is a secret of nothing else.
    if text.starts_with(' ') || text.ends_with(' ') {
        text = text.replace(' ', "x");
    }
    text
}

/// A secret in other clothes.
pub(crate) fn images(secret: &str) -> Vec<(&'static str, String)> {
    let json = serde_json::to_string(secret).unwrap();
    let json = json[1..json.len() - 1].to_owned();
    let php = php(&json);
    let percent = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let html = secret
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    let mut all = vec![
        ("plain", secret.to_owned()),
        ("JSON", json),
        ("PHP's JSON", php),
        ("percent", percent.clone()),
        ("small percent", small(&percent)),
        ("form", form),
        ("HTML", html.replace('\'', "&#039;")),
        ("short HTML", html.replace('\'', "&#39;")),
        ("HTML of quotes only", html.clone()),
        (
            "addslashes",
            secret
                .replace('\\', "\\\\")
                .replace('\'', "\\'")
                .replace('"', "\\\""),
        ),
        ("base64", STANDARD.encode(secret)),
    ];
    let mut seen = std::collections::HashSet::new();
    all.retain(|(_, image)| seen.insert(image.clone()));
    all
}

/// The header of HTTP Basic without its first word.
pub(crate) fn basic(secret: &str) -> String {
    STANDARD.encode(format!("{USER}:{secret}"))
}

/// Percent-encoding with small letters.
fn small(percent: &str) -> String {
    let mut parts = percent.split('%');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push('%');
        out.push_str(&part[..2].to_lowercase());
        out.push_str(&part[2..]);
    }
    out
}

/// As `json_encode` without flags.
fn php(json: &str) -> String {
    let mut out = String::new();
    for letter in json.replace('/', "\\/").chars() {
        if letter.is_ascii() {
            out.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

/// Recognises one secret.
pub(crate) struct Watch {
    pub(crate) secret: String,
    forms: Vec<String>,
}

impl Watch {
    pub(crate) fn new(secret: &str) -> Self {
        let letters: Vec<char> = secret.chars().collect();
        let printed = format!("{secret:?}");
        let mut forms: Vec<String> = images(secret).into_iter().map(|(_, image)| image).collect();
        forms.push(printed[1..printed.len() - 1].to_owned());
        // A piece is enough: what is cut to length must be cleaned first.
        forms.extend(letters.windows(8).map(|piece| piece.iter().collect()));
        if letters.len() < 4 {
            forms.clear();
        }
        Self {
            secret: secret.to_owned(),
            forms,
        }
    }

    /// What `text` gives away, if anything.
    pub(crate) fn leak(&self, text: &str) -> Option<&str> {
        let mut forms = self.forms.iter();
        forms
            .find(|form| text.contains(form.as_str()))
            .map(String::as_str)
    }
}
