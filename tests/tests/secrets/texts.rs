//! Everything that anybody may print.

use std::error::Error as _;
use std::fmt::{Debug, Display};

use viettel_idc::Error;

/// A place, and what stands there.
pub(crate) type Texts = Vec<(String, String)>;

pub(crate) fn debug(place: &str, value: &impl Debug) -> Texts {
    vec![
        (format!("Debug of {place}"), format!("{value:?}")),
        (format!("long Debug of {place}"), format!("{value:#?}")),
    ]
}

fn both(place: &str, value: &(impl Debug + Display + ?Sized)) -> Texts {
    vec![
        (format!("Display of {place}"), value.to_string()),
        (format!("long Display of {place}"), format!("{value:#}")),
        (format!("Debug of {place}"), format!("{value:?}")),
        (format!("long Debug of {place}"), format!("{value:#?}")),
    ]
}

/// The texts of an error and of everything that caused it. The raw JSON is the one thing that may
/// hold a secret, and says so.
pub(crate) fn of(error: &Error) -> Texts {
    let mut all = both("the error", error);
    let mut cause = error.source();
    while let Some(inner) = cause {
        all.extend(both("a cause", inner));
        cause = inner.source();
    }
    for problem in error.problems() {
        all.extend(both("a problem", problem));
        let parts = [
            Some(&problem.message),
            problem.code.as_ref(),
            problem.field.as_ref(),
        ];
        let parts = parts.into_iter().flatten();
        all.extend(parts.map(|text| ("a problem's part".to_owned(), text.clone())));
    }
    all.extend(
        error
            .codes()
            .map(|code| ("a code".to_owned(), code.to_owned())),
    );
    all.extend(
        error
            .fields()
            .map(|field| ("a field".to_owned(), field.to_owned())),
    );
    all.extend(
        error
            .json_path()
            .map(|path| ("the path".to_owned(), path.to_owned())),
    );
    all.extend(
        error
            .mfa()
            .map(|mfa| ("the challenge".to_owned(), format!("{mfa:?}"))),
    );
    all
}
