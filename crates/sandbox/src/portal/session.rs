//! Logins and tokens.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, Request, Response, StatusCode};
use serde_json::{Value, json};

use super::{Made, Portal};
use crate::Options;
use crate::answer::{refusal, with_status};
use crate::router::Call;

/// The sessions that are open.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    open: Vec<Session>,
    made: u64,
    pub(super) refreshes: u64,
}

#[derive(Debug)]
struct Session {
    token: String,
    refresh: String,
    expires: Duration,
}

impl Sessions {
    fn open(&mut self, options: &Options, now: Duration) -> Value {
        self.made += 1;
        let expires = now + options.token_life;
        let claims = json!({
            "iss": "http://sandbox.example.com/api",
            "sub": "26",
            "jti": self.made,
            "iat": now.as_secs_f64(),
            "exp": expires.as_secs_f64(),
        });
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let header = encode(r#"{"typ":"JWT","alg":"RS256"}"#);
        let token = format!(
            "{header}.{}.{}",
            encode(&claims.to_string()),
            encode("sandbox")
        );
        let refresh = format!(
            "{header}.{}.{}",
            encode(&format!("refresh {}", self.made)),
            encode("sandbox")
        );
        let answer = json!({ "token": token, "refresh": refresh });
        self.open.push(Session {
            token,
            refresh,
            expires,
        });
        answer
    }

    fn close(&mut self, is_meant: impl Fn(&Session) -> bool) -> bool {
        let before = self.open.len();
        self.open.retain(|session| !is_meant(session));
        self.open.len() < before
    }

    /// What the portal says to a call that may not be made.
    pub(super) fn refuse(
        &self,
        options: &Options,
        headers: &HeaderMap,
        now: Duration,
    ) -> Option<Response<Bytes>> {
        if let Some(pair) = credential(headers, "Basic ") {
            let expected = STANDARD.encode(format!("{}:{}", options.username, options.password));
            return (pair != expected).then(unauthorized);
        }
        let token = credential(headers, "Bearer ");
        match self
            .open
            .iter()
            .find(|session| Some(session.token.as_str()) == token)
        {
            Some(session) if session.expires > now => None,
            // Real portals say this with status 200 as well as 401.
            Some(_) => Some(refusal("token_expired")),
            None => Some(unauthorized()),
        }
    }
}

fn unauthorized() -> Response<Bytes> {
    with_status(refusal("unauthorized"), StatusCode::UNAUTHORIZED)
}

fn credential<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    headers
        .get(AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix(scheme)
}

impl Portal {
    pub(super) fn auth(
        &mut self,
        call: &Call,
        request: &Request<Bytes>,
        now: Duration,
    ) -> Option<Made> {
        let bearer = credential(request.headers(), "Bearer ");
        Some(match call.operation.verb {
            "login" => {
                if call.field("username") == self.options.username
                    && call.field("password") == self.options.password
                {
                    Made::Json(self.sessions.open(&self.options, now))
                } else {
                    Made::Whole(with_status(refusal("wronglogin"), StatusCode::UNAUTHORIZED))
                }
            }
            "refresh_token" => {
                let refresh = call.field("refresh_token");
                if !self.sessions.close(|session| session.refresh == refresh) {
                    return Some(Made::Whole(unauthorized()));
                }
                self.sessions.refreshes += 1;
                Made::Json(self.sessions.open(&self.options, now))
            }
            "logout" => {
                self.sessions
                    .close(|session| Some(session.token.as_str()) == bearer);
                Made::Json(json!({ "status": true }))
            }
            "revoke_token" => {
                let refresh = call.field("refresh_token");
                let is_meant = |session: &Session| {
                    if refresh.is_empty() {
                        Some(session.token.as_str()) == bearer
                    } else {
                        session.refresh == refresh
                    }
                };
                if self.sessions.close(is_meant) {
                    Made::Json(json!({ "status": true }))
                } else {
                    Made::Whole(unauthorized())
                }
            }
            _ => return None,
        })
    }
}
