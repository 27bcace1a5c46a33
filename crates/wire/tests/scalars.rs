//! What PHP sends, and what callers get.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use viettel_idc_wire::{DateTime, Id, Money, Secret, parse};

#[test]
fn money_keeps_every_digit_whether_it_arrives_as_text_or_as_a_number() {
    let text: Money = serde_json::from_str("\"580000.00\"").unwrap();
    assert_eq!(text.to_string(), "580000.00");
    let tenths: Vec<Money> = serde_json::from_str("[\"0.10\", \"0.20\"]").unwrap();
    let sum: Money = tenths.iter().sum();
    assert_eq!(sum, "0.3".parse().unwrap());
    assert!("12,50".parse::<Money>().is_err());
}

#[test]
fn numbers_are_parsed_exactly() {
    let value = parse(br#"{"total": 12345678901234567.89}"#).unwrap();
    assert_eq!(value["total"], "12345678901234567.89");
    assert!(parse(b"{\"total\":").is_err());
}

#[test]
fn an_id_is_the_same_as_text_and_as_a_number() {
    assert_eq!(Id::from("26".to_owned()), "26");
    assert_eq!("736633".parse::<Id>().unwrap().as_str(), "736633");
}

#[test]
fn a_secret_never_prints() {
    let secret = Secret::from("hunter2");
    let shown = format!("{secret} {secret:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    assert_eq!(secret.expose(), "hunter2");
}

#[test]
fn a_time_of_the_portal_is_read_and_nonsense_is_refused() {
    let time: DateTime = "2016-12-30 12:24:28".parse().unwrap();
    assert_eq!((time.hour(), time.minute(), time.second()), (12, 24, 28));
    assert!("2016-13-30 12:24:28".parse::<DateTime>().is_err());
}

#[test]
fn a_byte_order_mark_before_the_answer_is_no_error() {
    assert_eq!(parse(b"\xEF\xBB\xBF{\"status\":1}").unwrap()["status"], 1);
}
