//! `answers COUNT SEED`: odd answers that Rust reads, as lines of JSON, for the tests of other
//! languages: the operation, the text that the portal sends, and the result in canonical JSON.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

use std::io::Write;

use serde_json::{Value, json};
use viettel_idc::core::Operation;
use viettel_idc_fuzz::{Source, answer, called, check};

const OPERATIONS: &str = include_str!("../../../spec/operations.json");
/// What every operation gives, for all languages.
const CASES: &str = include_str!("../../../bindings/uniffi/tests/generated/cases.json");

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .map(|text| text.parse::<u64>().unwrap());
    let count = numbers.next().expect("answers COUNT SEED");
    let mut random = fastrand::Rng::with_seed(numbers.next().unwrap_or(1));
    let cases: Vec<Value> = serde_json::from_str(CASES).unwrap();
    let rows: Vec<Value> = serde_json::from_str(OPERATIONS).unwrap();
    let mut cases = cases.iter().filter(|case| case["kind"] != "file").cycle();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut written = 0;
    while written < count {
        let case = cases.next().unwrap();
        let operation = Operation::find(case["operation"].as_str().unwrap()).unwrap();
        let shape = operation.response.unwrap();
        // Some operations must be told that they succeeded: what their example says is kept.
        let sent = std::iter::repeat_with(|| {
            let bytes: Vec<u8> = (0..random.usize(..3000)).map(|_| random.u8(..)).collect();
            let mut sent = answer(&mut Source::new(&bytes), shape);
            if let (Some(sent), Some(example), true) = (
                sent.as_object_mut(),
                case["answer"].as_object(),
                random.bool(),
            ) {
                for (name, value) in example {
                    sent.entry(name.clone()).or_insert_with(|| value.clone());
                }
            }
            sent
        });
        let read = sent.take(50).find_map(|sent| {
            check(operation, &sent)?;
            let value = called(
                operation,
                &case["request"]["query"],
                sent.to_string().as_bytes(),
            )?;
            Some((sent, value))
        });
        let Some((sent, value)) = read else {
            panic!("no odd answer to {} succeeds", operation.id);
        };
        let row = rows.iter().find(|row| row["id"] == operation.id).unwrap();
        let part = operation
            .paging
            .map_or(row["result"].as_str(), |paging| Some(paging.items));
        let result = part.map_or(&value, |part| &value[part]);
        let line =
            json!({ "operation": operation.id, "answer": sent.to_string(), "result": result });
        writeln!(out, "{line}").unwrap();
        written += 1;
    }
}
