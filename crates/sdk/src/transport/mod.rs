//! What native targets have of their own: time and tasks by tokio, requests by reqwest.

#[cfg(feature = "reqwest")]
mod proxy;
#[cfg(feature = "reqwest")]
mod reqwest;
mod spawn;
mod timer;
#[cfg(feature = "reqwest")]
mod tls;

#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
pub use spawn::TokioSpawn;
pub use timer::TokioTimer;
