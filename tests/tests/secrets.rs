//! No secret stands in anything that prints, whatever a portal repeats and however it writes it.
//!
//! The secrets are random; `SECRETS_SEED` sets another seed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "hostile/clock.rs"]
#[allow(dead_code)]
mod clock;
#[path = "secrets/echo.rs"]
mod echo;
#[path = "secrets/images.rs"]
mod images;
#[path = "secrets/log.rs"]
mod log;
#[path = "secrets/panics.rs"]
mod panics;
#[path = "secrets/portal.rs"]
mod portal;
#[path = "secrets/scene.rs"]
mod scene;
#[path = "secrets/texts.rs"]
mod texts;

use serde_json::{Value, json};
use viettel_idc::core::{Auth, Json, OPERATIONS, Operation, Payload, Response};
use viettel_idc::{Secret, TokenPair};

use images::{USER, Watch, basic, random};
use log::Log;
use portal::{Next, Portal};
use scene::{Leaks, answers, arguments, builder, call, repeated, rng};

/// Lengths from 4 to 64, plain and odd.
fn secrets(rng: &mut fastrand::Rng) -> Vec<String> {
    [4, 5, 7, 8, 9, 16, 33, 64]
        .into_iter()
        .flat_map(|length| [(length, false), (length, true)])
        .map(|(length, odd)| random(rng, length, odd))
        .collect()
}

/// core-review 2: every sensitive field of every operation, whatever its value is made of.
#[tokio::test]
async fn no_sensitive_field_is_printed() {
    let (mut rng, mut leaks, log) = (rng(), Leaks::default(), Log::default());
    let _guard = tracing::subscriber::set_default(log.clone());
    let portal = Portal::new();
    let client = builder(&portal)
        .tokens(TokenPair::new("a.b.c", None))
        .build()
        .unwrap();
    let mut fields = 0;
    for operation in OPERATIONS.iter() {
        for path in operation.sensitive_request {
            fields += 1;
            let name = path.strip_prefix("$.").unwrap();
            for (index, secret) in secrets(&mut rng).into_iter().enumerate() {
                let value = match index % 4 {
                    1 => json!([secret]),
                    2 => json!({ "value": secret }),
                    _ => json!(secret),
                };
                let mut arguments = arguments(operation);
                arguments.body = Some(json!({ name: value, "username": USER, "type": "sms" }));
                let watch = Watch::new(&secret);
                for (way, next) in answers(&secret) {
                    portal.tell(next);
                    let texts = call(&client, &log, operation, &arguments).await;
                    leaks.look(&way, &watch, texts);
                }
            }
            for number in [rng.u64(100_000..1 << 50), rng.u64(1000..10_000)] {
                let secret = number.to_string();
                let mut arguments = arguments(operation);
                arguments.body = Some(json!({ name: number }));
                let watch = Watch::new(&secret);
                for (way, next) in answers(&secret) {
                    portal.tell(next);
                    let texts = call(&client, &log, operation, &arguments).await;
                    leaks.look(&format!("{way}, a number"), &watch, texts);
                }
            }
        }
    }
    assert!(fields >= 10, "{fields} sensitive fields");
    leaks.none();
}

/// The token of every call, of every operation that sends one.
#[tokio::test]
async fn no_token_is_printed() {
    let (mut rng, mut leaks, log) = (rng(), Leaks::default(), Log::default());
    let _guard = tracing::subscriber::set_default(log.clone());
    for operation in OPERATIONS.iter().filter(|o| o.auth != Auth::None) {
        let length = rng.usize(4..65);
        let (token, refresh) = (random(&mut rng, length, false), random(&mut rng, 24, true));
        let portal = Portal::new();
        let watch = Watch::new(&token);
        for (way, next) in answers(&token) {
            // The refusal of a renewal is another test's.
            let pair = TokenPair::new(token.as_str(), None);
            let client = builder(&portal).tokens(pair).build().unwrap();
            portal.tell(next);
            let texts = call(&client, &log, operation, &arguments(operation)).await;
            leaks.look(&way, &watch, texts);
        }
        let pair = TokenPair::new(token.as_str(), Some(refresh.as_str().into()));
        leaks.look(
            "a pair",
            &Watch::new(&refresh),
            texts::debug("the pair", &pair),
        );
        leaks.look("a pair", &watch, texts::debug("the pair", &pair));
    }
    leaks.none();
}

/// A password that goes along with every call: plain, and as its header has it.
#[tokio::test]
async fn no_password_of_http_basic_is_printed() {
    let (mut rng, mut leaks, log) = (rng(), Leaks::default(), Log::default());
    let _guard = tracing::subscriber::set_default(log.clone());
    for id in [
        "billing_balance",
        "orders_create",
        "account_update_details",
        "billing_invoice_pdf",
    ] {
        let operation = Operation::find(id).unwrap();
        for secret in secrets(&mut rng) {
            let portal = Portal::new();
            let client = builder(&portal)
                .basic(USER, secret.as_str())
                .build()
                .unwrap();
            let watch = Watch::new(&secret);
            let header = repeated("its header", &basic(&secret));
            for (way, next) in answers(&secret).into_iter().chain(header) {
                portal.tell(next);
                let texts = call(&client, &log, operation, &arguments(operation)).await;
                leaks.look(&way, &watch, texts);
            }
        }
    }
    leaks.none();
}

/// The password of a login, and the refresh token of a renewal, by way of an ordinary call.
#[tokio::test]
async fn nothing_of_a_login_or_a_renewal_is_printed() {
    let (mut rng, mut leaks, log) = (rng(), Leaks::default(), Log::default());
    let _guard = tracing::subscriber::set_default(log.clone());
    let operation = Operation::find("billing_balance").unwrap();
    // A token that ended in 2001.
    let ended = "e30.eyJleHAiOjEwMDAwMDAwMDB9.c2ln";
    for secret in secrets(&mut rng) {
        let watch = Watch::new(&secret);
        for (way, next) in answers(&secret) {
            let portal = Portal::new();
            portal.tell(next);
            let login = builder(&portal)
                .password(USER, secret.as_str())
                .build()
                .unwrap();
            let texts = call(&login, &log, operation, &arguments(operation)).await;
            leaks.look(&format!("login: {way}"), &watch, texts);
            let again = call(&login, &log, operation, &arguments(operation)).await;
            leaks.look(&format!("after the login: {way}"), &watch, again);
            let error = login.login().await.err();
            let texts = error.iter().flat_map(texts::of).collect();
            leaks.look(&format!("login(): {way}"), &watch, texts);
            let pair = TokenPair::new(ended, Some(secret.as_str().into()));
            let renewal = builder(&portal).tokens(pair).build().unwrap();
            let texts = call(&renewal, &log, operation, &arguments(operation)).await;
            leaks.look(&format!("renewal: {way}"), &watch, texts);
            for told in [renewal.revoke().await, renewal.logout().await] {
                let texts = told.err().iter().flat_map(texts::of).collect();
                leaks.look(&format!("logout: {way}"), &watch, texts);
            }
        }
    }
    leaks.none();
}

/// Secrets the portal gives out: a cut login must not print half a token.
#[tokio::test]
async fn no_secret_of_an_answer_is_printed() {
    let (mut rng, mut leaks, log) = (rng(), Leaks::default(), Log::default());
    let _guard = tracing::subscriber::set_default(log.clone());
    let portal = Portal::new();
    let client = builder(&portal)
        .tokens(TokenPair::new("a.b.c", None))
        .build()
        .unwrap();
    for operation in OPERATIONS.iter() {
        for path in operation.sensitive_response {
            let secret = random(&mut rng, 24, false);
            let watch = Watch::new(&secret);
            let fields: Vec<&str> = path.trim_start_matches("$.").split('.').collect();
            let value = fields.iter().rev().fold(json!(secret), |value, field| {
                match (field.strip_suffix("[]"), field.strip_suffix("{}")) {
                    (Some(field), _) => json!({ field: [value] }),
                    (_, Some(field)) => json!({ field: { "key": value } }),
                    _ => json!({ *field: value }),
                }
            });
            let text = value.to_string();
            let mut bodies = vec![
                ("whole", text.clone()),
                (
                    "after a notice",
                    format!("<br /><b>Warning</b>: x<br />\n{text}"),
                ),
                ("in a page", format!("<html><body>{text}</body></html>")),
                ("twice", format!("{text}{text}")),
                (
                    "beside an error",
                    format!("{},\"error\":[\"no\"]}}", &text[..text.len() - 1]),
                ),
                (
                    "with a comma too many",
                    format!("{},}}", &text[..text.len() - 1]),
                ),
            ];
            bodies.extend(
                (1..=secret.len() + 4).map(|cut| ("cut", text[..text.len() - cut].to_owned())),
            );
            for status in [200, 302, 404, 500] {
                for (way, body) in &bodies {
                    portal.tell(Next::Echo(echo::Echo {
                        name: "answer",
                        status,
                        headers: vec![("content-type", "application/json".to_owned())],
                        body: body.clone().into(),
                    }));
                    let texts = call(&client, &log, operation, &arguments(operation)).await;
                    leaks.look(
                        &format!("{} {path} {way} {status}", operation.id),
                        &watch,
                        texts,
                    );
                }
            }
        }
    }
    leaks.none_at_all();
}

/// core-review 25: what travels between the layers does not print what it carries.
#[test]
fn parts_of_a_call_do_not_print_what_they_carry() {
    let mut leaks = Leaks::default();
    let secret = "Xk29-qwPz.77";
    let watch = Watch::new(secret);
    let operation = Operation::find("auth_login").unwrap();
    let mut arguments = arguments(operation);
    arguments.body = Some(json!({ "password": secret }));
    leaks.look("parts", &watch, texts::debug("Arguments", &arguments));
    leaks.look(
        "parts",
        &watch,
        texts::debug("Secret", &Secret::from(secret)),
    );
    let answer = Json::read(operation, json!({ "token": secret })).unwrap();
    leaks.look("parts", &watch, texts::debug("Json", &answer));
    let payload = Payload::Json(answer);
    leaks.look("parts", &watch, texts::debug("Payload", &payload));
    let mut headers = http::HeaderMap::new();
    headers.insert("set-cookie", secret.parse().unwrap());
    let response = Response {
        operation,
        status: http::StatusCode::OK,
        headers,
        payload,
        attempts: 1,
    };
    leaks.look("parts", &watch, texts::debug("Response", &response));
    let portal = Portal::new();
    let builders = [
        builder(&portal).password(USER, secret),
        builder(&portal).basic(USER, secret),
        builder(&portal).tokens(TokenPair::new(secret, Some(secret.into()))),
    ];
    for builder in builders {
        leaks.look("parts", &watch, texts::debug("ClientBuilder", &builder));
        let client = builder.build().unwrap();
        leaks.look("parts", &watch, texts::debug("Client", &client));
        leaks.look("parts", &watch, texts::debug("core::Client", client.core()));
        leaks.look("parts", &watch, texts::debug("tokens", &client.tokens()));
    }
    leaks.none_at_all();
}

/// A secret no header can hold is refused without being shown.
#[tokio::test]
async fn a_secret_that_cannot_be_sent_is_not_shown() {
    let (mut leaks, log) = (Leaks::default(), Log::default());
    let _guard = tracing::subscriber::set_default(log.clone());
    let operation = Operation::find("billing_balance").unwrap();
    for secret in ["Zq8\nline-two", "mật khẩu của tôi", "nul\0byte-77"] {
        let portal = Portal::new();
        let pair = TokenPair::new(secret, Some(secret.into()));
        for builder in [
            builder(&portal).tokens(pair),
            builder(&portal).basic(USER, secret),
        ] {
            let client = builder.build().unwrap();
            let texts = call(&client, &log, operation, &arguments(operation)).await;
            leaks.look("unsendable", &Watch::new(secret), texts);
        }
    }
    leaks.none_at_all();
}

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
