//! Answers and errors.

use serde_json::{Value, json};
use viettel_idc::core::Untyped;
use viettel_idc::{Error, Reply};

/// An answer with what the portal sent beside it.
#[must_use]
pub fn answer(reply: &Reply<Untyped>) -> String {
    let repairs: Vec<String> = reply.repairs().iter().map(ToString::to_string).collect();
    json!({
        "value": ***reply,
        "raw": reply.raw(),
        "status": reply.status().as_u16(),
        "attempts": reply.attempts(),
        "repairs": repairs,
    })
    .to_string()
}

/// Everything an exception carries. Only `raw` may hold secrets.
#[must_use]
pub fn refusal(error: &Error) -> String {
    let problems: Vec<Value> = error
        .problems()
        .iter()
        .map(|problem| json!({ "code": problem.code, "message": problem.message, "field": problem.field }))
        .collect();
    let mfa = error.mfa().map(|mfa| {
        json!({ "token": mfa.token.expose(), "methods": mfa.methods, "expires_at": mfa.expires_at })
    });
    json!({
        "kind": error.kind().as_str(),
        "message": error.to_string(),
        "operation": error.operation().map(|operation| operation.id),
        "status": error.status().map(|status| status.as_u16()),
        "attempts": error.attempts(),
        "retry_after": error.retry_after().map(|after| after.as_secs_f64()),
        "json_path": error.json_path(),
        "safe_to_repeat": error.is_safe_to_repeat(),
        "problems": problems,
        "mfa": mfa,
        "raw": error.raw(),
    })
    .to_string()
}

/// As [`refusal`], for a panic.
#[must_use]
pub fn fault() -> String {
    let message = "a fault of this package; please report it with what was called";
    json!({ "kind": "internal", "message": message }).to_string()
}
