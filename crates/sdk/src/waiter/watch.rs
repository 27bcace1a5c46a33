//! What was seen of a thing so far, and what follows from it. All of it is a matter of time, never of
//! how often somebody looked.

use std::time::Duration;

use super::table::{Goal, plain};

/// A wrong state that lasts this long will not go away by itself.
const REST: Duration = Duration::from_secs(30);
/// The same in the middle of a restart, when being off is part of it.
const RESTART_REST: Duration = Duration::from_secs(120);
/// A restart may begin this long after it was asked for.
const GRACE: Duration = Duration::from_secs(20);
/// A start this long before the waiting began may be the restart that is waited for.
const RECENT: Duration = Duration::from_secs(300);
/// A machine of which neither a going nor a new start is seen for this long will show none.
const UNSEEN: Duration = Duration::from_secs(60);

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Done,
    /// The goal will not be reached.
    Failed,
    /// It is as it should be, and no sign of a restart was seen.
    Unseen,
    Wait,
}

/// What was seen of a thing so far. Times are moments of the client's clock.
#[derive(Debug)]
pub(crate) struct Watch {
    goal: &'static Goal,
    began: Duration,
    /// When this client asked for the restart.
    asked: Option<Duration>,
    last: Option<String>,
    since: Duration,
    moved: bool,
    away: bool,
    uptime: Option<u64>,
    /// Nothing speaks against the restart but that it may yet begin.
    likely: bool,
}

impl Watch {
    pub(crate) fn new(goal: &'static Goal, began: Duration, asked: Option<Duration>) -> Self {
        Self {
            goal,
            began,
            asked,
            last: None,
            since: began,
            moved: false,
            away: false,
            uptime: None,
            likely: false,
        }
    }

    /// Whether the goal counts as reached if there is no more time.
    pub(crate) fn is_likely(&self) -> bool {
        self.likely
    }

    pub(crate) fn see(&mut self, word: &str, uptime: Option<u64>, now: Duration) -> Verdict {
        let word = plain(word);
        self.likely = false;
        if word.is_empty() {
            return Verdict::Wait;
        }
        if self.last.as_ref() != Some(&word) {
            self.moved |= self.last.is_some();
            self.since = now;
        }
        let goal = self.goal;
        let is = |words: &[&str]| words.contains(&word.as_str());
        let lasts = now.saturating_sub(self.since)
            >= match goal.uptime {
                Some(_) => RESTART_REST,
                None => REST,
            };
        let verdict = if is(goal.done) {
            self.arrived(uptime, now)
        } else if is(goal.lost) || (lasts && (is(goal.failed) || (self.moved && is(goal.rest)))) {
            Verdict::Failed
        } else {
            self.away = true;
            Verdict::Wait
        };
        self.last = Some(word);
        verdict
    }

    /// It is as it should be; a restart must also have happened.
    fn arrived(&mut self, uptime: Option<u64>, now: Duration) -> Verdict {
        if self.goal.uptime.is_none() || self.away {
            return Verdict::Done;
        }
        let asked = self.asked.unwrap_or(self.began);
        let waited = now.saturating_sub(asked);
        let Some(seconds) = uptime else {
            self.likely = true;
            return self.after(GRACE, waited, Verdict::Done);
        };
        let began_anew = self.uptime.is_some_and(|before| seconds < before);
        self.uptime = uptime;
        // The portal gives whole seconds.
        if began_anew || seconds <= waited.as_secs() + 1 {
            return Verdict::Done;
        }
        if self.asked.is_none() && seconds <= (waited + RECENT).as_secs() {
            self.likely = true;
            return self.after(GRACE, waited, Verdict::Done);
        }
        let watched = now.saturating_sub(self.began);
        self.after(UNSEEN, watched.min(waited), Verdict::Unseen)
    }

    fn after(&self, limit: Duration, waited: Duration, verdict: Verdict) -> Verdict {
        if waited >= limit {
            verdict
        } else {
            Verdict::Wait
        }
    }
}
