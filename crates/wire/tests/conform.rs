//! Answers of the portal's PHP, made to fit their shape.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::json;
use viettel_idc_wire::{Field, Object, RepairAction, Shape, conform};

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
