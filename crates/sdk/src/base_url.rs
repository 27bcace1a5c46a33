//! Where the portal is: an address that can be used, and that keeps a password to itself.

use std::net::Ipv4Addr;

use crate::Error;

pub(crate) const PRODUCTION: &str = "https://manager.idcviettel.com/api";

/// The base URL without the slash at its end, if it can be used.
pub(crate) fn check(url: &str, plain_http: bool) -> Result<&str, Error> {
    let refuse = |why: &str| {
        Err(Error::invalid_request(format!(
            "the base URL {why}; it should look like {PRODUCTION}"
        )))
    };
    // The parser drops what follows.
    if url.contains('#') {
        return refuse("must end before the #");
    }
    if url.contains('?') {
        return refuse("must end before the query");
    }
    let Ok(uri) = url.parse::<http::Uri>() else {
        return refuse("cannot be read");
    };
    let (Some(host), Some(authority)) = (uri.host(), uri.authority()) else {
        return refuse("names no host");
    };
    if authority.as_str().contains('@') {
        return refuse("holds a user name; use password() or basic()");
    }
    if authority.as_str() != host && uri.port_u16().is_none_or(|port| port == 0) {
        return refuse("has a port that cannot be");
    }
    let trimmed = url.strip_suffix('/').unwrap_or(url);
    let path = uri.path().strip_suffix('/').unwrap_or(uri.path());
    if path.contains('\\') {
        return refuse("has \\ in its path");
    }
    // As %2e they are dots to whoever normalizes the URL.
    let mut triples = path.as_bytes().windows(3);
    let dots = triples.any(|triple| triple.eq_ignore_ascii_case(b"%2e"));
    if dots || path.split('/').any(|part| part == "." || part == "..") {
        return refuse("has . or .. in its path");
    }
    if path.split('/').skip(1).any(str::is_empty) {
        return refuse("has // in its path");
    }
    match uri.scheme_str() {
        Some("https") => Ok(trimmed),
        Some("http") if plain_http || is_this_machine(host) => Ok(trimmed),
        Some("http") => {
            refuse("would send the password in the clear; use https, or allow_plain_http()")
        }
        _ => refuse("must begin with https://"),
    }
}

/// Whether what is sent to this host cannot leave the machine. Names below `localhost` do not count:
/// some systems ask the network for them.
pub(crate) fn is_this_machine(host: &str) -> bool {
    let address = host.parse::<Ipv4Addr>();
    host.eq_ignore_ascii_case("localhost")
        || host == "[::1]"
        || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{check, is_this_machine};

    #[test]
    fn an_address_is_taken_without_the_slash_at_its_end() {
        for url in [
            "https://portal.example.com/api",
            "https://portal.example.com",
            "https://portal.example.com:8443/whmcs/api",
            "https://[2001:db8::7]/api",
            "http://localhost:8080/api",
            "http://LOCALHOST/api",
            "http://127.0.0.2:8080",
            "http://[::1]:8080/api",
        ] {
            assert_eq!(check(url, false).unwrap(), url);
            assert_eq!(check(&format!("{url}/"), false).unwrap(), url);
        }
        assert!(check("http://portal.example.com/api", true).is_ok());
    }

    /// Core-review 12.
    #[test]
    fn only_this_machine_is_spoken_to_in_the_clear() {
        for host in [
            "127.0.0.1.evil.example",
            "127.evil.example",
            "127.1",
            "localhost.evil.example",
            "evil.localhost",
            "localhost.",
            "[::ffff:192.0.2.1]",
            "192.0.2.1",
            "portal.example.com",
        ] {
            assert!(!is_this_machine(host), "{host}");
            let error = check(&format!("http://{host}/api"), false).unwrap_err();
            assert!(
                error.to_string().contains("in the clear"),
                "{host}: {error}"
            );
        }
    }

    /// Core-review 22.
    #[test]
    fn what_would_send_calls_elsewhere_is_refused_with_words_about_the_base_url() {
        for (url, word) in [
            ("https://portal.example.com/api#x", "#"),
            ("https://portal.example.com#/api", "#"),
            ("https://portal.example.com/api?x=1", "query"),
            ("https://portal.example.com/api?", "query"),
            ("https://portal.example.com//api", "//"),
            ("https://portal.example.com/api//", "//"),
            ("https://portal.example.com/a/../api", ".."),
            ("https://portal.example.com/..", ".."),
            ("https://portal.example.com/./api", "."),
            ("https://portal.example.com/a/%2E%2e/api", ".."),
            ("https://portal.example.com/a/.%2e", ".."),
            ("https://linh:x@portal.example.com/api", "user name"),
            ("https://portal.example.com:/api", "port"),
            ("https://portal.example.com:0/api", "port"),
            ("https://portal.example.com:99999/api", "port"),
            ("https:///api", "read"),
            ("portal.example.com/api", "read"),
            ("/api", "host"),
            ("ftp://portal.example.com/api", "https://"),
            (" https://portal.example.com/api", "read"),
            ("", "read"),
        ] {
            let text = check(url, false).unwrap_err().to_string();
            assert!(
                text.contains("the base URL") && text.contains(word),
                "{url}: {text}"
            );
        }
    }
}
