//! Waiting, by a clock that is moved by hand: hours pass in no time.
#![allow(clippy::unwrap_used)]

#[path = "waiting/goals.rs"]
mod goals;
#[path = "waiting/machines.rs"]
mod machines;
#[path = "waiting/reboots.rs"]
mod reboots;
#[path = "waiting/world.rs"]
mod world;
