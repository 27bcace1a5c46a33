//! The portal as the packages of other languages see it: plain values in, plain values out.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use crate::{Fault, Options, Outcome};

/// What a host's HTTP stack would have got.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// HTTP status; none when the connection broke or was never made.
    pub status: Option<u16>,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body, or the half of it that arrived.
    pub body: Bytes,
    /// Whether the connection broke in the middle of the body.
    pub is_truncated: bool,
    /// Whether the connection was never made.
    pub is_refused: bool,
}

impl Outcome {
    /// The outcome in plain values.
    #[must_use]
    pub fn received(self) -> Received {
        match self {
            Outcome::Answer(response) => received(&response, response.body().len()),
            Outcome::Truncated(response) => Received {
                is_truncated: true,
                ..received(&response, response.body().len() / 2)
            },
            Outcome::Reset => Received::default(),
            Outcome::Refused => Received {
                is_refused: true,
                ..Received::default()
            },
        }
    }
}

fn received(response: &Response<Bytes>, length: usize) -> Received {
    let headers = response.headers().iter();
    Received {
        status: Some(response.status().as_u16()),
        headers: headers
            .filter_map(|(name, value)| {
                Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
            })
            .collect(),
        body: response.body().slice(..length),
        ..Received::default()
    }
}

/// A request of plain values.
///
/// # Errors
/// Why this is no request.
pub fn request(
    method: &str,
    url: &str,
    headers: impl IntoIterator<Item = (String, String)>,
    body: Vec<u8>,
) -> Result<Request<Bytes>, http::Error> {
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request.body(Bytes::from(body))
}

impl Fault {
    /// The fault with this name; `amount` is a status, or seconds to wait.
    ///
    /// # Errors
    /// Which names there are.
    pub fn named(name: &str, amount: Option<u16>) -> Result<Self, String> {
        Ok(match name {
            "refused" => Fault::Refused,
            "reset_before" => Fault::ResetBefore,
            "reset_after" => Fault::ResetAfter,
            "truncated" => Fault::Truncated,
            "html_page" => Fault::HtmlPage,
            "rate_limited" => Fault::RateLimited(amount.unwrap_or(1).into()),
            "server_error" => Fault::ServerError(amount.unwrap_or(500)),
            "expired_token" => Fault::ExpiredToken,
            other => {
                return Err(format!(
                    "there is no fault {other:?}; there are refused, reset_before, reset_after, \
                     truncated, html_page, rate_limited, server_error and expired_token"
                ));
            }
        })
    }
}

impl Options {
    /// The usual portal with other times, in seconds; what cannot be a time is left as it is.
    #[must_use]
    pub fn with_times(token_life: Option<f64>, vm_step: Option<f64>) -> Self {
        let time = |seconds: Option<f64>| seconds.and_then(|s| Duration::try_from_secs_f64(s).ok());
        let usual = Self::default();
        Self {
            token_life: time(token_life).unwrap_or(usual.token_life),
            vm_step: time(vm_step).unwrap_or(usual.vm_step),
            ..usual
        }
    }
}
