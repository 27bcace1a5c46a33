//! What is known about waiting before it begins. The tables are generated from the spec.

/// How a thing is looked at, and what it can be waited for to become.
#[derive(Debug)]
pub(crate) struct Wait {
    /// The operation that reads it.
    pub(crate) operation: &'static str,
    /// What it is, in words.
    pub(crate) thing: &'static str,
    /// The part of the answer that is the result.
    pub(crate) result: Option<&'static str>,
    /// Where in the result its status stands, as `ticket.status`.
    pub(crate) status: &'static str,
    /// The first is what it does when nothing is said.
    pub(crate) goals: &'static [Goal],
}

/// What a thing is waited for to become. Words are in small letters, without spaces or signs.
#[derive(Debug)]
pub(crate) struct Goal {
    pub(crate) name: &'static str,
    /// Words for the goal.
    pub(crate) done: &'static [&'static str],
    /// Words from which the goal cannot be reached any more.
    pub(crate) lost: &'static [&'static str],
    /// Words for a failure, if they last.
    pub(crate) failed: &'static [&'static str],
    /// Words for another rest, if it moved there and they last.
    pub(crate) rest: &'static [&'static str],
    /// Property with the seconds since it was started, when a restart is wanted.
    pub(crate) uptime: Option<&'static str>,
    /// Operations that ask for the restart.
    pub(crate) asked_by: &'static [&'static str],
}

/// A word as the tables have it: `Powered_Off` is `poweredoff`.
pub(crate) fn plain(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
