//! What had to be done to an answer, and what made it useless. Never a value: it may be a secret.

use std::fmt;

use serde_json::Value;

/// One thing that was not as it should have been, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repair {
    /// Where, as `$.vm.cpus`.
    pub path: String,
    /// What was done.
    pub action: RepairAction,
    /// What should have been there.
    pub expected: &'static str,
    /// What was there.
    pub found: &'static str,
}

/// What was done about an unexpected value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RepairAction {
    /// The value was left out; the raw answer still has it.
    LeftOut,
    /// A single value became a list of one.
    WrappedInList,
    /// A list with gaps, sent as an object, became a list again.
    ListFromObject,
    /// A map sent as a list got its positions as keys.
    MapFromList,
    /// The only element of a list was taken for the value itself.
    TakenFromList,
    /// A single value became the object that stands for it.
    WrappedInObject,
    /// The object that this belongs to was left out: it is useless without it.
    ObjectLeftOut,
    /// Messages that PHP printed around the JSON were passed over.
    NoticeSkipped,
    /// Bytes that are no text were replaced by U+FFFD.
    TextMended,
}

impl Repair {
    /// Whether something the portal sent is missing from the typed result.
    #[must_use]
    pub fn is_loss(&self) -> bool {
        matches!(
            self.action,
            RepairAction::LeftOut | RepairAction::ObjectLeftOut | RepairAction::TextMended
        )
    }

    pub(crate) fn of(
        path: String,
        action: RepairAction,
        expected: &'static str,
        found: &'static str,
    ) -> Self {
        Self {
            path,
            action,
            expected,
            found,
        }
    }
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = match self.action {
            RepairAction::LeftOut => "left out",
            RepairAction::WrappedInList => "taken as a list of one",
            RepairAction::ListFromObject => "taken as a list",
            RepairAction::MapFromList => "taken as a map",
            RepairAction::TakenFromList => "taken out of its list",
            RepairAction::WrappedInObject => "taken as an object",
            RepairAction::ObjectLeftOut => "its object left out",
            RepairAction::NoticeSkipped => "passed over",
            RepairAction::TextMended => "replaced",
        };
        write!(
            f,
            "{}: expected {}, found {}; {done}",
            self.path, self.expected, self.found
        )
    }
}

/// A part the answer is useless without is missing or something else.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// Where, as `$.invoices`.
    pub path: String,
    /// What should have been there.
    pub expected: &'static str,
    /// What was there; `None` when nothing was.
    pub found: Option<&'static str>,
}

impl Mismatch {
    pub(crate) fn new(path: String, expected: &'static str, found: Option<&Value>) -> Self {
        Self {
            path,
            expected,
            found: found.map(kind),
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.found {
            Some(found) => write!(
                f,
                "{}: expected {}, found {found}",
                self.path, self.expected
            ),
            None => write!(
                f,
                "{}: expected {}, it is missing",
                self.path, self.expected
            ),
        }
    }
}

impl std::error::Error for Mismatch {}

pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}
