//! Answers of the portal's PHP, made to fit their shape.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{Value, json};
use viettel_idc_wire::{Field, Object, Repair, RepairAction, Shape, conform};

static VM: Object = Object {
    name: "Vm",
    scalar: None,
    fields: &[
        field("id", Shape::Id),
        field("locked", Shape::Flag),
        field("memory", Shape::Integer),
        field("created", Shape::DateTime),
        field("price", Shape::Decimal),
        field("sshkeys", Shape::List(&Shape::Text)),
    ],
};
static VMS: Object = Object {
    name: "VmsResponse",
    scalar: None,
    fields: &[Field {
        name: "vms",
        shape: Shape::Map(&Shape::Object(&VM)),
        required: true,
    }],
};

const fn field(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: false,
    }
}

#[test]
fn scalars_arrive_in_every_form_and_leave_in_one() {
    let wire = json!({"id": 1201, "locked": "1", "memory": "2048", "price": 9.9});
    let fitted = conform(wire, &Shape::Object(&VM)).unwrap();
    assert_eq!(
        fitted.value,
        json!({"id": "1201", "locked": true, "memory": 2048, "price": "9.9"})
    );
    assert!(fitted.repairs.is_empty(), "{:?}", fitted.repairs);
}

#[test]
fn an_empty_map_arrives_as_a_list() {
    let fitted = conform(json!({"vms": []}), &Shape::Object(&VMS)).unwrap();
    assert_eq!(fitted.value, json!({"vms": {}}));
}

#[test]
fn unset_and_never_are_absent() {
    let wire = json!({"created": "0000-00-00 00:00:00", "price": "", "id": null});
    let fitted = conform(wire, &Shape::Object(&VM)).unwrap();
    assert_eq!(fitted.value, json!({}));
}

#[test]
fn a_list_that_lost_an_element_is_a_list_again() {
    let wire = json!({"sshkeys": {"0": "a", "2": "c"}});
    let fitted = conform(wire, &Shape::Object(&VM)).unwrap();
    assert_eq!(fitted.value, json!({"sshkeys": ["a", "c"]}));
    assert_eq!(fitted.repairs[0].action, RepairAction::ListFromObject);
}

#[test]
fn one_odd_field_costs_nothing_else_and_is_counted() {
    let wire = json!({"vms": {"7": {"id": "7", "memory": {"odd": true}, "locked": 0}}});
    let fitted = conform(wire, &Shape::Object(&VMS)).unwrap();
    assert_eq!(
        fitted.value,
        json!({"vms": {"7": {"id": "7", "locked": false}}})
    );
    assert_eq!(fitted.repairs.len(), 1);
    assert_eq!(fitted.repairs[0].path, "$.vms.7.memory");
    assert_eq!(fitted.repairs[0].action, RepairAction::LeftOut);
}

#[test]
fn a_missing_wrapper_is_an_error_with_its_path_never_an_empty_list() {
    let mismatch = conform(json!({"other": 1}), &Shape::Object(&VMS)).unwrap_err();
    assert!(mismatch.to_string().contains("$.vms"), "{mismatch}");
}

static LINE: Object = Object {
    name: "Line",
    scalar: None,
    fields: &[
        Field {
            name: "id",
            shape: Shape::Id,
            required: true,
        },
        field("tags", Shape::List(&Shape::Id)),
    ],
};
static SETTING: Object = Object {
    name: "Setting",
    scalar: Some("value"),
    fields: &[field("name", Shape::Text), field("value", Shape::Scalar)],
};
static SETTINGS: Shape = Shape::Map(&Shape::Object(&SETTING));
const LINES: Shape = Shape::List(&Shape::Object(&LINE));

/// Core review 14.
#[test]
fn an_element_that_is_useless_costs_itself_only_and_is_a_loss() {
    let mut lines: Vec<Value> = (0..100).map(|id| json!({ "id": id })).collect();
    lines[40] = json!({"tags": [1]});
    lines[41] = json!({"id": {"odd": 1}});
    lines[42] = json!("a line");
    lines[43] = json!(null);
    lines[44] = json!({"id": 44, "tags": [1, "", null, {"odd": 1}, 2]});
    let fitted = conform(Value::Array(lines), &LINES).unwrap();
    let kept = fitted.value.as_array().unwrap();
    assert_eq!(kept.len(), 96);
    assert_eq!(kept[40], json!({"id": "44", "tags": ["1", "2"]}));
    assert!(fitted.repairs.iter().all(Repair::is_loss));
    let paths: Vec<&str> = fitted.repairs.iter().map(|one| &*one.path).collect();
    assert_eq!(
        paths,
        [
            "$[40].id",
            "$[41].id",
            "$[42]",
            "$[43]",
            "$[44].tags[1]",
            "$[44].tags[2]",
            "$[44].tags[3]"
        ]
    );
    assert_eq!(
        fitted.repairs[0].to_string(),
        "$[40].id: expected id, found nothing; its object left out"
    );
}

#[test]
fn an_object_missing_from_a_map_is_a_loss_and_an_empty_text_is_not() {
    let vms = conform(
        json!({"vms": {"7": null, "8": {"id": 8}}}),
        &Shape::Object(&VMS),
    )
    .unwrap();
    assert_eq!(
        (vms.value, vms.lost),
        (json!({"vms": {"8": {"id": "8"}}}), 1)
    );
    let texts = conform(json!({"7": "", "8": null}), &Shape::Map(&Shape::Text)).unwrap();
    assert_eq!((texts.value, texts.lost), (json!({"7": ""}), 0));
}

/// F30.
#[test]
fn a_single_value_stands_for_its_object() {
    let wire = json!({"notify": "off", "days": 16, "events": "{\"0\": \"paid\"}", "tags": [], "one": ["x"]});
    let fitted = conform(wire, &SETTINGS).unwrap();
    assert_eq!(
        fitted.value,
        json!({
            "notify": {"value": "off"},
            "days": {"value": "16"},
            "events": {"value": "{\"0\": \"paid\"}"},
            "tags": {},
            "one": {"value": "x"},
        })
    );
    assert_eq!(fitted.lost, 0);
    assert!(
        fitted
            .repairs
            .iter()
            .any(|one| one.action == RepairAction::WrappedInObject)
    );
    let several = conform(json!({"it": ["x", "y"]}), &SETTINGS).unwrap();
    assert_eq!((several.value, several.lost), (json!({}), 1));
}

#[test]
fn a_list_sent_by_names_or_as_an_empty_object_is_a_list() {
    let fitted = conform(json!({"web": {"id": 1}, "db": {"id": 2}}), &LINES).unwrap();
    assert_eq!(fitted.value, json!([{"id": "2"}, {"id": "1"}]));
    assert_eq!(fitted.repairs[0].action, RepairAction::ListFromObject);
    assert_eq!(conform(json!({}), &LINES).unwrap().value, json!([]));
    let alone = conform(json!({"id": 1}), &LINES).unwrap();
    assert_eq!(alone.value, json!([{"id": "1"}]));
    let keyed = conform(json!({"10": {"id": 2}, "9": {"id": 1}}), &LINES).unwrap();
    assert_eq!(keyed.value, json!([{"id": "1"}, {"id": "2"}]));
    let object = conform(json!([{"id": 1}]), &Shape::Object(&LINE)).unwrap();
    assert_eq!(object.value, json!({"id": "1"}));
    assert_eq!(object.repairs[0].action, RepairAction::TakenFromList);
}

/// Core review 19.
#[test]
fn repairs_are_capped_and_counted_and_no_loss_hides_behind_others() {
    let mut tags = vec![json!({"odd": 1}); 12_445];
    tags.push(json!(1));
    let fitted = conform(json!({"id": 1, "tags": tags}), &LINES).unwrap();
    assert_eq!(fitted.value, json!([{"id": "1", "tags": ["1"]}]));
    assert_eq!(
        (fitted.repaired, fitted.lost, fitted.repairs.len()),
        (12_446, 12_445, 101)
    );

    let mut ids = vec![json!([1]); 500];
    ids.push(json!({"odd": 1}));
    let fitted = conform(Value::Array(ids), &Shape::List(&Shape::Id)).unwrap();
    assert_eq!(
        (fitted.repaired, fitted.lost, fitted.repairs.len()),
        (501, 1, 101)
    );
    assert!(fitted.repairs.last().unwrap().is_loss());
}

#[test]
fn a_path_shows_a_key_of_the_portal_short_and_on_one_line() {
    let key = format!("a\n{}", "x".repeat(100_000));
    let mut map = serde_json::Map::new();
    map.insert(key, json!({"odd": 1}));
    let fitted = conform(Value::Object(map), &Shape::Map(&Shape::Id)).unwrap();
    let path = &fitted.repairs[0].path;
    assert!(path.len() < 100 && !path.contains('\n'), "{path:?}");
}
