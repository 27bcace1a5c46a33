//! A broken spec gives a JSON pointer and a sentence for each fault, never a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use serde_json::{Value, json};
use xtask_generate::{Problem, bundle, ir, lint, rust_core};

fn fixture() -> Value {
    bundle::bundle(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture/spec")).unwrap()
}

/// Everything up to the representation, as `generate` does it.
fn run(document: &Value) -> Result<(), Vec<Problem>> {
    lint::lint(document)?;
    let core = rust_core::run(document)?;
    ir::build(document, &core).map(|_| ())
}

/// Puts `value` at `pointer` (removes what is there for null) and expects this problem.
#[track_caller]
fn breaks(pointer: &str, value: Value, place: &str, sentence: &str) {
    let mut document = fixture();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = document
        .pointer_mut(parent)
        .expect("the fixture has no such place");
    let key = key.replace("~1", "/");
    match (parent, value) {
        (Value::Object(map), Value::Null) => drop(map.remove(&key).expect("nothing to remove")),
        (parent, value) => parent[key.as_str()] = value,
    }
    let problems = run(&document).expect_err("the broken spec was accepted");
    let found = problems
        .iter()
        .any(|p| p.pointer == place && p.sentence.contains(sentence));
    assert!(found, "wanted {place}: …{sentence}…, got {problems:#?}");
}

const INVOICE: &str = "/paths/~1invoice~1{id}/get";
const CREATE: &str = "/paths/~1service~1{id}~1vms/post";
const SCHEMAS: &str = "/components/schemas";

#[test]
fn the_fixture_itself_is_sound() {
    run(&fixture()).unwrap();
}

#[test]
fn versions_and_names() {
    breaks("/openapi", json!("3.1.0"), "/openapi", "must be 3.0.x");
    breaks(
        &format!("{INVOICE}/operationId"),
        json!("billing_invoices"),
        INVOICE,
        "already taken",
    );
    breaks(
        &format!("{INVOICE}/x-verb"),
        json!("read"),
        &format!("{INVOICE}/operationId"),
        "billing_read",
    );
    breaks(
        &format!("{INVOICE}/x-verb"),
        Value::Null,
        &format!("{INVOICE}/x-verb"),
        "is missing",
    );
    breaks(
        &format!("{INVOICE}/summary"),
        json!("Reads."),
        &format!("{INVOICE}/summary"),
        "full stop",
    );
    breaks(
        &format!("{INVOICE}/tags"),
        json!(["Nowhere"]),
        &format!("{INVOICE}/tags"),
        "Nowhere",
    );
    breaks(
        &format!("{INVOICE}/x-colour"),
        json!("red"),
        &format!("{INVOICE}/x-colour"),
        "not a key known here",
    );
    breaks("/x-resources/vms", Value::Null, "/x-resources", "vms");
}

#[test]
fn classes_and_paging() {
    breaks(
        &format!("{INVOICE}/x-safety"),
        json!("careful"),
        &format!("{INVOICE}/x-safety"),
        "read, idempotent",
    );
    breaks(
        &format!("{INVOICE}/x-confidence"),
        Value::Null,
        &format!("{INVOICE}/x-confidence"),
        "document",
    );
    let list = "/paths/~1invoices/get";
    let body = format!("{list}/responses/200/content/application~1json");
    breaks(
        &format!("{list}/x-paging/items"),
        json!("bills"),
        &body,
        "x-paging.items",
    );
    breaks(
        &format!("{list}/x-paging/per_page"),
        json!("size"),
        &body,
        "x-paging.per_page",
    );
    let body = format!("{INVOICE}/responses/200/content/application~1json");
    breaks(
        &format!("{INVOICE}/x-result"),
        json!("bill"),
        &body,
        "x-result",
    );
}

#[test]
fn parameters_and_bodies() {
    let place = format!("{INVOICE}/parameters");
    breaks(
        &format!("{place}/0/name"),
        json!("number"),
        &place,
        "is not declared",
    );
    breaks(
        &format!("{place}/0/in"),
        json!("cookie"),
        &format!("{place}/0"),
        "path or query",
    );
    breaks(
        &format!("{place}/0/example"),
        Value::Null,
        &format!("{place}/0"),
        "needs example",
    );
    let body = format!("{CREATE}/requestBody");
    breaks(
        &format!("{body}/required"),
        json!(false),
        &format!("{body}/required"),
        "must be true",
    );
    let json_body = format!("{body}/content/application~1json");
    breaks(
        &format!("{json_body}/schema"),
        json!({ "type": "object" }),
        &format!("{json_body}/schema"),
        "$ref",
    );
    breaks(
        &format!("{json_body}/example/memory"),
        json!("2 GB"),
        &format!("{json_body}/example/memory"),
        "integer",
    );
    breaks(
        &format!("{json_body}/example/label"),
        Value::Null,
        &format!("{json_body}/example"),
        "required label",
    );
    breaks(
        &format!("{json_body}/example/budget"),
        json!("1e3"),
        &format!("{json_body}/example/budget"),
        "decimal",
    );
    breaks(
        &format!("{json_body}/example/since"),
        json!("soon"),
        &format!("{json_body}/example/since"),
        "date",
    );
    breaks(
        &format!("{json_body}/example/size"),
        json!(1),
        &format!("{json_body}/example/size"),
        "no such property",
    );
}

#[test]
fn responses() {
    let place = format!("{INVOICE}/responses");
    breaks(
        &format!("{place}/default"),
        json!({}),
        &format!("{place}/default"),
        "never default",
    );
    breaks(
        &format!("{place}/200/content"),
        json!({}),
        &format!("{place}/200/content"),
        "one media type",
    );
    let file = "/paths/~1invoice~1{id}~1pdf/get/responses/200/content/application~1pdf";
    breaks(
        &format!("{file}/schema"),
        json!({ "type": "string" }),
        &format!("{file}/schema"),
        "binary",
    );
}

#[test]
fn schemas() {
    let total = format!("{SCHEMAS}/Invoice/properties/total");
    breaks(
        &format!("{total}/format"),
        json!("money"),
        &format!("{total}/format"),
        "money",
    );
    breaks(
        &format!("{total}/example"),
        json!("1"),
        &format!("{total}/example"),
        "not allowed here",
    );
    breaks(
        &format!("{total}/description"),
        Value::Null,
        &total,
        "needs a description",
    );
    breaks(
        &total,
        json!({ "type": "object", "properties": {}, "description": "x" }),
        &total,
        "named schema",
    );
    breaks(
        &total,
        json!({ "type": "number", "description": "x" }),
        &format!("{total}/type"),
        "number",
    );
    let status = format!("{SCHEMAS}/Invoice/properties/status");
    breaks(
        &format!("{status}/$ref"),
        json!("#/components/schemas/Gone"),
        &format!("{status}/$ref"),
        "does not exist",
    );
    breaks(
        &format!("{status}/nullable"),
        json!(true),
        &format!("{status}/nullable"),
        "beside $ref",
    );
    breaks(
        &format!("{SCHEMAS}/Invoice/required"),
        json!(["gone"]),
        &format!("{SCHEMAS}/Invoice/required"),
        "not a property",
    );
    breaks(
        &format!("{SCHEMAS}/Leftover"),
        json!({ "type": "object", "description": "x" }),
        &format!("{SCHEMAS}/Leftover"),
        "no operation uses",
    );
    breaks(
        &format!("{SCHEMAS}/InvoiceStatus/x-extensible-enum"),
        json!([]),
        &format!("{SCHEMAS}/InvoiceStatus/x-extensible-enum"),
        "list of strings",
    );
}

/// An operation that acts names what proves its success; one that reads does not.
#[test]
fn safety_and_proof() {
    let success = format!("{CREATE}/x-success");
    breaks(&success, Value::Null, &success, "the operation acts");
    breaks(&success, json!([]), &success, "the operation acts");
    breaks(
        &success,
        json!(["order"]),
        &success,
        "\"order\" is not a property",
    );
    breaks(
        &success,
        json!(["success"]),
        &success,
        "holds none of these keys",
    );
    let on_read = format!("{INVOICE}/x-success");
    breaks(&on_read, json!(["status"]), &on_read, "only reads");
    let condition = format!("{CREATE}/x-acts-if");
    breaks(
        &condition,
        json!({ "in": "header", "name": "x" }),
        &condition,
        "query or body",
    );
    breaks(
        &condition,
        json!({ "in": "query", "name": "x" }),
        &condition,
        "no argument \"x\"",
    );
}

#[test]
fn waiting() {
    let wait = format!("{INVOICE}/x-wait");
    let place = |key: &str| format!("{wait}/{key}");
    let at = |key: &str, value: Value, sentence: &str| {
        breaks(&place(key), value, &place(key), sentence);
    };
    at("thing", json!(""), "is missing");
    at(
        "status",
        json!("state"),
        "must name a property of the result",
    );
    at("goals", json!({}), "is missing");
    at(
        "goals/paid/done",
        json!("payed"),
        "must name a list of words",
    );
    at(
        "goals/paid/uptime",
        json!("age"),
        "must name a property of the result",
    );
    at("goals/paid/hope", json!("paid"), "is not a key known here");
    let asked_by = place("goals/paid/asked_by");
    breaks(
        &asked_by,
        json!(["billing_pay"]),
        &asked_by,
        "is no operation",
    );
    breaks(
        &format!("{INVOICE}/x-safety"),
        json!("action"),
        &wait,
        "only an operation of class read",
    );
}
