//! What a client holds of its session.

use std::time::Duration;

use viettel_idc_core::{Error, Timer};

use crate::flight::Flight;
use crate::life::{Left, Life};
use crate::{Owner, TokenPair};

/// Pairs that are past, kept in mind because a store may give them for some time yet.
const PAST: usize = 4;
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// What is done for all callers at once. A greater one does the work of a smaller one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// Store the held pair, which could not be stored before.
    Save,
    /// See whether the store has another pair by now.
    Look,
    /// The held pair is missing, about to end, or was refused.
    Renew,
    /// The user wants a new session.
    Login,
}

/// What is under way.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    pub(crate) id: u64,
    pub(crate) purpose: Purpose,
    /// The generation of the pair it is to replace.
    pub(crate) begun: u64,
    pub(crate) flight: Flight,
}

#[derive(Debug)]
pub(crate) struct State {
    /// Whose session it is. A client without a user name takes the one of the pair it finds.
    pub(crate) owner: Owner,
    pub(crate) tokens: Option<TokenPair>,
    life: Life,
    /// Whether the portal refused the access token.
    pub(crate) is_denied: bool,
    /// Whether the store does not say yet whose the held pair is.
    pub(crate) is_unclaimed: bool,
    /// Counts the pairs.
    pub(crate) generation: u64,
    /// Kept here and not with the caller that began it: the others join it.
    pub(crate) flight: Option<Shared>,
    pub(crate) flights: u64,
    pub(crate) over: Option<Over>,
    past: Vec<TokenPair>,
    /// Why the portal is not asked for a login again at once.
    pub(crate) pause: Option<Pause>,
    /// When renewing before the end is tried again.
    pub(crate) early: Duration,
    pub(crate) unsaved: Option<Unsaved>,
}

/// Why there will be no new tokens until something changes.
#[derive(Clone, Debug)]
pub(crate) struct Over {
    pub(crate) error: Error,
    /// Ended by the user: only the user begins a new session. After a refusal the store may have a
    /// pair somebody else obtained.
    pub(crate) is_logout: bool,
}

#[derive(Debug)]
pub(crate) struct Pause {
    error: Error,
    length: Duration,
    until: Duration,
}

/// A pair that is held and could not be stored.
#[derive(Debug)]
pub(crate) struct Unsaved {
    pub(crate) error: Error,
    /// When storing it is tried again.
    pub(crate) again: Duration,
    length: Duration,
}

impl State {
    pub(crate) fn new(owner: Owner, tokens: Option<TokenPair>) -> Self {
        Self {
            life: tokens.as_ref().map_or(Life::Endless, Life::as_told),
            owner,
            tokens,
            is_denied: false,
            is_unclaimed: false,
            generation: 0,
            flight: None,
            flights: 0,
            over: None,
            past: Vec::new(),
            pause: None,
            early: Duration::ZERO,
            unsaved: None,
        }
    }

    /// Goes on with this pair.
    pub(crate) fn hold(&mut self, pair: TokenPair, life: Life) {
        self.forget();
        if let Some(owner) = pair.owner() {
            self.owner = owner.clone();
        }
        let owner = Some(self.owner.clone());
        self.tokens = Some(pair.with_owner(owner));
        self.life = life;
        self.over = None;
        self.early = Duration::ZERO;
        self.unsaved = None;
    }

    /// No pair any more.
    pub(crate) fn forget(&mut self) {
        self.generation += 1;
        self.is_denied = false;
        if let Some(pair) = self.tokens.take() {
            self.past.truncate(PAST - 1);
            self.past.insert(0, pair);
        }
    }

    /// A refusal is remembered: asking again with the same password would only lock the account. An
    /// access token that still holds is used to its end.
    pub(crate) fn refuse(&mut self, error: Error, is_of_no_use: bool) {
        if is_of_no_use {
            self.forget();
        }
        self.over = Some(Over {
            error,
            is_logout: false,
        });
    }

    pub(crate) fn left(&self, timer: &dyn Timer) -> Left {
        self.life.left(timer)
    }

    /// Whether the held access token has ended beyond doubt.
    pub(crate) fn is_spent(&self, timer: &dyn Timer) -> bool {
        self.tokens.is_none() || self.life.is_over(timer)
    }

    /// Whether a pair from the store is newer than what is held here. A store may lag.
    pub(crate) fn is_news(&self, stored: &TokenPair) -> bool {
        let held = self.tokens.as_ref();
        !self.past.contains(stored)
            && held.is_none_or(|held| held != stored && !stored.is_older_than(held))
    }

    /// The portal did not take the password, without saying that it is wrong.
    pub(crate) fn pause(&mut self, error: Error, now: Duration) {
        let length = self.pause.take().map_or(FIRST_PAUSE, |pause| {
            pause.length.saturating_mul(2).min(LONGEST_PAUSE)
        });
        let length = length.max(error.retry_after().unwrap_or_default());
        self.pause = Some(Pause {
            until: now.saturating_add(length),
            length,
            error,
        });
    }

    /// The pause a login has to keep, and why.
    pub(crate) fn paused(&self, now: Duration) -> Option<(Duration, Error)> {
        let pause = self.pause.as_ref()?;
        let left = pause
            .until
            .checked_sub(now)
            .filter(|left| !left.is_zero())?;
        Some((left, pause.error.clone().with_retry_after(Some(left))))
    }

    pub(crate) fn not_saved(&mut self, error: Error, now: Duration) {
        // The next call tries at once, later ones less and less often.
        let length = self.unsaved.take().map_or(Duration::ZERO, |unsaved| {
            unsaved
                .length
                .saturating_mul(2)
                .clamp(FIRST_PAUSE, LONGEST_PAUSE)
        });
        self.unsaved = Some(Unsaved {
            error,
            again: now.saturating_add(length),
            length,
        });
    }
}
