//! Redirects: never followed, and no refusal. A portal that took an order may redirect to its page.

use super::{Case, Files};
use crate::answer::Http;
use crate::expected::Meaning::{Stranger, Suspicious};

pub(super) fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    for status in [301, 302, 303, 307, 308] {
        let case = |what: &str, make: fn(u16, u16) -> Http| {
            Case::new(
                "redirect",
                format!("{status} {what}"),
                Stranger,
                move |_, place| make(status, place.trap).answer(),
            )
            .says("redirect")
            .files(Files::Same)
        };
        all.extend([
            case("elsewhere, no body", |status, trap| {
                let target = format!("http://127.0.0.1:{trap}/clientarea?token=example");
                Http::new(status).header("Location", target)
            }),
            case("elsewhere, a page", |status, trap| {
                let target = format!("http://127.0.0.1:{trap}/clientarea");
                Http::html(
                    status,
                    "<html><body>Moved <a href=\"/\">here</a></body></html>",
                )
                .header("Location", target)
            }),
            case("to the same path", |status, _| {
                Http::new(status).header("Location", "/api/index.php")
            }),
            case("nowhere", |status, _| Http::new(status)),
        ]);
    }
    let good = Case::new(
        "redirect",
        "302 with the good answer",
        Stranger,
        |subject, _| {
            Http::json(302, subject.good.clone())
                .header("Location", "/clientarea")
                .answer()
        },
    );
    all.push(good);
    let refused = Case::new("redirect", "302 with a refusal", Suspicious, |_, _| {
        Http::json(302, r#"{"error":["The item is locked"]}"#)
            .header("Location", "/clientarea")
            .answer()
    });
    all.push(refused);
    let broken = Case::new(
        "redirect",
        "302 with a broken Location",
        Stranger,
        |_, _| {
            Http::new(302)
                .header("Location", b"\xff\xfe//".to_vec())
                .answer()
        },
    );
    all.push(broken);
    all.push(Case::new("redirect", "304", Stranger, |_, _| {
        Http::new(304).framed("", crate::answer::End::Keep)
    }));
    all
}
