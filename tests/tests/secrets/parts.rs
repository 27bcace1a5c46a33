//! What travels between the layers.

use serde_json::json;
use viettel_idc::core::{Json, Operation, Payload, Response};
use viettel_idc::{Secret, TokenPair};

use crate::images::{USER, Watch};
use crate::portal::Portal;
use crate::scene::{Leaks, arguments, builder};
use crate::texts;

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
