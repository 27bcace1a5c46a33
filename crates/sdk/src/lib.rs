//! A typed client of the Viettel IDC client portal: accounts, invoices, tickets, domains,
//! certificates, services, virtual machines and orders.
//!
//! ```no_run
//! # async fn example() -> Result<(), viettel_idc::Error> {
//! let client = viettel_idc::Client::builder()
//!     .password("linh.tran@example.com", "a password")
//!     .build()?;
//! let balance = client.billing().balance().await?;
//! println!("{:?} {:?}", balance.acc_credit, balance.currency);
//! # Ok(())
//! # }
//! ```
//!
//! Every operation of the portal is a method of a resource, such as [`Client::billing`] or
//! [`Client::vms`]. What it must have is positional, what it may have goes into an option struct of
//! the method's `…_with` twin. Answers come as [`Reply`], the typed value with the portal's own JSON
//! beside it; lists with pages come as [`Pager`]; files as [`Download`].
//!
//! Calls that only read are sent again when that can help. Calls that change something never are
//! once they may have arrived: when their answer is lost the error is
//! [`ErrorKind::OutcomeUnknown`].

mod base_url;
mod builder;
mod client;
mod download;
mod dynamic;
mod engine;
#[cfg(all(feature = "profiles", not(target_arch = "wasm32")))]
mod environment;
#[cfg(not(target_arch = "wasm32"))]
mod file_store;
#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, unused_imports)]
mod generated;
mod guard;
mod paging;
#[cfg(all(feature = "profiles", not(target_arch = "wasm32")))]
mod profile;
#[cfg(feature = "sandbox")]
mod sandbox;
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
mod transport;
mod waiter;

pub use builder::ClientBuilder;
pub use client::Client;
pub use download::{Download, Saved};
#[cfg(not(target_arch = "wasm32"))]
pub use file_store::FileStore;
pub use generated::*;
pub use guard::Guard;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
pub use transport::ReqwestTransport;
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
pub use transport::{TokioSpawn, TokioTimer};
pub use waiter::{WaitProgress, Waiter};

pub use viettel_idc_auth::{Lease, MemoryStore, Owner, TokenPair, TokenStore};
pub use viettel_idc_core as core;
pub use viettel_idc_core::wire;
pub use viettel_idc_core::wire::{Date, DateTime, FormValue, Id, Money, Secret};
pub use viettel_idc_core::{Error, ErrorKind, MfaChallenge, Problem, Reply, types};
pub use viettel_idc_pagination::{Collected, Drift, Loss, PageData, Pager, Report};
