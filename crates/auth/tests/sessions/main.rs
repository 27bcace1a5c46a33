//! Sessions: renewed once, kept, never lost to a cancelled call, a broken store or a wrong clock.
#![allow(clippy::unwrap_used, clippy::panic)]

mod clocks;
mod logout;
mod ownership;
mod refusals;
mod renewal;
mod scene;
mod stores;
mod tasks;
