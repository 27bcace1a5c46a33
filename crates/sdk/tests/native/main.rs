//! The native transport over real connections, most of which are not what they should be.
#![cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::panic)]

mod connection;
mod downloads;
mod support;
mod verdict;
