//! The examples of the API description, as the portal would send them.

use serde_json::Value;
use viettel_idc_core::Operation;

use crate::generated::examples::EXAMPLES;
use crate::wire_form::wire_form;

/// The example answer of an operation: JSON in the portal's wire form, or the text of a file.
///
/// ```
/// let label = viettel_idc_sandbox::example("services_label");
/// assert_eq!(label.as_deref(), Some(r#"{"label":"shop"}"#));
/// ```
#[must_use]
pub fn example(operation_id: &str) -> Option<String> {
    let index = EXAMPLES
        .binary_search_by(|(id, _)| (*id).cmp(operation_id))
        .ok()?;
    let (_, text) = EXAMPLES.get(index)?;
    let shape = Operation::find(operation_id).and_then(|operation| operation.response);
    Some(match (shape, canonical(text)) {
        (Some(shape), Some(value)) => wire_form(&value, shape).to_string(),
        _ => (*text).to_owned(),
    })
}

fn canonical(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}
