//! The generated client of the Viettel IDC portal, and the small runtime it runs on.
//!
//! [`Client`] has one method per portal operation, written by the generator (`cargo xtask
//! generate`) under `generated/`. Its methods take their arguments in an order that may change
//! when the spec does: users call the resources of the `viettel-idc` crate, which are built on it.
//!
//! What is written by hand here is the ground every layer stands on: the [`Transport`] seam, the
//! [`Dispatch`] seam that decides how one call runs, the [`verdict`] on an answer, the one
//! [`Error`] type, and [`Reply`], which keeps the portal's own answer beside the typed one.

mod client;
mod dynamic;
mod error;
mod future;
#[rustfmt::skip]
#[allow(missing_docs, clippy::all, clippy::pedantic, unreachable_pub)]
mod generated;
mod open_enum;
mod operation;
mod reply;
mod response;
#[doc(hidden)]
pub mod rt;
mod secrets;
mod spawn;
mod timer;
mod transport;
pub mod verdict;

pub use client::{CallContext, Client};
pub use dynamic::{Arguments, Untyped};
pub use error::{Error, ErrorKind, MfaChallenge, Problem};
pub use future::{BoxFuture, BoxStream, MaybeSend, MaybeSync};
pub use generated::operations::OPERATIONS;
pub use generated::types;
pub use operation::{ActsIf, Auth, Confidence, Operation, Paging, Safety};
pub use reply::Reply;
pub use response::{Call, Dispatch, Json, Payload, Response};
pub use secrets::Secrets;
pub use spawn::{NoSpawn, Spawn};
pub use timer::{Timer, timeout};
pub use transport::{Body, Transport, TransportError, TransportErrorKind};
pub use viettel_idc_wire as wire;
