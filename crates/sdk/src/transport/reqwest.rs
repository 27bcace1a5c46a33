//! Requests by reqwest, over TLS by rustls.

use std::error::Error as _;
use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use reqwest::redirect::Policy;

use crate::core::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};

/// Web servers close idle connections after 5 s and more. A request on a connection that is just
/// being closed is lost without anybody knowing whether it arrived, so none is kept that long.
const IDLE: Duration = Duration::from_secs(4);

/// Sends requests by reqwest; what a client uses when nothing else is said.
///
/// ```
/// let client = viettel_idc::Client::builder().transport(viettel_idc::ReqwestTransport::new()).build()?;
/// # Ok::<(), viettel_idc::Error>(())
/// ```
///
/// Built when it is first used: a machine without certificates can still
/// reach a portal on itself.
#[derive(Debug, Default)]
pub struct ReqwestTransport {
    #[cfg(feature = "bundled-roots")]
    has_bundled_roots: bool,
    tls: OnceLock<Result<reqwest::Client, TransportError>>,
    plain: OnceLock<Result<reqwest::Client, TransportError>>,
}

impl ReqwestTransport {
    /// A transport with the system's certificates; on Android, which keeps them from Rust, with
    /// those of [`ReqwestTransport::with_bundled_roots`].
    #[must_use]
    pub fn new() -> Self {
        #[cfg(all(feature = "bundled-roots", target_os = "android"))]
        return Self::with_bundled_roots();
        #[cfg(not(all(feature = "bundled-roots", target_os = "android")))]
        Self::default()
    }

    /// A transport that trusts the authorities Mozilla trusts, whatever the system does.
    #[cfg(feature = "bundled-roots")]
    #[must_use]
    pub fn with_bundled_roots() -> Self {
        Self {
            has_bundled_roots: true,
            ..Self::default()
        }
    }

    fn client(&self, is_tls: bool) -> Result<reqwest::Client, TransportError> {
        let cell = if is_tls { &self.tls } else { &self.plain };
        cell.get_or_init(|| build(self.roots(is_tls))).clone()
    }

    fn roots(&self, is_tls: bool) -> Roots {
        match is_tls {
            #[cfg(feature = "bundled-roots")]
            true if self.has_bundled_roots => {
                let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
                Roots::Only(
                    roots
                        .filter_map(|root| reqwest::Certificate::from_der(root).ok())
                        .collect(),
                )
            }
            true => Roots::System,
            // None is needed, and a machine without any can still reach a portal on itself.
            false => Roots::Only(Vec::new()),
        }
    }
}

/// Whom to trust.
enum Roots {
    System,
    Only(Vec<reqwest::Certificate>),
}

fn build(roots: Roots) -> Result<reqwest::Client, TransportError> {
    // A provider the application installed wins; without any, reqwest would panic.
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
    let builder = reqwest::Client::builder()
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(Duration::from_secs(10))
        .pool_idle_timeout(IDLE);
    let builder = match roots {
        Roots::System => builder,
        Roots::Only(roots) => builder.tls_certs_only(roots),
    };
    builder.build().map_err(|error| {
        let message = format!("TLS cannot be set up: {}", reasons(&error));
        TransportError::new(TransportErrorKind::Invalid, message).with_source(error)
    })
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let client = self.client(request.uri().scheme_str() == Some("https"))?;
            let request = reqwest::Request::try_from(request).map_err(lost)?;
            let response = client.execute(request).await.map_err(lost)?;
            let mut out = http::Response::new(());
            *out.status_mut() = response.status();
            *out.headers_mut() = response.headers().clone();
            let stream = response.bytes_stream().map_err(lost);
            Ok(out.map(|()| Body::Stream(Box::pin(stream))))
        })
    }
}

fn lost(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
        TransportErrorKind::NotSent
    } else if error.is_builder() {
        TransportErrorKind::Invalid
    } else if error.is_timeout() {
        TransportErrorKind::TimedOut
    } else {
        TransportErrorKind::Lost
    };
    let error = error.without_url();
    TransportError::new(kind, reasons(&error)).with_source(error)
}

/// The error with what caused it, which is where the useful words are.
fn reasons(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let reason = inner.to_string();
        if !text.contains(&reason) {
            text = format!("{text}: {reason}");
        }
        cause = inner.source();
    }
    text
}

#[cfg(all(test, feature = "bundled-roots"))]
mod tests {
    use super::*;

    #[test]
    fn bundled_roots_need_nothing_of_the_system() {
        let transport = ReqwestTransport::with_bundled_roots();
        let Roots::Only(roots) = transport.roots(true) else {
            panic!("the system's were taken");
        };
        assert!(roots.len() > 100, "{}", roots.len());
        assert!(transport.client(true).is_ok());
        assert!(matches!(ReqwestTransport::new().roots(true), Roots::System));
    }
}
