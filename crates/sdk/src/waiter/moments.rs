//! When a restart was asked for: a waiter that begins later can tell a machine that is back from one
//! that has not gone yet.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::table::{Goal, Wait};
use crate::core::{BoxFuture, Call, Dispatch, Response, Timer};
use crate::engine::Engine;
use crate::generated::WAITS;
use crate::{Error, ErrorKind};

/// Most moments kept.
const KEPT: usize = 256;
/// An older request is not the one that is waited for.
const RECENT: Duration = Duration::from_secs(900);

/// The moments, shared by the clones of a client.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moments(Arc<Mutex<VecDeque<(String, Duration)>>>);

impl Moments {
    fn with<T>(&self, work: impl FnOnce(&mut VecDeque<(String, Duration)>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, path: &str, moment: Duration) {
        let place = path.rsplit_once('/').map_or(path, |(place, _)| place);
        self.forget(place);
        self.with(|moments| {
            if moments.len() >= KEPT {
                moments.pop_front();
            }
            moments.push_back((place.to_owned(), moment));
        });
    }

    /// When a restart of the thing at this path was asked for, if lately.
    pub(super) fn of(&self, place: &str, now: Duration) -> Option<Duration> {
        self.with(|moments| {
            let found = moments.iter().find(|(noted, _)| noted.ends_with(place));
            found.map(|(_, moment)| *moment)
        })
        .filter(|moment| now.saturating_sub(*moment) <= RECENT)
    }

    /// The restart is over.
    pub(super) fn forget(&self, place: &str) {
        self.with(|moments| moments.retain(|(noted, _)| !noted.ends_with(place)));
    }
}

/// An engine that notes when restarts are asked for.
#[derive(Clone, Debug)]
pub(crate) struct Noting {
    pub(crate) engine: Engine,
    pub(crate) moments: Moments,
    pub(crate) timer: Arc<dyn Timer>,
}

impl Dispatch for Noting {
    fn dispatch(&self, call: Call) -> BoxFuture<'_, Result<Response, Error>> {
        if !asks(call.operation.id) {
            return self.engine.dispatch(call);
        }
        Box::pin(async move {
            let path = call.request.uri().path().to_owned();
            let moment = self.timer.monotonic();
            let outcome = self.engine.dispatch(call).await;
            let may_have_run = match &outcome {
                Ok(_) => true,
                Err(error) => error.kind() == ErrorKind::OutcomeUnknown,
            };
            if may_have_run {
                self.moments.note(&path, moment);
            }
            outcome
        })
    }
}

fn asks(operation: &str) -> bool {
    let goals = |wait: &&'static Wait| wait.goals.iter();
    WAITS
        .iter()
        .flat_map(goals)
        .any(|goal: &Goal| goal.asked_by.contains(&operation))
}
