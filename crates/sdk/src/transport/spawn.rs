//! Tasks by tokio.

use tokio::runtime::Handle;

use crate::core::{BoxFuture, Spawn};

/// Runs work as a task of the tokio runtime its caller is in. Outside of one, callers drive it.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioSpawn;

impl Spawn for TokioSpawn {
    fn spawn(&self, work: BoxFuture<'static, ()>) -> Result<(), BoxFuture<'static, ()>> {
        match Handle::try_current() {
            Ok(runtime) => {
                drop(runtime.spawn(work));
                Ok(())
            }
            Err(_) => Err(work),
        }
    }
}
