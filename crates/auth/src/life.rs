//! How long an access token still holds.

use std::time::Duration;

use viettel_idc_core::Timer;
use web_time::SystemTime;

use crate::{TokenPair, jwt};

/// Longest time before its end at which a token is renewed.
const LEEWAY: Duration = Duration::from_secs(60);

/// When a token ends. The clocks of this machine and of the portal may be hours apart, so the life of
/// a token that arrives here is counted from its arrival. For one from a store only the time of day is
/// left, which is believed no further than to renew once.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Life {
    /// It does not tell.
    Endless,
    /// At this moment of the monotonic clock.
    Counted { end: Duration, leeway: Duration },
    /// At this time of day.
    Told { end: SystemTime, leeway: Duration },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    Enough,
    /// It ends within a minute, or a tenth of its life when that is shorter.
    Little,
    Nothing,
}

impl Life {
    /// Of a pair the portal has just sent.
    pub(crate) fn from_now(pair: &TokenPair, timer: &dyn Timer) -> Self {
        let Some(times) = jwt::times(pair.token().expose()) else {
            return Self::Endless;
        };
        let begin = times.issued.unwrap_or_else(|| timer.now());
        match times.expires.duration_since(begin) {
            Ok(life) if !life.is_zero() => Self::Counted {
                end: timer.monotonic().saturating_add(life),
                leeway: LEEWAY.min(life / 10),
            },
            _ => Self::Endless,
        }
    }

    /// Of a pair that was kept somewhere.
    pub(crate) fn as_told(pair: &TokenPair) -> Self {
        let Some(times) = jwt::times(pair.token().expose()) else {
            return Self::Endless;
        };
        let life = times
            .issued
            .and_then(|issued| times.expires.duration_since(issued).ok());
        Self::Told {
            end: times.expires,
            leeway: life.map_or(LEEWAY, |life| LEEWAY.min(life / 10)),
        }
    }

    pub(crate) fn left(self, timer: &dyn Timer) -> Left {
        let (left, leeway) = match self {
            Self::Endless => return Left::Enough,
            Self::Counted { end, leeway } => (end.saturating_sub(timer.monotonic()), leeway),
            Self::Told { end, leeway } => {
                (end.duration_since(timer.now()).unwrap_or_default(), leeway)
            }
        };
        if left.is_zero() {
            Left::Nothing
        } else if left <= leeway {
            Left::Little
        } else {
            Left::Enough
        }
    }

    /// Whether it has ended beyond doubt.
    pub(crate) fn is_over(self, timer: &dyn Timer) -> bool {
        matches!(self, Self::Counted { .. }) && self.left(timer) == Left::Nothing
    }
}
