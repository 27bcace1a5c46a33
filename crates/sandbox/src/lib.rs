//! The Viettel IDC client portal, simulated.
//!
//! [`Portal`] is a pure state machine: a request and the time go in, an [`Outcome`] comes out. It has
//! no clock, no threads, no sockets and no global state, so it runs anywhere, wasm included.
//! [`SandboxTransport`] puts it behind an SDK in the same process; `Server` (feature `server`) puts
//! it behind a port of this machine.
//!
//! It starts with one invented customer. Sessions, paged lists, virtual machines, tickets, quotes and
//! orders are real; every other operation answers with the example of the API description, in the
//! portal's own wire form. [`FaultRule`]s make it fail the way real portals do.

mod answer;
mod examples;
mod fault;
#[rustfmt::skip]
mod generated;
mod host;
mod options;
mod portal;
mod router;
#[cfg(feature = "server")]
mod server;
mod transport;
mod wire_form;

pub use answer::Outcome;
pub use examples::example;
pub use fault::{Fault, FaultRule};
pub use host::{Received, request};
pub use options::Options;
pub use portal::{Order, Portal};
#[cfg(feature = "server")]
pub use server::Server;
pub use transport::SandboxTransport;
