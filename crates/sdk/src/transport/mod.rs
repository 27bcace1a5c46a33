//! What native targets have of their own: time by tokio, requests by reqwest.

#[cfg(feature = "reqwest")]
mod proxy;
#[cfg(feature = "reqwest")]
mod reqwest;
mod timer;
#[cfg(feature = "reqwest")]
mod tls;

#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
pub use timer::TokioTimer;
