//! The native half of the Kotlin and Swift packages: the SDK behind three objects that speak JSON.
//!
//! Everything an app's developer sees (types, names, errors) is Kotlin or Swift; everything that
//! decides anything is the SDK. What stands between is this: requests as JSON in, answers as JSON
//! out, futures that can be cancelled, and the traits by which the host lends its HTTP stack and its
//! store of tokens.

mod cancel;
mod client;
mod file;
mod host;
mod pager;
mod refusal;
mod runtime;
mod store;
mod transport;

pub use cancel::Cancel;
pub use client::{NativeClient, Progress};
pub use file::NativeFile;
pub use host::{Exchange, Header, HostCall, HostFailure, HostRequest, HostTransport};
pub use pager::NativePager;
pub use refusal::Refusal;
pub use store::{HostStore, Tokens};

uniffi::setup_scaffolding!("viettel_idc_native");
