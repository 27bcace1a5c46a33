//! JSON whose numbers lose nothing.

use std::borrow::Cow;

use serde_json::Value;

/// Most significant digits a float keeps exactly.
const EXACT_DIGITS: usize = 15;

/// Parses JSON. A number with more digits than a float holds is kept, digit for digit, as text,
/// which every shape that wants a number accepts.
///
/// ```
/// let value = viettel_idc_wire::parse(br#"{"total": 12345678901234567.89}"#)?;
/// assert_eq!(value["total"], "12345678901234567.89");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
/// What is not JSON.
pub fn parse(bytes: &[u8]) -> Result<Value, serde_json::Error> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    serde_json::from_slice(&quote_long_numbers(bytes))
}

fn quote_long_numbers(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut out: Option<Vec<u8>> = None;
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = end_of_string(bytes, at + 1),
            b'-' | b'0'..=b'9' => {
                let end = end_of_number(bytes, at);
                if is_long(&bytes[at..end]) {
                    let out = out.get_or_insert_with(|| Vec::with_capacity(bytes.len() + 16));
                    out.extend_from_slice(&bytes[copied..at]);
                    out.push(b'"');
                    out.extend_from_slice(&bytes[at..end]);
                    out.push(b'"');
                    copied = end;
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    match out {
        Some(mut out) => {
            out.extend_from_slice(&bytes[copied..]);
            Cow::Owned(out)
        }
        None => Cow::Borrowed(bytes),
    }
}

fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn end_of_number(bytes: &[u8], start: usize) -> usize {
    let part = |b: &u8| matches!(b, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E');
    start + bytes[start..].iter().take_while(|b| part(b)).count()
}

/// Whether a float would not keep the number. Integers of up to 64 bits stay integers.
fn is_long(number: &[u8]) -> bool {
    let is_float = number.iter().any(|b| matches!(b, b'.' | b'e' | b'E'));
    if !is_float {
        let text = std::str::from_utf8(number).unwrap_or_default();
        return text.parse::<i64>().is_err() && text.parse::<u64>().is_err();
    }
    let mantissa = number
        .split(|b| matches!(b, b'e' | b'E'))
        .next()
        .unwrap_or_default();
    let digits: Vec<u8> = mantissa
        .iter()
        .copied()
        .filter(u8::is_ascii_digit)
        .collect();
    let leading = digits.iter().take_while(|b| **b == b'0').count();
    digits.len() - leading > EXACT_DIGITS
}
