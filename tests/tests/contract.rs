//! Every operation through the SDK, with the spec's example arguments: what leaves must be the
//! spec's example request, what comes back its example answer, read from the portal's wire form.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod contract {
    mod harness;
    pub(crate) use harness::{Contract, Result};
}
#[path = "generated/contract.rs"]
#[rustfmt::skip]
mod generated;
