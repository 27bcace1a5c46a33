//! The SDK against the simulated portal over real HTTP: what must hold when things go wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod end_to_end {
    mod calls;
    mod files;
    mod lists;
    mod machines;
    mod scene;
    mod sessions;
}
