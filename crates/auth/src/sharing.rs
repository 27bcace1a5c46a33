//! Joining what is under way, or beginning it.

use std::sync::Arc;
use std::time::Duration;

use viettel_idc_core::{
    BoxFuture, Error, NoSpawn, Spawn, TransportError, TransportErrorKind, timeout,
};

use crate::Authenticator;
use crate::flight::take_off;
use crate::state::{Purpose, Shared};

/// How long a call waits for a pair to be stored that could not be stored before.
const SAVING: Duration = Duration::from_secs(1);
/// How often a renewal is begun for one caller when runtimes drop it; the last one it drives itself.
const BEGINNINGS: u32 = 3;

impl Authenticator {
    /// Stores a pair that could not be stored before.
    pub(crate) async fn save_again(&self) {
        let now = self.0.timer.monotonic();
        let is_due = {
            let state = self.0.state();
            let unsaved = state.unsaved.as_ref();
            state.flight.is_none() && unsaved.is_some_and(|unsaved| unsaved.again <= now)
        };
        if is_due {
            let saving = self.fly(Purpose::Save, None);
            let _ = timeout(&*self.0.timer, SAVING, saving).await;
        }
    }

    /// Joins what is under way, or begins it, unless the pair that was `seen` is already another's
    /// past: looking and joining are one step, or a renewal could end in between.
    pub(crate) fn fly(
        &self,
        purpose: Purpose,
        seen: Option<u64>,
    ) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            for beginning in 1..=BEGINNINGS {
                loop {
                    let Some((shared, is_mine)) = self.board(purpose, seen, beginning) else {
                        return Ok(());
                    };
                    let outcome = shared.flight.await;
                    self.0.landed(shared.id);
                    match outcome {
                        Some(outcome) if is_mine => return outcome,
                        // It was something else, and had to be waited for.
                        Some(_) => {}
                        None => break,
                    }
                }
            }
            Err(Error::transport(TransportError::new(
                TransportErrorKind::Lost,
                "renewing the tokens was dropped with the runtime it ran on; call again",
            )))
        })
    }

    /// What is under way, and whether that is what is wanted.
    fn board(&self, purpose: Purpose, seen: Option<u64>, beginning: u32) -> Option<(Shared, bool)> {
        let mut state = self.0.state();
        let begun = state.generation;
        if seen.is_some_and(|seen| seen != begun) {
            return None;
        }
        if state.flight.is_none() {
            state.flights += 1;
            let id = state.flights;
            let inner = Arc::clone(&self.0);
            let work: BoxFuture<'static, _> = Box::pin(async move {
                let outcome = inner.obtain(purpose, begun).await;
                // Said before anybody who waits goes on.
                inner.landed(id);
                outcome
            });
            let spawn: &dyn Spawn = if beginning < BEGINNINGS {
                &*self.0.spawn
            } else {
                &NoSpawn
            };
            state.flight = Some(Shared {
                id,
                purpose,
                begun,
                flight: take_off(spawn, work),
            });
        }
        let shared = state.flight.clone()?;
        let is_mine = shared.purpose >= purpose && shared.begun == begun;
        Some((shared, is_mine))
    }
}
