//! Tasks as a seam: work that must reach its end although whoever asked for it went away.

use std::fmt::Debug;

use crate::{BoxFuture, MaybeSend, MaybeSync};

/// Runs work that belongs to no caller: tokio on native targets, the host's event loop in a browser.
pub trait Spawn: Debug + MaybeSend + MaybeSync {
    /// Begins to run `work` and returns at once, without polling it.
    ///
    /// # Errors
    /// The work itself, when there is nothing here to run it; its callers then drive it.
    fn spawn(&self, work: BoxFuture<'static, ()>) -> Result<(), BoxFuture<'static, ()>>;
}

/// Runs nothing: callers drive shared work, which stands still while none of them waits for it.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoSpawn;

impl Spawn for NoSpawn {
    fn spawn(&self, work: BoxFuture<'static, ()>) -> Result<(), BoxFuture<'static, ()>> {
        Err(work)
    }
}
