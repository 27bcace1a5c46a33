//! One look over JSON before it is parsed: what a parser would round or refuse is rewritten, and what
//! its values will cost is counted.

use std::borrow::Cow;

/// Most significant digits a float keeps exactly.
const EXACT_DIGITS: usize = 15;
/// Largest power of ten a float keeps exactly.
const EXACT_POWER: u64 = 22;

/// About what values cost in memory: a member of an object, an object (a tree's node, however few
/// members), a list, an element. Lists grow by doubling.
const MEMBER: usize = 128;
const OBJECT: usize = 700;
const LIST: usize = 160;
const ELEMENT: usize = 64;

pub(crate) struct Scanned<'a> {
    /// The first value of the text, rewritten where necessary.
    pub(crate) json: Cow<'a, [u8]>,
    /// Where it ends.
    pub(crate) end: usize,
    /// Whether a text in it was not Unicode.
    pub(crate) mended: bool,
    /// Whether its values would cost more than a small multiple of its size. The rest then says nothing.
    pub(crate) dense: bool,
}

/// Looks over the first value in `bytes`, which begins with it.
pub(crate) fn scan(bytes: &[u8]) -> Scanned<'_> {
    let mut scan = Scan {
        bytes,
        out: None,
        copied: 0,
        mended: false,
    };
    let (mut at, mut depth, mut weight) = (0, 0_usize, 0_usize);
    let affordable = (32 << 20) + 16 * bytes.len();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = scan.string(at + 1),
            b'-' | b'0'..=b'9' | b'N' | b'I' => {
                let end = end_of_word(bytes, at);
                if !is_exact(&bytes[at..end]) {
                    scan.replace(at, at, b"\"");
                    scan.replace(end, end, b"\"");
                }
                at = end;
            }
            b't' | b'f' | b'n' => at = end_of_word(bytes, at),
            b'{' | b'[' => {
                depth += 1;
                at += 1;
                weight += match byte {
                    b'{' if bytes.get(at) != Some(&b'}') => OBJECT,
                    _ => LIST,
                };
                continue;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            b',' => {
                weight += ELEMENT;
                at += 1;
            }
            b':' => {
                weight += MEMBER;
                at += 1;
            }
            _ => at += 1,
        }
        if depth == 0 || weight > affordable {
            break;
        }
    }
    let at = at.min(bytes.len());
    Scanned {
        json: scan.finish(at),
        end: at,
        mended: scan.mended,
        dense: weight > affordable,
    }
}

struct Scan<'a> {
    bytes: &'a [u8],
    out: Option<Vec<u8>>,
    copied: usize,
    mended: bool,
}

impl<'a> Scan<'a> {
    fn replace(&mut self, from: usize, to: usize, with: &[u8]) {
        let out = self
            .out
            .get_or_insert_with(|| Vec::with_capacity(self.bytes.len() + 64));
        out.extend_from_slice(&self.bytes[self.copied..from]);
        out.extend_from_slice(with);
        self.copied = to;
    }

    fn finish(&mut self, end: usize) -> Cow<'a, [u8]> {
        match self.out.take() {
            Some(mut out) => {
                out.extend_from_slice(&self.bytes[self.copied..end]);
                Cow::Owned(out)
            }
            None => Cow::Borrowed(&self.bytes[..end]),
        }
    }

    /// Passes a string whose content begins at `at`; gives what is behind it.
    fn string(&mut self, mut at: usize) -> usize {
        while let Some(byte) = self.bytes.get(at) {
            match byte {
                b'"' => return at + 1,
                b'\\' => at = self.escape(at),
                // Templates written by hand break lines in texts.
                0..=0x1F => {
                    let escaped = format!("\\u{byte:04x}");
                    self.replace(at, at + 1, escaped.as_bytes());
                    at += 1;
                }
                _ => at += 1,
            }
        }
        self.bytes.len()
    }

    fn escape(&mut self, at: usize) -> usize {
        match self.unit(at) {
            None => (at + 2).min(self.bytes.len()),
            Some(0xD800..=0xDBFF) if matches!(self.unit(at + 6), Some(0xDC00..=0xDFFF)) => at + 12,
            Some(0xD800..=0xDFFF) => {
                self.replace(at, at + 6, b"\\ufffd");
                self.mended = true;
                at + 6
            }
            Some(_) => at + 6,
        }
    }

    /// The UTF-16 unit that an escape at `at` stands for.
    fn unit(&self, at: usize) -> Option<u16> {
        let digits = self.bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        digits.iter().try_fold(0, |sum: u16, byte| {
            Some((sum << 4) | u16::try_from(char::from(*byte).to_digit(16)?).ok()?)
        })
    }
}

fn end_of_word(bytes: &[u8], start: usize) -> usize {
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+');
    start + bytes[start..].iter().take_while(|b| part(b)).count()
}

/// Whether a parser keeps the word as it is: as a number, or as the mistake it is. Integers of up to 64
/// bits stay integers.
fn is_exact(word: &[u8]) -> bool {
    if matches!(word, b"NaN" | b"Infinity" | b"-Infinity" | b"INF" | b"-INF") {
        return false;
    }
    let number = word.strip_prefix(b"-").unwrap_or(word);
    let (mantissa, exponent) = match number.iter().position(|b| matches!(b, b'e' | b'E')) {
        Some(at) => (&number[..at], Some(&number[at + 1..])),
        None => (number, None),
    };
    let (whole, fraction) = match mantissa.iter().position(|b| *b == b'.') {
        Some(at) => (&mantissa[..at], Some(&mantissa[at + 1..])),
        None => (mantissa, None),
    };
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let power = exponent.map(|e| e.strip_prefix(b"-").or(e.strip_prefix(b"+")).unwrap_or(e));
    if !digits(whole)
        || (whole.len() > 1 && whole[0] == b'0')
        || !fraction.is_none_or(digits)
        || !power.is_none_or(digits)
    {
        return true;
    }
    if fraction.is_none() && power.is_none() {
        let text = std::str::from_utf8(word).unwrap_or_default();
        return text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok();
    }
    let fraction = fraction.unwrap_or_default();
    let leading = whole
        .iter()
        .chain(fraction)
        .take_while(|b| **b == b'0')
        .count();
    let power: Option<i64> = match power {
        Some(digits) => std::str::from_utf8(digits)
            .ok()
            .and_then(|text| text.parse().ok()),
        None => Some(0),
    };
    let negative = exponent.is_some_and(|exponent| exponent.starts_with(b"-"));
    let Some(power) = power.map(|power| if negative { -power } else { power }) else {
        return false;
    };
    // The parser multiplies by a power of ten, of which floats hold so many exactly.
    let shift = i64::try_from(fraction.len()).map_or(i64::MAX, |len| power.saturating_sub(len));
    let small = shift.unsigned_abs() <= EXACT_POWER;
    small && whole.len() + fraction.len() - leading <= EXACT_DIGITS
}
