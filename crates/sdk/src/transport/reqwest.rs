//! Requests by reqwest, over TLS by rustls.

use std::error::Error as _;
use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use reqwest::redirect::Policy;

use super::proxy;
use super::tls::{self, Roots};
use crate::base_url::is_this_machine;
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
/// Trusts the authorities of the system, or those `SSL_CERT_FILE` and `SSL_CERT_DIR` name. Goes
/// through the proxies that `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` name (by HTTP or
/// SOCKS), but never to this machine. Follows no redirect, asks for no compression and takes what
/// comes as it is.
///
/// Set up when it is first used, by what the environment says then. Neither the TLS provider of the
/// process nor what other crates switch on in reqwest makes a difference.
#[derive(Debug, Default)]
pub struct ReqwestTransport {
    #[cfg(feature = "bundled-roots")]
    has_bundled_roots: bool,
    /// Two for a portal elsewhere, with and without TLS, and two for one on this machine.
    clients: [OnceLock<reqwest::Client>; 4],
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

    fn client(&self, uri: &http::Uri) -> Result<&reqwest::Client, TransportError> {
        let is_tls = uri.scheme_str() == Some("https");
        let is_local = uri.host().is_some_and(is_this_machine);
        let cell = &self.clients[usize::from(is_tls) + 2 * usize::from(is_local)];
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        let proxies = if is_local {
            Vec::new()
        } else {
            proxy::of_environment(env)?
        };
        let tls = match tls::config(self.roots(), env) {
            // Without TLS a machine without certificates will do.
            Err(_) if !is_tls => tls::config(Roots::None, env)?,
            made => made?,
        };
        let client = build(tls, proxies)?;
        Ok(cell.get_or_init(|| client))
    }

    fn roots(&self) -> Roots {
        #[cfg(feature = "bundled-roots")]
        if self.has_bundled_roots {
            return Roots::Bundled;
        }
        Roots::System
    }
}

/// A variable that is set; empty counts as not set.
fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn build(
    tls: rustls::ClientConfig,
    proxies: Vec<reqwest::Proxy>,
) -> Result<reqwest::Client, TransportError> {
    // All that a feature could change is said, for another crate may switch the feature on.
    let builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .http1_only()
        .no_hickory_dns()
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .no_proxy()
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(Duration::from_secs(10))
        .pool_idle_timeout(IDLE);
    let builder = proxies
        .into_iter()
        .fold(builder, reqwest::ClientBuilder::proxy);
    builder.build().map_err(|error| {
        let message = format!("requests cannot be sent: {}", reasons(&error));
        TransportError::new(TransportErrorKind::Invalid, message).with_source(error)
    })
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let client = self.client(request.uri())?;
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
    if text.contains("UnknownIssuer") {
        text.push_str(
            ": who signed the certificate is not trusted here; a private authority goes into the file SSL_CERT_FILE names",
        );
    }
    text
}
