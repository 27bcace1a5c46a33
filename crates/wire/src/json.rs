//! JSON as PHP sends it: numbers lose nothing, and what stands around the JSON costs nothing.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::notice::skip_notices;
use crate::repair::{Repair, RepairAction};
use crate::scan::scan;

/// What [`read`] made of an answer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Document {
    /// The JSON.
    pub value: Value,
    /// What was not JSON and was passed over or mended.
    pub repairs: Vec<Repair>,
    /// Members of the outermost object that a later one of the same name, with another value,
    /// replaced. Whoever decides by such a member should not trust either value.
    pub replaced: Vec<(String, Value)>,
}

/// Why an answer is not JSON. As text it completes "the portal sent …"; it quotes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotJson {
    /// No bytes, or nothing but space.
    Empty,
    /// Messages of PHP and nothing else.
    Notice,
    /// Markup.
    Page,
    /// JSON whose end is missing.
    Cut,
    /// JSON that is wrong at this line and column.
    Broken(usize, usize),
    /// So many values that holding them would take far more memory than the answer's size.
    Dense,
    /// Anything else.
    Other,
}

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "nothing",
            Self::Notice => "an error message of PHP and no JSON",
            Self::Page => "a web page",
            Self::Cut => "JSON without its end",
            Self::Broken(line, column) => {
                return write!(f, "broken JSON (line {line}, column {column})");
            }
            Self::Dense => "more values than an answer of its size may hold",
            Self::Other => "something else",
        })
    }
}

impl std::error::Error for NotJson {}

/// Parses JSON; [`read`] without the report.
///
/// ```
/// let value = viettel_idc_wire::parse(br#"{"total": 12345678901234567.89}"#)?;
/// assert_eq!(value["total"], "12345678901234567.89");
/// # Ok::<(), viettel_idc_wire::NotJson>(())
/// ```
///
/// # Errors
/// What is not JSON.
pub fn parse(bytes: &[u8]) -> Result<Value, NotJson> {
    read(bytes).map(|document| document.value)
}

/// Reads an answer and reports what was wrong with it.
///
/// - A number that a float would round or overflow is kept, digit for digit, as text, which every
///   shape that wants a number accepts. `NaN` and `Infinity` become text, which no such shape accepts.
/// - Byte order marks and UTF-16 are understood. Bytes that are not Unicode become U+FFFD, with a
///   repair.
/// - Messages of PHP before or after the JSON (`Warning: … in … on line 7`, plain or as markup) are
///   passed over, with a repair. Any other text or markup around JSON makes it something else.
/// - Memory is bounded: the values take at most 16 times the answer's size and 32 MiB.
///
/// ```
/// use serde_json::json;
///
/// let answer = b"<br />\n<b>Notice</b>: x in <b>/a.php</b> on line <b>7</b><br />\n{\"balance\": 1}";
/// let document = viettel_idc_wire::read(answer)?;
/// assert_eq!(document.value, json!({ "balance": 1 }));
/// assert_eq!(document.repairs.len(), 1);
/// # Ok::<(), viettel_idc_wire::NotJson>(())
/// ```
///
/// # Errors
/// [`NotJson`], which says what was there.
pub fn read(bytes: &[u8]) -> Result<Document, NotJson> {
    let (bytes, mut mended) = unicode(bytes);
    let (start, noticed) = skip_notices(&bytes);
    let Some(first) = start.first() else {
        return Err(if noticed {
            NotJson::Notice
        } else {
            NotJson::Empty
        });
    };
    match first {
        b'<' => return Err(NotJson::Page),
        b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' | b'N' | b'I' => {}
        _ => return Err(NotJson::Other),
    }
    let scanned = scan(start);
    if scanned.dense {
        return Err(NotJson::Dense);
    }
    mended |= scanned.mended;
    let (value, replaced) = outermost(&scanned.json).map_err(|error| {
        if error.is_eof() {
            NotJson::Cut
        } else if *first == b'{' || *first == b'[' {
            NotJson::Broken(error.line(), error.column())
        } else {
            NotJson::Other
        }
    })?;
    let (rest, noticed_after) = skip_notices(&start[scanned.end..]);
    if !rest.is_empty() {
        return Err(NotJson::Other);
    }
    let mut repairs = Vec::new();
    if noticed || noticed_after {
        repairs.push(Repair::of(
            "$".to_owned(),
            RepairAction::NoticeSkipped,
            "JSON alone",
            "an error message of PHP",
        ));
    }
    if mended {
        repairs.push(Repair::of(
            "$".to_owned(),
            RepairAction::TextMended,
            "Unicode",
            "bytes that are none",
        ));
    }
    Ok(Document {
        value,
        repairs,
        replaced,
    })
}

/// The text as UTF-8, and whether some of it was not Unicode.
fn unicode(bytes: &[u8]) -> (Cow<'_, [u8]>, bool) {
    let wide = |order: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| order([pair[0], pair[1]]));
        let mut mended = bytes.len() % 2 == 1;
        let text: String = char::decode_utf16(units)
            .map(|unit| {
                unit.unwrap_or_else(|_| {
                    mended = true;
                    char::REPLACEMENT_CHARACTER
                })
            })
            .collect();
        (Cow::Owned(text.into_bytes()), mended)
    };
    match bytes {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        _ => match String::from_utf8_lossy(bytes) {
            Cow::Borrowed(_) => (Cow::Borrowed(bytes), false),
            Cow::Owned(text) => (Cow::Owned(text.into_bytes()), true),
        },
    }
}

type Members = Vec<(String, Value)>;

fn outermost(json: &[u8]) -> Result<(Value, Members), serde_json::Error> {
    if json.first() != Some(&b'{') {
        return Ok((serde_json::from_slice(json)?, Vec::new()));
    }
    let mut source = serde_json::Deserializer::from_slice(json);
    let (members, replaced) = source.deserialize_map(Outermost)?;
    source.end()?;
    Ok((Value::Object(members), replaced))
}

struct Outermost;

impl<'de> Visitor<'de> for Outermost {
    type Value = (Map<String, Value>, Members);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut given: A) -> Result<Self::Value, A::Error> {
        let mut members = Map::new();
        let mut replaced = Vec::new();
        while let Some((name, value)) = given.next_entry::<String, Value>()? {
            if let Some(before) = members.get_mut(&name) {
                let before = std::mem::replace(before, value);
                if members.get(&name) != Some(&before) {
                    replaced.push((name, before));
                }
            } else {
                members.insert(name, value);
            }
        }
        Ok((members, replaced))
    }
}
