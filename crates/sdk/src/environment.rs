//! Settings from the environment.

use crate::{Client, ClientBuilder, Error};

const NAMES: [&str; 3] = [
    "VIETTEL_IDC_URL",
    "VIETTEL_IDC_USERNAME",
    "VIETTEL_IDC_PASSWORD",
];

impl Client {
    /// Starts a client with what the environment says: `VIETTEL_IDC_USERNAME` and
    /// `VIETTEL_IDC_PASSWORD`, and `VIETTEL_IDC_URL` for another portal than the production one.
    ///
    /// ```no_run
    /// let client = viettel_idc::Client::from_env()?.build()?;
    /// # Ok::<(), viettel_idc::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`crate::ErrorKind::InvalidRequest`] when only one of name and password is set.
    pub fn from_env() -> Result<ClientBuilder, Error> {
        from(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    }
}

fn from(value: impl Fn(&str) -> Option<String>) -> Result<ClientBuilder, Error> {
    let [url, username, password] = NAMES.map(value);
    let builder = match url {
        Some(url) => Client::builder().base_url(&url),
        None => Client::builder(),
    };
    let missing = |name: &str| {
        Err(Error::invalid_request(format!(
            "{name} is not set, and its counterpart is; set both or none"
        )))
    };
    match (username, password) {
        (Some(username), Some(password)) => Ok(builder.password(username, password)),
        (None, None) => Ok(builder),
        (Some(_), None) => missing(NAMES[2]),
        (None, Some(_)) => missing(NAMES[1]),
    }
}

#[cfg(test)]
mod tests {
    use super::{NAMES, from};

    fn env(set: [&str; 3]) -> Result<String, String> {
        let value = |name: &str| {
            let index = NAMES
                .iter()
                .position(|known| *known == name)
                .unwrap_or_default();
            Some(set[index].to_owned()).filter(|value| !value.is_empty())
        };
        let client = from(value).and_then(crate::ClientBuilder::build);
        client
            .map(|client| client.core().base_url().to_owned())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn all_none_or_only_the_portal_may_be_set() {
        assert_eq!(
            env(["", "", ""]).unwrap(),
            "https://manager.idcviettel.com/api"
        );
        assert_eq!(
            env(["https://portal.example.com/api", "linh", "x"]).unwrap(),
            "https://portal.example.com/api"
        );
        assert!(
            env(["", "linh", ""])
                .unwrap_err()
                .contains("VIETTEL_IDC_PASSWORD is not set")
        );
        assert!(
            env(["", "", "x"])
                .unwrap_err()
                .contains("VIETTEL_IDC_USERNAME is not set")
        );
    }
}
