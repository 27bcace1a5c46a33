//! What holds for any input. Whole answers are tried in `fuzz/tests/promises.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Value, json};
use viettel_idc_wire::{Decimal, Money, Shape, conform, read};

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC*".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Numbers that a float would round arrive as text; as numbers they are the same.
fn same(read: &Value, sent: &Value) -> bool {
    match (read, sent) {
        (Value::Array(read), Value::Array(sent)) => {
            read.len() == sent.len() && read.iter().zip(sent).all(|(read, sent)| same(read, sent))
        }
        (Value::Object(read), Value::Object(sent)) => {
            read.len() == sent.len()
                && sent
                    .iter()
                    .all(|(name, sent)| read.get(name).is_some_and(|read| same(read, sent)))
        }
        (Value::String(read), Value::Number(sent)) => *read == sent.to_string(),
        (read, sent) => read == sent,
    }
}

fn grouped(digits: &str, separator: &str) -> String {
    let mut groups = Vec::new();
    let mut rest = digits;
    while rest.len() > 3 {
        let (before, group) = rest.split_at(rest.len() - 3);
        groups.push(group);
        rest = before;
    }
    groups.push(rest);
    groups.reverse();
    groups.join(separator)
}

proptest! {
    #[test]
    fn all_json_is_read_as_it_is(sent in any_json()) {
        for text in [sent.to_string(), serde_json::to_string_pretty(&sent).unwrap()] {
            let document = read(text.as_bytes()).unwrap();
            prop_assert!(same(&document.value, &sent), "{text} became {}", document.value);
            prop_assert_eq!(document.repairs, vec![]);
        }
    }

    #[test]
    fn nothing_that_is_read_is_a_panic(bytes in vec(any::<u8>(), 0..400), text in "[\\[\\]{}\",:0-9eE.\\\\ud+\\-<b>/ ]{0,60}") {
        drop(read(&bytes));
        drop(read(text.as_bytes()));
    }

    #[test]
    fn an_amount_is_the_same_in_every_way_to_write_it(hundredths in 0_i64..1_000_000_000_000, negative: bool) {
        let (whole, cents) = ((hundredths / 100).to_string(), format!("{:02}", hundredths % 100));
        let sign = if negative { "-" } else { "" };
        let exact: Money = format!("{sign}{whole}.{cents}").parse().unwrap();
        for (group, point) in [("", "."), (",", "."), (".", ","), (" ", ","), ("\u{a0}", "."), ("'", ".")] {
            for (before, after) in [("", ""), ("$", " USD"), ("", " ₫"), ("", "€"), ("VND ", "")] {
                let text = format!("{sign}{before}{}{point}{cents}{after}", grouped(&whole, group));
                let fitted = conform(json!(text), &Shape::Decimal).unwrap();
                let amount: Money = fitted.value.as_str().unwrap().parse().unwrap();
                prop_assert_eq!(amount, exact, "{}", text);
            }
        }
    }

    #[test]
    fn a_checked_sum_is_exact_or_nothing(a: i64, b: i64, scale_a in 0_u32..=28, scale_b in 0_u32..=28) {
        let money = |number: i64, scale| Money::from(Decimal::from_i128_with_scale(number.into(), scale));
        let (one, other) = (money(a, scale_a), money(b, scale_b));
        let scale = scale_a.max(scale_b);
        let wide = |number: i64, from: u32| i128::from(number).checked_mul(10_i128.checked_pow(scale - from)?);
        let exact = wide(a, scale_a).zip(wide(b, scale_b)).and_then(|(a, b)| a.checked_add(b));
        match one.checked_add(other) {
            Some(sum) => {
                let sum = sum.amount();
                let digits = sum.mantissa() * 10_i128.pow(scale.saturating_sub(sum.scale()));
                prop_assert_eq!(Some(digits), exact);
            }
            // 96 bits hold 28 digits, some of 29.
            None => prop_assert!(exact.is_none_or(|exact| exact.unsigned_abs() >= 1 << 96)),
        }
    }
}
