//! A token that is refused: renewed and sent again only when that is the whole answer.

use super::Case;
use crate::answer::Http;
use crate::expected::Meaning::{Refused, TokenAndMore, TokenDoubtful, TokenEnded, TokenUnsure};
use viettel_idc::ErrorKind::Authentication;

pub(super) fn cases() -> Vec<Case> {
    let case = |status: u16, meaning, body: &'static str| {
        Case::new("token", format!("{status} {body}"), meaning, move |_, _| {
            Http::json(status, body).answer()
        })
    };
    let beside = |name: &str, tail: &'static str| {
        Case::new("token", name, TokenAndMore, move |subject, _| {
            Http::json(200, subject.with(tail.as_bytes())).answer()
        })
        .only(|subject| !subject.is_file() && !subject.shows_errors())
    };
    let mut all = Vec::new();
    for status in [200, 401] {
        all.extend([
            case(status, TokenEnded, r#"{"error":["token_expired"]}"#),
            case(status, TokenEnded, r#"{"error":["unauthorized"]}"#),
            case(status, TokenEnded, r#"{"error":"token_expired"}"#),
            case(status, TokenUnsure, r#"{"error":["invalid_token"]}"#),
            case(
                status,
                TokenUnsure,
                r#"{"error":{"code":"token_expired","message":"The token has ended"}}"#,
            ),
            case(
                status,
                TokenUnsure,
                r#"{"success":false,"error":["token_expired"]}"#,
            ),
            case(
                status,
                TokenAndMore,
                r#"{"error":["token_expired"],"invoice_id":"5"}"#,
            ),
            case(
                status,
                TokenAndMore,
                r#"{"error":["unauthorized"],"order_num":"5"}"#,
            ),
            case(
                status,
                TokenAndMore,
                r#"{"error":["token_expired"],"info":["upgrade_order_success"]}"#,
            ),
            case(
                status,
                TokenAndMore,
                r#"{"error":["token_expired","The card was declined"]}"#,
            ),
            case(
                status,
                TokenAndMore,
                r#"{"error":["The card was declined","unauthorized"]}"#,
            ),
            case(
                status,
                TokenAndMore,
                r#"{"error":[["token_expired",null,"card"]]}"#,
            ),
            case(
                status,
                TokenAndMore,
                r#"{"error":{"card":["invalid_token"]}}"#,
            ),
            case(status, TokenAndMore, r#"{"error":{"card":"unauthorized"}}"#),
            case(
                status,
                TokenAndMore,
                r#"{"error":[["gateway",{"code":"unauthorized","message":"The bank says no"}]]}"#,
            ),
            case(
                status,
                TokenAndMore,
                r#"{"error":{"code":"unauthorized","message":"The bank says no","field":"card"}}"#,
            ),
            case(
                status,
                TokenAndMore,
                r#"{"error":["token_expired"],"errors":["The card was declined"]}"#,
            ),
            case(
                status,
                Refused(&[Authentication]),
                r#"{"error":["wronglogin"]}"#,
            ),
        ]);
    }
    all.extend([
        beside(
            "token_expired beside the good answer",
            r#","error":["token_expired"]"#,
        ),
        beside(
            "unauthorized beside the good answer",
            r#","error":["unauthorized"]"#,
        ),
        case(403, TokenUnsure, r#"{"error":["unauthorized"]}"#),
        case(
            500,
            crate::expected::Meaning::Failed,
            r#"{"error":["token_expired"]}"#,
        ),
        case(401, TokenDoubtful, "{}"),
        case(401, TokenDoubtful, "[]"),
        case(401, TokenDoubtful, "null"),
        case(401, TokenDoubtful, r#"{"message":"Unauthenticated."}"#),
    ]);
    all
}
