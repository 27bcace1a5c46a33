//! What the design says about an answer, for each class of operation.

use viettel_idc::ErrorKind::{
    self, Authentication, Decode, NotFound, OutcomeUnknown, Permission, Portal, RateLimit, Timeout,
    Transport, Validation,
};

use crate::subject::Subject;

/// Most times a call is sent.
pub(crate) const MOST: usize = 2;

/// What the portal itself may say no with.
pub(crate) const REFUSALS: [ErrorKind; 5] =
    [Portal, Validation, NotFound, Permission, Authentication];

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Got {
    Success,
    Failure(ErrorKind),
    Panic,
    Hang,
}

impl Got {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure(kind) => kind.as_str(),
            Self::Panic => "PANIC",
            Self::Hang => "HANG",
        }
    }
}

/// Which answers follow the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Pass {
    /// The same again.
    Ever,
    /// A good one.
    Once,
}

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A success, in whatever dress.
    Good,
    /// The portal's own no, in its own words: one request, nothing was done.
    Refused(&'static [ErrorKind]),
    /// Not the portal: a page, a redirect, nothing at all, half an answer.
    Stranger,
    /// The connection broke, or stood still.
    Broken,
    /// The portal's JSON with a server's error: it may have got anywhere.
    Failed,
    /// Too many calls, in the portal's words; the wait it asks for can be waited.
    Limited,
    /// As `Limited`, and the wait is longer than any deadline.
    LimitedTooLong,
    /// Too many calls, says somebody.
    LimitedByStranger,
    /// As `Limited`, with a wait that may count as too long or as none.
    LimitedAnyhow,
    /// A stranger who asks for a wait longer than any deadline.
    StrangerForever,
    /// Perhaps about the token: renewed and sent again, or a refusal.
    TokenUnsure,
    /// The token ended, and that is all the answer says: renewed and sent again, whatever it is.
    TokenEnded,
    /// HTTP 401 without the portal's words.
    TokenDoubtful,
    /// The token ended, and something else as well: nothing that acts is sent again.
    TokenAndMore,
    /// A no beside the proof of a yes.
    Contradiction,
    /// Neither a no nor a proof.
    Unproven,
    /// JSON with a client's error status, but not in the portal's words.
    UnprovenRefusal,
    /// As good as a success for who only reads; who acts may doubt it.
    Odd,
    /// Contradicts itself; must not be a success of what acts.
    Suspicious,
}

/// What is right.
pub(crate) struct Right {
    pub(crate) results: Vec<Got>,
    pub(crate) requests: std::ops::RangeInclusive<usize>,
}

fn right(results: &[ErrorKind], requests: std::ops::RangeInclusive<usize>) -> Right {
    Right {
        results: results.iter().copied().map(Got::Failure).collect(),
        requests,
    }
}

impl Right {
    fn success(requests: usize) -> Self {
        right(&[], requests..=requests).or_success()
    }

    /// Or it is taken for a stranger's and sent again.
    fn or_transport(mut self, pass: Pass) -> Self {
        self.results.push(match pass {
            Pass::Ever => Got::Failure(Transport),
            Pass::Once => Got::Success,
        });
        self
    }

    fn or_success(mut self) -> Self {
        self.results.push(Got::Success);
        self
    }
}

impl Meaning {
    /// Whether a second answer may be asked for at all. Where it may not, the first pass shows a
    /// second request just as well.
    pub(crate) fn has_second(self, subject: &Subject) -> bool {
        match self {
            Self::Good | Self::Refused(_) | Self::LimitedTooLong | Self::Contradiction => false,
            Self::TokenEnded | Self::TokenUnsure | Self::TokenAndMore => true,
            _ => !subject.acts(),
        }
    }

    /// What must become of a call of `subject` that is answered so.
    pub(crate) fn right(self, subject: &Subject, pass: Pass) -> Right {
        if let Some(right) = self.of_any(subject, pass) {
            return right;
        }
        if subject.acts() {
            self.of_acting(subject, pass)
        } else {
            self.of_repeatable(subject, pass)
        }
    }

    /// Where the class makes no difference.
    fn of_any(self, subject: &Subject, pass: Pass) -> Option<Right> {
        Some(match self {
            Self::Good => Right::success(1),
            Self::Refused(kinds) => right(kinds, 1..=1),
            Self::LimitedTooLong => right(&[RateLimit], 1..=1),
            Self::LimitedAnyhow => {
                let mut right = right(&[RateLimit], 1..=MOST);
                if !subject.acts() && pass == Pass::Once {
                    right = right.or_success();
                }
                if subject.acts() {
                    right.requests = 1..=1;
                }
                right
            }
            Self::TokenUnsure => {
                let mut right = right(&REFUSALS, 1..=2);
                if subject.has_token() && pass == Pass::Once {
                    right = right.or_success();
                }
                right
            }
            Self::TokenEnded if !subject.has_token() => right(&[Authentication], 1..=1),
            Self::TokenEnded => match pass {
                Pass::Once => Right::success(2),
                Pass::Ever => right(&[Authentication], 2..=2),
            },
            _ => return None,
        })
    }

    fn of_acting(self, subject: &Subject, _: Pass) -> Right {
        match self {
            Self::Limited => right(&[RateLimit], 1..=1),
            // Its shape has an `error` beside `status: true`: both stay visible.
            Self::Contradiction if subject.shows_errors() => Right::success(1),
            Self::TokenAndMore => {
                right(&[OutcomeUnknown, Authentication, Portal, Validation], 1..=1)
            }
            Self::Odd => right(&[OutcomeUnknown], 1..=1).or_success(),
            Self::Suspicious => {
                let mut right = right(&REFUSALS, 1..=1);
                right.results.push(Got::Failure(OutcomeUnknown));
                right
            }
            _ => right(&[OutcomeUnknown], 1..=1),
        }
    }

    fn of_repeatable(self, subject: &Subject, pass: Pass) -> Right {
        let again = |kinds: &[ErrorKind]| match pass {
            Pass::Ever => right(kinds, MOST..=MOST),
            Pass::Once => Right::success(2),
        };
        match self {
            Self::Stranger => again(&[Transport]),
            Self::StrangerForever => right(&[Transport], 1..=1),
            Self::TokenDoubtful if !subject.has_token() => again(&[Transport, Authentication]),
            Self::TokenDoubtful => match pass {
                Pass::Ever => right(&[Transport, Authentication], 2..=MOST),
                Pass::Once => Right::success(2),
            },
            Self::Broken => again(&[Transport, Timeout]),
            Self::Failed => again(&[Portal, Transport, Timeout, Authentication]),
            Self::Limited | Self::LimitedByStranger => again(&[RateLimit]),
            Self::Contradiction => right(&REFUSALS, 1..=1),
            Self::TokenAndMore => right(&REFUSALS, 1..=2).or_success(),
            Self::UnprovenRefusal => right(&REFUSALS, 1..=MOST).or_transport(pass),
            // Twice is as good as once, but it needs a proof too.
            Self::Unproven if !subject.is_read() => again(&[OutcomeUnknown]),
            Self::Unproven | Self::Odd => right(&[Decode, Transport], 1..=MOST).or_success(),
            _ => {
                let mut right = right(&REFUSALS, 1..=MOST).or_success();
                let more = [Decode, Transport, OutcomeUnknown].map(Got::Failure);
                right.results.extend(more);
                right
            }
        }
    }
}

/// Anything that ends: what is no file and what is one cannot be told apart.
pub(crate) fn any() -> Right {
    let mut right = right(&REFUSALS, 1..=MOST).or_success();
    let more = [Decode, Transport, Timeout, RateLimit].map(Got::Failure);
    right.results.extend(more);
    right
}
