//! What an answer costs in memory (core review 19). One test: the allocator is the process's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use peak_alloc::PeakAlloc;
use viettel_idc_wire::{Field, NotJson, Object, Shape, conform, read};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

static INVOICE: Object = Object {
    name: "Invoice",
    scalar: None,
    fields: &[
        optional("currency", Shape::Text),
        optional("date", Shape::Date),
        optional("id", Shape::Id),
        optional("number", Shape::Text),
        optional("status", Shape::Text),
        optional("total", Shape::Decimal),
    ],
};

static INVOICES: Shape = Shape::List(&Shape::Object(&INVOICE));

const fn optional(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: false,
    }
}

/// The most memory that reading and conforming took, and whether it was read.
fn cost(text: &[u8], shape: &Shape) -> (usize, bool) {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let document = read(text);
    let read = document.is_ok();
    let conformed = document
        .as_ref()
        .map(|document| conform(&document.value, shape));
    let cost = MEMORY.peak_usage() - before;
    drop(conformed);
    (cost, read)
}

fn list(element: &str, size: usize) -> Vec<u8> {
    let mut text = String::with_capacity(size + 64);
    text.push('[');
    while text.len() < size {
        text.push_str(element);
        text.push(',');
    }
    text.pop();
    text.push(']');
    text.into_bytes()
}

#[test]
fn an_answer_costs_a_small_multiple_of_its_size_or_is_refused() {
    const MIB: usize = 1 << 20;
    let invoice = r#"{"id":"736633","number":"VN-2026-736633","date":"2026-11-02","duedate":"2026-11-30","status":"Unpaid","total":"580000.00","currency":"VND","client_id":"1201","subtotal":"527272.73","credit":"0.00","tax":"52727.27","taxrate":"10.00"}"#;
    let invoices = list(invoice, 4 * MIB);
    let (cost_of_invoices, read_invoices) = cost(&invoices, &INVOICES);
    assert!(read_invoices);
    assert!(cost_of_invoices < 16 * invoices.len(), "{cost_of_invoices}");

    let shape = Shape::List(&Shape::Integer);
    for element in [
        "1",
        "{}",
        "[]",
        "{\"\":1}",
        "[1]",
        "\"\"",
        "1e9999",
        "{\"a\":[{}]}",
        "null",
        "[[[[[]]]]]",
    ] {
        for size in [MIB / 4, 2 * MIB] {
            let text = list(element, size);
            let (cost, _) = cost(&text, &shape);
            // 32 bytes, or 80 where another crate has `serde_json` keep the order of names.
            let value = size_of::<serde_json::Value>();
            assert!(
                cost < value * (text.len() * 3 / 4 + 2 * MIB),
                "{element}, {size}: {cost}"
            );
        }
    }
    let dense = list("1", 64 * MIB);
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    assert_eq!(read(&dense), Err(NotJson::Dense));
    assert!(MEMORY.peak_usage() - before < dense.len() / 16);
    // Many small objects on a page are no reason to refuse it.
    assert!(read(&list("{\"id\":1}", MIB / 4)).is_ok());
}
