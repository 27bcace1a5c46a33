//! `answers COUNT SEED`: conformed answers as lines of JSON, for the tests of other languages: the
//! operation, the name of the answer's type, the canonical value.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Write;

use serde_json::json;
use viettel_idc::core::OPERATIONS;
use viettel_idc::core::wire::Shape;
use viettel_idc_fuzz::{Source, answer, check};

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .map(|text| text.parse::<u64>().unwrap());
    let count = numbers.next().expect("answers COUNT SEED");
    let mut random = fastrand::Rng::with_seed(numbers.next().unwrap_or(1));
    let shaped: Vec<_> = OPERATIONS
        .iter()
        .filter_map(|operation| match operation.response {
            Some(Shape::Object(object)) => Some((operation, object.name)),
            _ => None,
        })
        .collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut written = 0;
    while written < count {
        let (operation, model) = shaped[usize::try_from(written).unwrap() % shaped.len()];
        let bytes: Vec<u8> = (0..random.usize(..3000)).map(|_| random.u8(..)).collect();
        let shape = operation.response.unwrap();
        let Some(conformed) = check(operation, &answer(&mut Source::new(&bytes), shape)) else {
            continue;
        };
        let line = json!({ "operation": operation.id, "model": model, "value": conformed.value });
        writeln!(out, "{line}").unwrap();
        written += 1;
    }
}
