//! The table of answers.

mod bodies;
mod breaks;
mod limits;
mod pages;
mod redirects;
mod refusals;
mod texts;
mod tokens;

use crate::answer::Answer;
use crate::expected::Meaning;
use crate::subject::Subject;

type Make = Box<dyn Fn(&Subject, &Place) -> Answer + Send + Sync>;

/// Where the battery runs, for answers that point to it.
pub(crate) struct Place {
    /// A port where every request is one too many.
    pub(crate) trap: u16,
}

/// One kind of answer.
pub(crate) struct Case {
    pub(crate) group: &'static str,
    pub(crate) name: String,
    pub(crate) meaning: Meaning,
    pub(crate) make: Make,
    /// For which operations it makes sense.
    pub(crate) applies: fn(&Subject) -> bool,
    /// What it means for an operation that answers with a file, if not the same.
    pub(crate) for_files: Files,
    /// What an error must repeat.
    pub(crate) says: Option<&'static str>,
    /// The shortest wait it asks for, in seconds.
    pub(crate) asks: u64,
}

/// What a case means for an operation that answers with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Files {
    /// The same.
    Same,
    /// A web page may be the file.
    UnlessHtml,
    /// The bytes may be the file.
    Any,
}

impl Case {
    fn new(
        group: &'static str,
        name: impl Into<String>,
        meaning: Meaning,
        make: impl Fn(&Subject, &Place) -> Answer + Send + Sync + 'static,
    ) -> Self {
        Self {
            group,
            name: name.into(),
            meaning,
            make: Box::new(make),
            applies: |_| true,
            for_files: Files::Same,
            says: None,
            asks: 0,
        }
    }

    fn says(mut self, words: &'static str) -> Self {
        self.says = Some(words);
        self
    }

    fn asks(mut self, seconds: u64) -> Self {
        self.asks = seconds;
        self
    }

    fn only(mut self, applies: fn(&Subject) -> bool) -> Self {
        self.applies = applies;
        self
    }

    fn files(mut self, files: Files) -> Self {
        self.for_files = files;
        self
    }
}

/// Every kind of answer.
pub(crate) fn all() -> Vec<Case> {
    let groups = [
        bodies::cases(),
        breaks::cases(),
        limits::cases(),
        pages::cases(),
        redirects::cases(),
        refusals::cases(),
        texts::cases(),
        tokens::cases(),
    ];
    groups.into_iter().flatten().collect()
}
