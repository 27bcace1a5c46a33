//! Values of the form fields of an order.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The value of a form field in an order: text (an input, the id of a choice), or quantities by
/// item (a slider, choices with a count).
///
/// ```
/// use viettel_idc_wire::FormValue;
///
/// let text = FormValue::from("web-1");
/// let slider = FormValue::items([("10330", "4")]);
/// assert_ne!(text, slider);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FormValue {
    /// One value.
    Text(String),
    /// Quantities by item.
    Items(BTreeMap<String, String>),
}

impl FormValue {
    /// Quantities by item.
    pub fn items<K: Into<String>, V: Into<String>>(
        items: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        Self::Items(
            items
                .into_iter()
                .map(|(item, quantity)| (item.into(), quantity.into()))
                .collect(),
        )
    }
}

impl From<&str> for FormValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for FormValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for FormValue {
    fn from(number: i64) -> Self {
        Self::Text(number.to_string())
    }
}

impl fmt::Display for FormValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Items(items) => f.debug_map().entries(items).finish(),
        }
    }
}
