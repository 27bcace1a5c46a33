//! Every example of the portal's document decodes into its type and, encoded again, loses no value.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use viettel_idc::core::wire::{Decimal, conform};
use viettel_idc::core::{OPERATIONS, Operation};
use viettel_idc_tests::portal_document;

#[test]
fn documented_examples_lose_no_value() {
    let Some(examples) = portal_document("examples.json") else {
        return;
    };
    let examples = examples.as_object().unwrap();
    assert_eq!(examples.len(), 36);
    for (route, example) in examples {
        let operation = find(route);
        let mut value = example["json"].clone();
        // The document prints one bare row of this paged list.
        if operation.id == "services_in_category" {
            value = serde_json::json!({ "services": [value] });
        }
        let shape = operation.response.unwrap();
        let conformed =
            conform(value.clone(), shape).unwrap_or_else(|error| panic!("{route}: {error}"));
        for repair in &conformed.repairs {
            // A single object where the wire has a list is the document's own slip.
            assert!(
                repair.to_string().contains("list of one"),
                "{route}: {repair}"
            );
        }
        kept(&value, &conformed.value, &format!("{route} $"));
    }
}

fn find(route: &str) -> &'static Operation {
    let (method, path) = route.split_once(' ').unwrap();
    let same = |ours: &str| {
        let (ours, path): (Vec<_>, Vec<_>) = (ours.split('/').collect(), path.split('/').collect());
        ours.len() == path.len()
            && ours
                .iter()
                .zip(path)
                .all(|(a, b)| *a == b || (a.starts_with('{') && b.starts_with('@')))
    };
    OPERATIONS
        .iter()
        .find(|o| o.method == method && same(o.path))
        .expect(route)
}

/// Every value of the original is in the encoded form, as the same text, number or flag.
#[track_caller]
fn kept(original: &Value, encoded: &Value, place: &str) {
    match (original, encoded) {
        (Value::Object(original), Value::Object(encoded)) => {
            for (key, value) in original.iter().filter(|(_, value)| !is_absent(value)) {
                let encoded = encoded
                    .get(key)
                    .unwrap_or_else(|| panic!("{place}.{key} is lost"));
                kept(value, encoded, &format!("{place}.{key}"));
            }
        }
        (Value::Array(original), Value::Array(encoded)) => {
            let original: Vec<&Value> = original.iter().filter(|value| !value.is_null()).collect();
            assert_eq!(original.len(), encoded.len(), "{place}");
            for (index, (original, encoded)) in original.into_iter().zip(encoded).enumerate() {
                kept(original, encoded, &format!("{place}[{index}]"));
            }
        }
        (single, Value::Array(encoded)) if encoded.len() == 1 => kept(single, &encoded[0], place),
        (original, encoded) => assert_eq!(plain(original), plain(encoded), "{place}"),
    }
}

fn is_absent(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

/// One text for values that mean the same: 16.24 and "16.24", "1" and true, a time with T or space.
fn plain(value: &Value) -> String {
    let text = match value {
        Value::Bool(flag) => u8::from(*flag).to_string(),
        Value::String(text) => text.replacen('T', " ", usize::from(text.len() == 19)),
        other => other.to_string(),
    };
    text.parse::<Decimal>()
        .map_or(text, |number| number.normalize().to_string())
}
