//! Where a walk through an answer is.

/// Most letters of a key that a path shows.
const LONGEST_KEY: usize = 64;

/// A chain on the stack: text is made of it only when something is wrong.
pub(crate) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    pub(crate) fn text(&self) -> String {
        match self {
            Path::Root => "$".to_owned(),
            Path::Key(parent, key) => {
                let mut text = parent.text();
                text.push('.');
                // Keys are the portal's: they may be long, and must not break a line of a log.
                let printable = |letter: char| {
                    if letter.is_control() {
                        '\u{FFFD}'
                    } else {
                        letter
                    }
                };
                text.extend(key.chars().take(LONGEST_KEY).map(printable));
                text
            }
            Path::Index(parent, index) => format!("{}[{index}]", parent.text()),
        }
    }
}
