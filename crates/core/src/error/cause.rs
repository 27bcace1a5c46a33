//! What caused an error, without secrets.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use crate::secrets::scrubbed;

pub(super) type Cause = Arc<dyn Error + Send + Sync>;

/// The cause as it is, or only its scrubbed words when any of them holds a secret.
pub(super) fn redacted(cause: Cause, secrets: &[String]) -> Cause {
    let mut texts = Vec::new();
    let mut is_clean = true;
    let mut next: Option<&(dyn Error + 'static)> = Some(&*cause);
    while let Some(error) = next {
        let text = error.to_string();
        let shown = scrubbed(&text, secrets);
        let debug = format!("{error:?} {error:#?}");
        is_clean &= shown == text && scrubbed(&debug, secrets) == debug;
        texts.push(shown);
        next = error.source();
    }
    if is_clean {
        return cause;
    }
    let told = texts.into_iter().rev().fold(None, |cause, text| {
        Some(Told {
            text,
            cause: cause.map(Box::new),
        })
    });
    told.map_or(cause, |told| Arc::new(told) as Cause)
}

/// The words of an error that held a secret.
#[derive(Debug)]
struct Told {
    text: String,
    cause: Option<Box<Told>>,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Told {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}
