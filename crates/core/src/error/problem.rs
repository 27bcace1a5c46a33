//! What the portal complained about, and what a second factor needs.

use std::fmt;

use viettel_idc_wire::Secret;

use crate::secrets::scrubbed;

/// One complaint of the portal, whichever of its forms it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// A code, such as `token_expired`, when it looks like one.
    pub code: Option<String>,
    /// The text; the code again when that is all there is.
    pub message: String,
    /// The field it is about.
    pub field: Option<String>,
}

impl Problem {
    /// A complaint in words or as a code: what has no spaces and starts with a small letter is one.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let code = looks_like_code(text).then(|| text.to_owned());
        Self {
            code,
            message: text.to_owned(),
            field: None,
        }
    }

    /// The same complaint, about a field.
    #[must_use]
    pub fn about(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// The same complaint under this code.
    #[must_use]
    pub fn coded(mut self, code: &str) -> Self {
        self.code = Some(code.to_owned());
        self
    }

    pub(super) fn redact(&mut self, secrets: &[String]) {
        self.message = scrubbed(&self.message, secrets);
        for text in [&mut self.code, &mut self.field].into_iter().flatten() {
            *text = scrubbed(text, secrets);
        }
    }
}

fn looks_like_code(text: &str) -> bool {
    let plain =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '.');
    text == "invalid method"
        || (text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(plain))
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.message)?;
        match &self.code {
            Some(code) if *code != self.message => write!(f, " [{code}]"),
            _ => Ok(()),
        }
    }
}

/// What the portal gives instead of a token when it wants a second factor.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MfaChallenge {
    /// Token that verifying the second factor is authorised with.
    pub token: Secret,
    /// The ways the portal offers, such as `totp`.
    pub methods: Vec<String>,
    /// When the challenge ends, as the portal wrote it.
    pub expires_at: Option<String>,
}

impl MfaChallenge {
    /// A challenge.
    #[must_use]
    pub fn new(token: Secret, methods: Vec<String>, expires_at: Option<String>) -> Self {
        Self {
            token,
            methods,
            expires_at,
        }
    }
}
