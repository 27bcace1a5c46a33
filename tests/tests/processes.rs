//! Processes that share a file of tokens, and processes that are killed while they renew them.
#![allow(clippy::unwrap_used, clippy::panic)]
#![cfg(unix)]

#[path = "processes/child.rs"]
mod child;
#[path = "processes/killed.rs"]
mod killed;
#[path = "processes/portal.rs"]
mod portal;
#[path = "processes/sharing.rs"]
mod sharing;
