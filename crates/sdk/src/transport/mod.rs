//! The transport of native targets: reqwest on tokio.

mod reqwest;
mod timer;

pub use self::reqwest::ReqwestTransport;
pub use timer::TokioTimer;
