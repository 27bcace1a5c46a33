//! Proxies, as the environment names them.

use reqwest::{NoProxy, Proxy};

use crate::core::{TransportError, TransportErrorKind};

const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// The proxies of `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY`, but for the hosts of `NO_PROXY`.
pub(super) fn of_environment(
    env: impl Fn(&str) -> Option<String>,
) -> Result<Vec<Proxy>, TransportError> {
    // In a CGI program anybody sets HTTP_PROXY, by the header `Proxy` of a request.
    if env("REQUEST_METHOD").is_some() {
        return Ok(Vec::new());
    }
    let both = |name: &'static str| {
        let value = env(name).or_else(|| env(&name.to_ascii_lowercase()));
        value.map(|value| (name, value))
    };
    let except = both("NO_PROXY").and_then(|(_, hosts)| NoProxy::from_string(&hosts));
    let proxy = |name, make: fn(String) -> reqwest::Result<Proxy>| {
        let Some((name, value)) = both(name).or_else(|| both("ALL_PROXY")) else {
            return Ok(None);
        };
        let made = address(&value).and_then(|address| make(address).ok());
        let proxy = made.ok_or_else(|| {
            let message = format!(
                "{name} is not the address of a proxy; it should look like http://proxy.example.com:3128, \
                 with one of the schemes {}",
                SCHEMES.join(", ")
            );
            TransportError::new(TransportErrorKind::Invalid, message)
        })?;
        Ok(Some(proxy.no_proxy(except.clone())))
    };
    let found = [
        proxy("HTTPS_PROXY", Proxy::https)?,
        proxy("HTTP_PROXY", Proxy::http)?,
    ];
    Ok(found.into_iter().flatten().collect())
}

/// The address with its scheme. What cannot be read here would be passed over without a word.
fn address(value: &str) -> Option<String> {
    let value = value.trim();
    let (scheme, rest) = value.split_once("://").unwrap_or(("http", value));
    let scheme = scheme.to_ascii_lowercase();
    let address = format!("{scheme}://{rest}");
    let uri: http::Uri = address.parse().ok()?;
    let has_host = uri.host().is_some_and(|host| !host.is_empty());
    (SCHEMES.contains(&scheme.as_str()) && has_host).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::of_environment;

    fn with(set: &[(&str, &str)]) -> Result<usize, String> {
        let env = |name: &str| {
            let found = set.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let proxies = of_environment(env).map_err(|error| error.to_string())?;
        Ok(proxies.len())
    }

    #[test]
    fn proxies_are_those_the_environment_names() {
        assert_eq!(with(&[]), Ok(0));
        assert_eq!(with(&[("HTTPS_PROXY", "proxy.example.com:3128")]), Ok(1));
        assert_eq!(with(&[("http_proxy", "http://proxy.example.com")]), Ok(1));
        assert_eq!(with(&[("ALL_PROXY", "socks5h://127.0.0.1:1080")]), Ok(2));
        let cgi = [
            ("HTTP_PROXY", "http://evil.example"),
            ("REQUEST_METHOD", "GET"),
        ];
        assert_eq!(with(&cgi), Ok(0));
    }

    #[test]
    fn a_proxy_that_cannot_be_used_is_not_passed_over() {
        for value in [
            "ftp://linh:hidden@proxy.example.com",
            "http://",
            "http://hidden word",
            "hidden:x:y",
        ] {
            let error = with(&[("https_proxy", value)]).unwrap_err();
            assert!(
                error.contains("HTTPS_PROXY is not") && error.contains("socks5h"),
                "{error}"
            );
            assert!(!error.contains("hidden"), "{error}");
        }
    }
}
