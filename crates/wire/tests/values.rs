//! Amounts, dates, flags, integers, ids and texts in every form PHP and its friends produce. The tables
//! are those of `docs/decisions/0011-values.md`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{Value, json};
use viettel_idc_wire::{DateTime, Money, RepairAction, Shape, conform, parse};

/// What becomes of one value as a member beside another: canonical, absent (`null`) or lost (`"LOST"`).
fn one(value: &Value, shape: Shape) -> Value {
    let shape: &'static Shape = Box::leak(Box::new(shape));
    let fitted = conform(json!({ "it": value }), &Shape::Map(shape)).unwrap();
    match fitted.lost {
        0 => fitted.value.get("it").cloned().unwrap_or(Value::Null),
        lost => {
            assert_eq!((lost, fitted.value), (1, json!({})), "{value}");
            json!("LOST")
        }
    }
}

fn check(shape: Shape, cases: &[(Value, Value)]) {
    for (value, expected) in cases {
        assert_eq!(&one(value, shape), expected, "{value} as {}", shape.name());
    }
}

fn texts(shape: Shape, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(
            one(&json!(text), shape),
            *expected,
            "{text:?} as {}",
            shape.name()
        );
    }
}

/// F9, core review 14.
#[test]
fn amounts_are_read_exactly_in_every_form_that_can_mean_only_one_thing() {
    texts(
        Shape::Decimal,
        &[
            ("638000.00", "638000.00"),
            ("4.000", "4.000"),
            ("150.000", "150.000"),
            (".5", "0.5"),
            ("1.5e3", "1500"),
            ("1,234.56", "1234.56"),
            ("1,234,567.00", "1234567.00"),
            ("1.234,56", "1234.56"),
            ("1.234.567", "1234567"),
            ("1.234.567 ₫", "1234567"),
            ("1.234.567đ", "1234567"),
            ("1 234,50", "1234.50"),
            ("1'234.50", "1234.50"),
            ("1’234.50", "1234.50"),
            ("1\u{202f}234\u{a0}567,89 €", "1234567.89"),
            ("580\u{a0}000", "580000"),
            ("150,000", "150000"),
            ("150,000 VND", "150000"),
            ("150.000 VNĐ", "150000"),
            ("4.000,50 VND", "4000.50"),
            ("1,5", "1.5"),
            ("12,34", "12.34"),
            ("0,125", "0.125"),
            ("1234,567", "1234.567"),
            ("$19.65", "19.65"),
            ("$19.65 USD", "19.65"),
            ("US$ 1,019.65", "1019.65"),
            ("19.650 USD", "19.650"),
            ("-150,000.00", "-150000.00"),
            ("-$19.65", "-19.65"),
            ("$-19.65", "-19.65"),
            ("\u{2212}150.000 ₫", "-150000"),
            ("+5", "5"),
            ("-0.00", "0.00"),
            ("999999999999999999.99", "999999999999999999.99"),
        ],
    );
}

/// F9; the extras: underscores.
#[test]
fn an_amount_that_may_mean_two_things_is_a_loss_and_never_silently_absent() {
    for text in [
        "(150,000.00)",
        "1,23,456",
        "1,234,56",
        "1.234.56",
        "0.123.456",
        "1234,567.00",
        "1,234.",
        "1 23",
        "10%",
        "150k",
        "1_000",
        "free",
        "１２３",
        "--5",
        "-$-5",
        "1,234'567.00",
        "1..2",
        "₫",
        "1000000000000000000",
        "79228162514264337593543950335",
        "79228162514264337593543950336",
        "0.00000000000000000000000000001",
        "1e400",
        "NaN",
        "∞",
        "1.2.3",
        "1,234,567,",
        "12:30",
        "0x10",
        "5 GBPS",
        "$5 €",
    ] {
        assert_eq!(one(&json!(text), Shape::Decimal), "LOST", "{text}");
    }
    assert_eq!(one(&json!(",".repeat(100_000)), Shape::Decimal), "LOST");
    check(
        Shape::Decimal,
        &[
            (json!(""), json!(null)),
            (json!(" "), json!(null)),
            (json!(false), json!(null)),
            (json!([]), json!(null)),
            (json!({}), json!(null)),
            (json!(true), json!("LOST")),
            (json!({"amount": 5}), json!("LOST")),
            (json!([1, 2]), json!("LOST")),
            (json!([7.5]), json!("7.5")),
            (json!(0.1), json!("0.1")),
            (json!(1e17), json!("100000000000000000")),
            (json!(1e20), json!("LOST")),
        ],
    );
}

#[test]
fn dates_are_read_in_every_form_that_can_mean_only_one_day() {
    texts(
        Shape::DateTime,
        &[
            ("2026-11-02 08:30:00", "2026-11-02T08:30:00"),
            ("2026-11-02T08:30:00", "2026-11-02T08:30:00"),
            ("2026-11-02 08:30", "2026-11-02T08:30:00"),
            ("2026-11-02", "2026-11-02T00:00:00"),
            ("2026-1-2", "2026-01-02T00:00:00"),
            ("2026-11-02T08:30:00.123456", "2026-11-02T08:30:00"),
            ("2026-11-02T08:30:00+07:00", "2026-11-02T08:30:00"),
            ("2026-11-02T01:30:00Z", "2026-11-02T08:30:00"),
            ("2026-11-02T01:30:00.000Z", "2026-11-02T08:30:00"),
            ("2026-11-01 20:30:00 -0500", "2026-11-02T08:30:00"),
            ("2026-11-02 01:30:00 UTC", "2026-11-02T08:30:00"),
            ("Mon, 02 Nov 2026 01:30:00 +0000", "2026-11-02T08:30:00"),
            ("30/11/2026", "2026-11-30T00:00:00"),
            ("30/11/2026 08:30", "2026-11-30T08:30:00"),
            ("30-11-2026 08:30:15", "2026-11-30T08:30:15"),
            ("30.11.2026", "2026-11-30T00:00:00"),
            ("11/30/2026 08:30 PM", "2026-11-30T20:30:00"),
            ("05/05/2026", "2026-05-05T00:00:00"),
            ("2026/11/30", "2026-11-30T00:00:00"),
            ("1793583000", "2026-11-02T08:30:00"),
            ("1793583000000", "2026-11-02T08:30:00"),
        ],
    );
    texts(
        Shape::Date,
        &[
            ("2026-11-30", "2026-11-30"),
            ("2026-11-30 08:30:00", "2026-11-30"),
            ("30/11/2026", "2026-11-30"),
        ],
    );
    assert_eq!(
        one(&json!(1_793_583_000), Shape::DateTime),
        "2026-11-02T08:30:00"
    );
    assert_eq!(one(&json!(1_793_583_000), Shape::Date), "2026-11-02");
}

#[test]
fn a_date_that_may_be_two_days_is_a_loss_and_no_date_is_absent() {
    for text in [
        "02/11/2026",
        "11-02-2026",
        "2026-13-01",
        "2026-02-30",
        "31/02/2026",
        "20261130",
        "12345",
        "tomorrow",
        "2026-11-02 25:00:00",
        "2026-11-02 23:59:60",
        "99999999999999999999",
        "10000-01-01",
        "0000-01-01",
        "02/11/26",
        "2026-11-02 08:30:00 Somewhere",
        "2026-11",
        "2026-11-02-03",
        "Unlimited",
        "9999-12-31T23:00:00Z",
    ] {
        assert_eq!(one(&json!(text), Shape::DateTime), "LOST", "{text}");
    }
    for text in [
        "",
        " ",
        "0000-00-00",
        "0000-00-00 00:00:00",
        "-0001-11-30 00:00:00",
        "00/00/0000",
        "-",
        "n/a",
        "N/A",
        "Never",
        "none",
        "0",
    ] {
        assert_eq!(one(&json!(text), Shape::DateTime), json!(null), "{text}");
    }
    assert_eq!(one(&json!(0), Shape::DateTime), json!(null));
    assert!(
        "30/11/2026".parse::<DateTime>().is_err(),
        "a program writes ISO"
    );
}

#[test]
fn flags_are_read_in_every_word_for_yes_and_no() {
    for yes in [json!(true), json!(1), json!(1.0)] {
        assert_eq!(one(&yes, Shape::Flag), true, "{yes}");
    }
    for yes in [
        "1", "true", "TRUE", "on", "Yes", "y", "t", "enabled", "Active", " on ",
    ] {
        assert_eq!(one(&json!(yes), Shape::Flag), true, "{yes}");
    }
    for no in ["0", "false", "off", "No", "N", "f", "Disabled", "inactive"] {
        assert_eq!(one(&json!(no), Shape::Flag), false, "{no}");
    }
    for odd in [
        json!("maybe"),
        json!(2),
        json!("null"),
        json!({"a": 1}),
        json!(-1),
    ] {
        assert_eq!(one(&odd, Shape::Flag), "LOST", "{odd}");
    }
    assert_eq!(one(&json!(""), Shape::Flag), json!(null));
    assert_eq!(one(&json!(false), Shape::Flag), false);
}

/// The extras: `unlimited`, `∞`, `-1`.
#[test]
fn an_integer_is_read_with_its_groups_and_a_word_for_it_is_a_loss() {
    check(
        Shape::Integer,
        &[
            (json!("1,024"), json!(1024)),
            (json!("1 048 576"), json!(1_048_576)),
            (json!("1e3"), json!(1000)),
            (json!(3.0), json!(3)),
            (json!("3.000"), json!(3)),
            (json!(-1), json!(-1)),
            (json!("-1"), json!(-1)),
            (
                json!(9_007_199_254_740_991_i64),
                json!(9_007_199_254_740_991_i64),
            ),
            // JavaScript holds no more.
            (json!(9_007_199_254_740_992_i64), json!("LOST")),
            (json!(1.5), json!("LOST")),
            (json!("10 GB"), json!("LOST")),
            (json!("$5"), json!("LOST")),
            (json!("unlimited"), json!("LOST")),
            (json!("∞"), json!("LOST")),
            (json!(true), json!("LOST")),
            (json!("1e400"), json!("LOST")),
        ],
    );
}

/// The extras: ids over 2^64.
#[test]
fn an_id_is_the_same_text_however_it_arrives() {
    let wire = parse(br#"[308976, "308976", " 308976 ", 308976.0, [308976]]"#).unwrap();
    for id in wire.as_array().unwrap() {
        assert_eq!(one(id, Shape::Id), "308976", "{id}");
    }
    let wire = parse(b"[123456789012345678901234567890, -7, 1e20, 18446744073709551615]").unwrap();
    let fitted = conform(wire, &Shape::List(&Shape::Id)).unwrap();
    let expected = [
        "123456789012345678901234567890",
        "-7",
        "100000000000000000000",
        "18446744073709551615",
    ];
    assert_eq!(fitted.value, json!(expected));
    assert_eq!(one(&json!(1.5), Shape::Id), "LOST");
    assert_eq!(one(&json!(true), Shape::Id), "LOST");
}

#[test]
fn a_text_may_be_a_number_a_flag_or_the_only_element_of_a_list() {
    check(
        Shape::Text,
        &[
            (json!("x"), json!("x")),
            (json!(5), json!("5")),
            (json!(true), json!("true")),
            (json!(["x"]), json!("x")),
            (json!({}), json!(null)),
            (json!(["x", "y"]), json!("LOST")),
            (json!([["x"]]), json!("LOST")),
            (json!({"a": 1}), json!("LOST")),
        ],
    );
    let fitted = conform(json!({"a": ["x"]}), &Shape::Map(&Shape::Text)).unwrap();
    assert_eq!(fitted.repairs[0].action, RepairAction::TakenFromList);
    assert!(!fitted.repairs[0].is_loss());
}

#[test]
fn an_exact_decimal_of_a_program_is_plain() {
    for text in [
        "1_000", "1,000", "$5", "", "1e400", "1e5e5", "1e", "e5", "0.1e-28",
    ] {
        assert!(text.parse::<Money>().is_err(), "{text}");
    }
    for (text, exact) in [
        ("1.25e1", "12.5"),
        ("5E-3", "0.005"),
        ("0e99", "0"),
        ("1e28", "10000000000000000000000000000"),
    ] {
        assert_eq!(text.parse::<Money>().unwrap().to_string(), exact);
    }
}
