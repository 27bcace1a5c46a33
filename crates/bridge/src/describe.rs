//! Answers and errors.

use serde::Serialize;
use serde_json::{Value, json};
use viettel_idc::core::Untyped;
use viettel_idc::{Error, Reply};

/// Written straight to text: `json!` would first copy every value.
#[derive(Serialize)]
struct Answer<'a> {
    value: &'a Value,
    raw: &'a Value,
    status: u16,
    attempts: u32,
    repairs: Vec<String>,
    losses: Vec<String>,
    /// How many losses there were: the list ends at a hundred.
    lost: usize,
}

/// An answer with what the portal sent beside it.
#[must_use]
pub fn answer(reply: &Reply<Untyped>) -> String {
    written(&Answer {
        value: reply,
        raw: reply.raw(),
        status: reply.status().as_u16(),
        attempts: reply.attempts(),
        repairs: reply.repairs().iter().map(ToString::to_string).collect(),
        losses: reply.losses().map(ToString::to_string).collect(),
        lost: reply.lost(),
    })
}

/// What holds nothing but texts, numbers and JSON can always be written.
pub(crate) fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
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
