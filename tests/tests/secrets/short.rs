//! What must still be readable.

use serde_json::{Value, json};
use viettel_idc::TokenPair;
use viettel_idc::core::Operation;

use crate::images::USER;
use crate::portal::{Next, Portal};
use crate::scene::{arguments, builder};
use crate::{echo, texts};

/// core-review 26: a secret of a letter or two is not cut out of every word, and is hidden where it
/// stands alone.
#[tokio::test]
async fn a_short_secret_eats_no_letters() {
    let portal = Portal::new();
    let client = builder(&portal)
        .tokens(TokenPair::new("a.b.c", None))
        .build()
        .unwrap();
    let operation = Operation::find("account_verify").unwrap();
    let words = "Attention: banana 1234567 cabana was not accepted";
    for secret in ["a", "7", "an", "12", "ban", "234", "e", "_"] {
        let mut arguments = arguments(operation);
        arguments.body = Some(json!({ "code": secret, "type": "sms" }));
        for status in [200, 422, 500] {
            let error = json!({ "error": [words, format!("Wrong code: {secret}")] });
            portal.tell(Next::Echo(echo::Echo {
                name: "error",
                status,
                headers: Vec::new(),
                body: error.to_string().into(),
            }));
            let error = client.call(operation.id, &arguments).await.unwrap_err();
            for (place, text) in texts::of(&error) {
                if place.contains("the error") || place.contains("Display of a cause") {
                    assert!(
                        text.contains(words),
                        "{secret:?} ate letters: {place}: {text}"
                    );
                }
                let told = format!("Wrong code: {secret}");
                let alone = text.match_indices(&told).any(|(at, _)| {
                    let next = text[at + told.len()..].chars().next();
                    next.is_none_or(|letter| !letter.is_alphanumeric())
                });
                assert!(!alone, "{secret:?} is shown: {place}: {text}");
            }
        }
    }
}

/// A value that is no secret is not hidden: the text must stay of use.
#[tokio::test]
async fn what_is_no_secret_is_shown() {
    let portal = Portal::new();
    let client = builder(&portal)
        .tokens(TokenPair::new("a.b.c", None))
        .build()
        .unwrap();
    let operation = Operation::find("auth_login").unwrap();
    let mut arguments = arguments(operation);
    arguments.body = Some(json!({ "username": USER, "password": Value::from("") }));
    portal.tell(Next::Echo(echo::Echo {
        name: "error",
        status: 200,
        headers: Vec::new(),
        body: json!({ "error": [format!("No such user: {USER}")] })
            .to_string()
            .into(),
    }));
    let error = client.call(operation.id, &arguments).await.unwrap_err();
    assert!(error.to_string().contains(USER), "{error}");
}
