//! Whose tokens they are.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use viettel_idc_core::Error;

use crate::TokenPair;

/// Whose tokens they are: a portal, and a user of it where the user is known.
///
/// Written as one text, the portal's address and the user's name with a space between.
///
/// ```
/// use viettel_idc_auth::Owner;
///
/// let owner = Owner::new("https://Portal.example.com/api/", Some("linh.tran@example.com"));
/// assert_eq!(owner.to_string(), "https://portal.example.com:443/api linh.tran@example.com");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    portal: String,
    user: Option<String>,
}

impl Owner {
    /// The owner of the tokens of `user` at the portal with this base URL. Spellings of one address
    /// are one portal.
    #[must_use]
    pub fn new(base_url: &str, user: Option<&str>) -> Self {
        Self {
            portal: address(base_url),
            user: user.map(str::to_owned),
        }
    }

    /// Address of the portal: scheme, host, port and path.
    #[must_use]
    pub fn portal(&self) -> &str {
        &self.portal
    }

    /// Name of the user; a client with nothing but tokens does not know it.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// Whether a client of this owner may use tokens of `other`: at the same portal its user's, or
    /// anybody's when it names no user.
    #[must_use]
    pub fn may_use(&self, other: &Owner) -> bool {
        self.portal == other.portal && (self.user.is_none() || self.user == other.user)
    }

    /// Refuses tokens that say they are somebody else's.
    ///
    /// # Errors
    /// [`viettel_idc_core::ErrorKind::InvalidRequest`], naming both.
    pub fn check(&self, tokens: &TokenPair) -> Result<(), Error> {
        match tokens.owner() {
            Some(other) if !self.may_use(other) => Err(Error::invalid_request(format!(
                "these are the tokens of {}; this client is of {}",
                other.words(),
                self.words()
            ))),
            _ => Ok(()),
        }
    }

    /// In words, for errors.
    pub(crate) fn words(&self) -> String {
        let user = self.user().unwrap_or("a user without a name");
        format!("{user} at {}", self.portal)
    }
}

fn address(url: &str) -> String {
    let url = url.trim_end_matches('/').to_owned();
    let Some((scheme, rest)) = url.split_once("://") else {
        return url;
    };
    let end = rest.find('/').unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let mut address = format!("{scheme}://{host}").to_ascii_lowercase();
    // The colons of an IPv6 address stand inside brackets.
    if !host
        .rsplit(']')
        .next()
        .is_some_and(|rest| rest.contains(':'))
    {
        let is_plain = scheme.eq_ignore_ascii_case("http");
        address.push_str(if is_plain { ":80" } else { ":443" });
    }
    address.push_str(path);
    address
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.portal)?;
        self.user
            .as_ref()
            .map_or(Ok(()), |user| write!(f, " {user}"))
    }
}

/// Reads what `Display` wrote.
impl From<&str> for Owner {
    fn from(text: &str) -> Self {
        let (portal, user) = match text.split_once(' ') {
            Some((portal, user)) => (portal, Some(user.to_owned())),
            None => (text, None),
        };
        Self {
            portal: portal.to_owned(),
            user,
        }
    }
}

impl Serialize for Owner {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Owner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::from(text.as_str()))
    }
}
