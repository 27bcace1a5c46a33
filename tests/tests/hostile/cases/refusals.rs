//! Every form in which the portal says no.

use super::Case;
use crate::answer::Http;
use crate::expected::Meaning::{self, Contradiction, Failed, Refused, Suspicious};
use crate::expected::REFUSALS;
use viettel_idc::ErrorKind::{Authentication, NotFound, Permission, Portal, Validation};

const SAYS: &str = "The item is locked";

fn case(status: u16, meaning: Meaning, body: &'static str) -> Case {
    let case = Case::new(
        "refusal",
        format!("{status} {body}"),
        meaning,
        move |_, _| Http::json(status, body).answer(),
    );
    if body.contains(SAYS) {
        case.says(SAYS)
    } else {
        case
    }
}

pub(super) fn cases() -> Vec<Case> {
    let mut all = errors();
    all.extend(markers());
    all.extend(statuses());
    all.extend(contradictions());
    all
}

/// What `error` and its like hold.
fn errors() -> Vec<Case> {
    const NO: Meaning = Refused(&[Portal]);
    const FIELD: Meaning = Refused(&[Validation]);
    const EITHER: Meaning = Refused(&[Portal, Validation]);
    vec![
        case(200, NO, r#"{"error":"The item is locked"}"#),
        case(200, NO, r#"{"error":["The item is locked"]}"#),
        case(200, NO, r#"{"error":["locked","The item is locked"]}"#),
        case(
            200,
            NO,
            r#"{"error":{"0":"The item is locked","3":"more"}}"#,
        ),
        case(
            200,
            NO,
            r#"{"error":{"code":"locked","message":"The item is locked"}}"#,
        ),
        case(
            200,
            NO,
            r#"{"error":[{"code":"locked","message":"The item is locked"}]}"#,
        ),
        case(
            200,
            NO,
            r#"{"error":{"code":423,"message":"The item is locked"}}"#,
        ),
        case(
            200,
            EITHER,
            r#"{"error":{"type":"locked","detail":{"text":"The item is locked"}}}"#,
        ),
        case(
            200,
            FIELD,
            r#"{"error":[["The item is locked",null,"cycle"]]}"#,
        ),
        case(
            200,
            FIELD,
            r#"{"error":[["The item is locked","","cycle"],["more",null,"domain"]]}"#,
        ),
        case(
            200,
            EITHER,
            r#"{"error":[["cycle",{"code":"locked","message":"The item is locked"}]]}"#,
        ),
        case(200, FIELD, r#"{"error":{"cycle":["The item is locked"]}}"#),
        case(
            200,
            FIELD,
            r#"{"error":{"cycle":{"message":"The item is locked"}}}"#,
        ),
        case(200, NO, r#"{"error":["insufficient_credit"]}"#).says("insufficient_credit"),
        case(200, NO, r#"{"error":"invalid method"}"#).says("invalid method"),
        case(200, NO, r#"{"error":true,"message":"The item is locked"}"#),
        case(200, NO, r#"{"error":1,"message":"The item is locked"}"#),
        case(200, EITHER, r#"{"error":[[[["The item is locked"]]]]}"#),
        case(
            200,
            NO,
            r#"{"error":{"message":"The item is locked"},"success":false}"#,
        ),
        case(200, EITHER, r#"{"errors":["The item is locked"]}"#),
        case(200, EITHER, r#"{"errors":"The item is locked"}"#),
        case(
            200,
            EITHER,
            r#"{"errors":{"cycle":["The item is locked"]}}"#,
        ),
        case(
            200,
            EITHER,
            r#"{"errors":[{"code":"locked","message":"The item is locked"}]}"#,
        ),
        case(
            200,
            EITHER,
            r#"{"result":"error","message":"The item is locked"}"#,
        ),
        case(200, EITHER, r#"{"result":"error"}"#),
        case(200, EITHER, r#"{"error":["Tài khoản bị khóa"]}"#).says("Tài khoản bị khóa"),
        case(
            200,
            EITHER,
            r#"{"error":["T\u00e0i kho\u1ea3n b\u1ecb kh\u00f3a"]}"#,
        )
        .says("Tài khoản bị khóa"),
    ]
}

/// `success` and `status` in every spelling of no.
fn markers() -> Vec<Case> {
    let mut all = Vec::new();
    for key in ["success", "status"] {
        for no in ["false", "0", "\"0\"", "\"false\""] {
            let alone = format!("{{\"{key}\":{no}}}");
            let with = format!("{{\"{key}\":{no},\"message\":\"{SAYS}\"}}");
            let empty = format!("{{\"{key}\":{no},\"error\":[]}}");
            for (body, says) in [(alone, None), (with, Some(SAYS)), (empty, None)] {
                let text = body.clone();
                let mut case = Case::new("marker", body, Refused(&[Portal]), move |_, _| {
                    Http::json(200, text.clone()).answer()
                })
                .only(knows_no_marker);
                case.says = says;
                all.push(case);
            }
        }
        for no in [
            "\"False\"",
            "\"no\"",
            "\"error\"",
            "\"failed\"",
            "-1",
            "null",
            "[]",
            "{}",
            "0.0",
            "\"\"",
            "\"off\"",
        ] {
            let body = format!("{{\"{key}\":{no}}}");
            let text = body.clone();
            all.push(Case::new("marker", body, Suspicious, move |_, _| {
                Http::json(200, text.clone()).answer()
            }));
        }
    }
    all.into_iter()
        .map(|case| case.files(super::Files::Any))
        .collect()
}

/// Operations that only read may have a field of that name that means something else.
fn knows_no_marker(subject: &crate::subject::Subject) -> bool {
    let answer = subject.answer();
    subject.acts() || !(answer.contains_key("status") || answer.contains_key("success"))
}

fn statuses() -> Vec<Case> {
    let body = r#"{"error":["The item is locked"]}"#;
    let mut all = vec![
        case(400, Refused(&[Portal, Validation]), body),
        case(402, Refused(&[Portal]), body),
        case(403, Refused(&[Permission]), body),
        case(404, Refused(&[NotFound]), body),
        case(405, Refused(&[Portal]), body),
        case(409, Refused(&[Portal]), body),
        case(410, Refused(&[NotFound]), body),
        case(413, Refused(&[Portal, Validation]), body),
        case(422, Refused(&[Validation]), body),
        case(423, Refused(&[Portal]), body),
        case(
            200,
            Refused(&[Permission]),
            r#"{"error":["permission_denied"]}"#,
        ),
        case(200, Refused(&[NotFound]), r#"{"error":["not_found"]}"#),
        case(
            400,
            Refused(&[Authentication]),
            r#"{"error":["wronglogin"]}"#,
        ),
        case(404, Refused(&REFUSALS), r#"{"success":false}"#),
        case(201, Refused(&[Portal]), body),
    ];
    all.extend([408, 500, 501, 502, 503, 504, 507, 520].map(|status| case(status, Failed, body)));
    all
}

/// A no beside the proof of a yes.
fn contradictions() -> Vec<Case> {
    let beside = |name: &str, tail: &'static str| {
        Case::new("contradiction", name, Contradiction, move |subject, _| {
            Http::json(200, subject.with(tail.as_bytes())).answer()
        })
        .only(|subject| !subject.is_file() && subject.has_strong_proof())
    };
    let own = |name: &str, tail: &'static str| {
        beside(name, tail)
            .only(|subject| subject.acts() && !subject.shows_errors() && subject.has_strong_proof())
    };
    let weak = |name: &str, tail: &'static str| {
        Case::new("contradiction", name, Suspicious, move |subject, _| {
            Http::json(200, subject.with(tail.as_bytes())).answer()
        })
        .only(|subject| !subject.is_file() && !subject.has_strong_proof())
    };
    let alone = |body: &'static str| {
        Case::new("contradiction", body, Contradiction, move |_, _| {
            Http::json(200, body).answer()
        })
        .only(|subject| subject.acts() && !subject.shows_errors())
    };
    vec![
        beside(
            "error beside the good answer",
            r#","error":["The item is locked"]"#,
        )
        .says(SAYS),
        beside(
            "error text beside the good answer",
            r#","error":"The item is locked""#,
        )
        .says(SAYS),
        beside(
            "error of a field beside the good answer",
            r#","error":[["The item is locked",null,"cycle"]]"#,
        )
        .says(SAYS),
        own(
            "errors beside the good answer",
            r#","errors":["The item is locked"]"#,
        )
        .says(SAYS),
        own(
            "result error beside the good answer",
            r#","result":"error""#,
        ),
        own(
            "token_expired beside the good answer",
            r#","error":["token_expired"]"#,
        ),
        weak("error beside info", r#","error":["The item is locked"]"#).says(SAYS),
        weak("result error beside info", r#","result":"error""#),
        weak("token_expired beside info", r#","error":["token_expired"]"#),
        alone(r#"{"error":["The item is locked"],"success":true}"#).says(SAYS),
        alone(r#"{"error":["The item is locked"],"status":true}"#).says(SAYS),
        alone(r#"{"error":["The item is locked"],"status":1}"#).says(SAYS),
        alone(r#"{"error":["The item is locked"],"success":"1"}"#).says(SAYS),
        alone(r#"{"success":true,"status":false}"#),
        alone(r#"{"success":false,"status":true}"#),
        alone(r#"{"error":["The item is locked"],"order_num":"5","invoice_id":"6"}"#)
            .says(SAYS)
            .only(|subject| subject.acts() && subject.answer().contains_key("invoice_id")),
        alone(r#"{"success":false,"invoice_id":"6"}"#)
            .only(|subject| subject.acts() && subject.answer().contains_key("invoice_id")),
        alone(r#"{"success":false,"order_num":"6"}"#)
            .only(|subject| subject.acts() && subject.answer().contains_key("order_num")),
    ]
}
