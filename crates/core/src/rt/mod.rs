//! The names progenitor's generated methods expect of their runtime, in place of its own.
//!
//! progenitor's runtime returns reqwest's types from its hook, which cannot be built on wasm and
//! cannot say that a call with status 200 failed. The generator rewrites the paths
//! `progenitor_client::` and `reqwest::` to this module; the methods themselves stay as they are.

mod hooks;
mod query;
mod request;

pub use crate::reply::Reply as ResponseValue;
pub use crate::response::Response;
pub use crate::transport::Body as ByteStream;
pub use hooks::{ClientHooks, OperationInfo, RtError as Error};
pub use query::QueryParam;
pub use request::{RequestBuilder, RequestFactory, encode_path};

/// Header names and values.
pub mod header {
    pub use http::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue};
}
