//! What stands around the portal's JSON, and what is not JSON.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{Value, json};
use viettel_idc_wire::{NotJson, RepairAction, Shape, conform, parse, read};

const BALANCE: &str = r#"{"balance": "10.00"}"#;

fn actions(bytes: &[u8]) -> (Value, Vec<RepairAction>) {
    let document = read(bytes).unwrap();
    let actions = document.repairs.iter().map(|one| one.action).collect();
    (document.value, actions)
}

/// F17 (1).
#[test]
fn messages_of_php_before_and_behind_json_are_passed_over_with_a_repair() {
    let notices = [
        "<br />\n<b>Deprecated</b>: x in <b>/srv/hb/a.php</b> on line 7<br />\n",
        "<br />\n<b>Warning</b>:  Undefined array key \"{\" in <b>/a.php</b> on line <b>7</b><br />\n",
        "\nWarning: Undefined variable $x in /srv/a.php on line 12\n",
        "PHP Notice:  odd in /srv/a.php on line 12\n\nNotice: odd in /srv/a.php on line 12\n",
        "\nFatal error: Uncaught Exception: x in /a.php:7\nStack trace:\n#0 {main}\n  thrown in /a.php on line 7\n",
        "\u{feff}\nStrict Standards: x in /a.php on line 1\n\u{feff}",
    ];
    for notice in notices {
        for text in [
            format!("{notice}{BALANCE}"),
            format!("{BALANCE}{notice}"),
            format!("{notice}{BALANCE}{notice}"),
        ] {
            let (value, actions) = actions(text.as_bytes());
            assert_eq!(value, json!({"balance": "10.00"}), "{text}");
            assert_eq!(actions, [RepairAction::NoticeSkipped], "{text}");
        }
        assert_eq!(read(notice.as_bytes()), Err(NotJson::Notice), "{notice}");
    }
}

#[test]
fn a_page_is_never_an_answer_even_with_json_in_it() {
    for page in [
        format!("<html>{BALANCE}</html>"),
        format!("<br />{BALANCE}"),
        format!("<b>Warning</b>: read this {BALANCE}"),
        format!("<b>Warning</b> x in <b>/a.php</b> on line <b>7</b><br />{BALANCE}"),
        format!("<b>Warning</b>: x in <b>/a.php</b> on line <b></b><br />{BALANCE}"),
        format!("<script>var x = {BALANCE}</script>"),
    ] {
        assert_eq!(read(page.as_bytes()), Err(NotJson::Page), "{page}");
    }
    for other in [
        format!("{BALANCE}<html></html>"),
        format!("{BALANCE}{BALANCE}"),
        format!("Warning: {BALANCE}"),
        format!("Warning: go to the desk on line {BALANCE}"),
        format!("callback({BALANCE})"),
        "OK".to_owned(),
    ] {
        assert_eq!(read(other.as_bytes()), Err(NotJson::Other), "{other}");
    }
}

#[test]
fn what_is_wrong_with_json_is_said_without_a_word_of_it() {
    let cases: [(&[u8], NotJson); 9] = [
        (b"", NotJson::Empty),
        (b" \xEF\xBB\xBF\n", NotJson::Empty),
        (b"{\"a\": 1", NotJson::Cut),
        (b"{\"a\": \"x", NotJson::Cut),
        (b"[1, 2,]", NotJson::Broken(1, 7)),
        (b"{'a': 1}", NotJson::Broken(1, 2)),
        (b"[1-2]", NotJson::Broken(1, 3)),
        (b"[01]", NotJson::Broken(1, 3)),
        (b"nothing", NotJson::Other),
    ];
    for (text, expected) in cases {
        let found = read(text).unwrap_err();
        let shown = String::from_utf8_lossy(text);
        assert!(
            found == expected
                || matches!(
                    (found, expected),
                    (NotJson::Broken(..), NotJson::Broken(..))
                ),
            "{shown}: {found:?}"
        );
    }
}

#[test]
fn deep_nesting_is_an_error_and_not_the_end_of_the_process() {
    for open in ["[", "{\"a\":"] {
        assert!(read(open.repeat(1_000_000).as_bytes()).is_err());
    }
}

#[test]
fn every_encoding_of_a_windows_server_is_read() {
    let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}{\"name\": \"Trần\"}"
            .encode_utf16()
            .flat_map(order)
            .collect()
    };
    for bytes in [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
        assert_eq!(actions(&bytes), (json!({"name": "Trần"}), vec![]));
    }
    let twice = "\u{feff}\u{feff}{}".as_bytes();
    assert_eq!(actions(twice), (json!({}), vec![]));
}

#[test]
fn bytes_that_are_no_text_cost_their_letter_only_and_are_a_loss() {
    let (value, repairs) = actions(b"{\"name\": \"Caf\xE9\", \"id\": 1}");
    assert_eq!(value, json!({"name": "Caf\u{fffd}", "id": 1}));
    assert_eq!(repairs, [RepairAction::TextMended]);
    let (value, repairs) = actions(br#"{"name": "a\ud800b \ud83d\ude00", "id": 1}"#);
    assert_eq!(value, json!({"name": "a\u{fffd}b \u{1f600}", "id": 1}));
    assert_eq!(repairs, [RepairAction::TextMended]);
    let document = read(b"[\"\\ud800\"]").unwrap();
    let fitted = conform(document.value, &Shape::List(&Shape::Text)).unwrap();
    let fitted = fitted.after(document.repairs);
    assert_eq!((fitted.lost, fitted.repaired), (1, 1));
    assert!(fitted.repairs[0].is_loss());
}

#[test]
fn a_line_break_inside_a_text_is_part_of_it() {
    assert_eq!(
        parse(b"{\"a\": \"x\ny\t\\\"\"}").unwrap(),
        json!({"a": "x\ny\t\""})
    );
}

/// Core review 14: `1e400` used to cost the whole answer.
#[test]
fn a_number_no_float_holds_costs_its_own_field_only() {
    let value = parse(br#"{"a": 1e400, "b": -1e-400, "c": NaN, "d": -Infinity, "e": 7}"#).unwrap();
    assert_eq!(
        value,
        json!({"a": "1e400", "b": "-1e-400", "c": "NaN", "d": "-Infinity", "e": 7})
    );
    let fitted = conform(&value, &Shape::Map(&Shape::Decimal)).unwrap();
    assert_eq!(fitted.value, json!({"e": "7"}));
    assert_eq!(fitted.lost, 4);
}

/// Found by a property test: the parser is not exact beyond 10^22.
#[test]
fn a_small_number_keeps_its_last_digit() {
    let value = parse(b"[5.61430967624358e-11, 1e22, 1.5e-8]").unwrap();
    assert_eq!(value, json!(["5.61430967624358e-11", 1e22, 1.5e-8]));
}

#[test]
fn a_member_that_says_two_things_is_reported() {
    let document = read(br#"{"error": "no", "id": 1, "id": 1, "error": ""}"#).unwrap();
    assert_eq!(document.value, json!({"error": "", "id": 1}));
    assert_eq!(document.replaced, [("error".to_owned(), json!("no"))]);
}
