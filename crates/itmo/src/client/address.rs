//! Where a registry is, and the paths of what it has.

use std::fmt::{self, Write as _};
use std::net::IpAddr;
use std::str::FromStr;

use reqwest::Url;

/// The address of a registry: HTTPS, or a server on this machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Server {
    url: String,
    is_here: bool,
}

/// Why a text is no address of a registry.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum NoServer {
    #[error("an address begins with https://, for example https://registry.example.org")]
    NotAnAddress,
    #[error(
        "over http:// the token could be read on the way: the address must begin with https://"
    )]
    InTheClear,
    #[error("only scheme, host, port and a path belong there: no user, no query, no fragment")]
    TooMuch,
}

impl Server {
    /// Whether it is on this machine.
    pub(crate) const fn is_here(&self) -> bool {
        self.is_here
    }
}

impl FromStr for Server {
    type Err = NoServer;

    fn from_str(text: &str) -> Result<Self, NoServer> {
        let url: Url = text.trim().parse().map_err(|_not_a_url| NoServer::NotAnAddress)?;
        let host = url.host_str().ok_or(NoServer::NotAnAddress)?;
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let is_here = host == "localhost"
            || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        match url.scheme() {
            "https" => {}
            "http" if is_here => {}
            "http" => return Err(NoServer::InTheClear),
            _ => return Err(NoServer::NotAnAddress),
        }
        let bare = url.username().is_empty() && url.password().is_none();
        if !bare || url.query().is_some() || url.fragment().is_some() {
            return Err(NoServer::TooMuch);
        }
        Ok(Self { url: url.as_str().trim_end_matches('/').to_owned(), is_here })
    }
}

impl fmt::Display for Server {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.url)
    }
}

/// A path below the address of a registry, with its query.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Target {
    path: String,
    query: String,
}

impl Target {
    /// This path, which has nothing in it that somebody typed.
    pub(super) fn new(path: &str) -> Self {
        Self { path: path.to_owned(), query: String::new() }
    }

    /// One part more, whatever somebody typed: it stays one part.
    pub(super) fn part(mut self, part: &str) -> Self {
        self.path.push('/');
        match part {
            "." => self.path.push_str("%2E"),
            ".." => self.path.push_str("%2E%2E"),
            part => self.path.push_str(&encoded(part)),
        }
        self
    }

    /// With this parameter, if it has a value.
    pub(super) fn with(mut self, name: &str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            self.query.push(if self.query.is_empty() { '?' } else { '&' });
            // Writing to a string cannot fail.
            let _written = write!(self.query, "{name}={}", encoded(value));
        }
        self
    }

    /// Whether it asks for a part only of what there is.
    pub(super) fn is_narrowed(&self) -> bool {
        !self.query.is_empty()
    }
}

impl fmt::Display for Target {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}{}", self.path, self.query)
    }
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _written = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why_not(text: &str) -> NoServer {
        text.parse::<Server>().unwrap_err()
    }

    #[test]
    fn a_token_goes_over_https_or_stays_on_this_machine() {
        for (text, url, here) in [
            ("https://registry.example.org/", "https://registry.example.org", false),
            ("https://example.org:8443/itmo/", "https://example.org:8443/itmo", false),
            ("https://localhost:8443", "https://localhost:8443", true),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080", true),
            ("http://[::1]:8080", "http://[::1]:8080", true),
        ] {
            let server: Server = text.parse().unwrap();
            assert_eq!((server.to_string().as_str(), server.is_here()), (url, here));
        }
        assert_eq!(why_not("http://registry.example.org"), NoServer::InTheClear);
        assert_eq!(why_not("http://127.0.0.1.example.org"), NoServer::InTheClear);
        assert_eq!(why_not("https://127.0.0.1@example.org"), NoServer::TooMuch);
        assert_eq!(why_not("https://example.org/?a=b"), NoServer::TooMuch);
        for text in ["", "registry.example.org", "ftp://example.org", "localhost:8443"] {
            assert_eq!(why_not(text), NoServer::NotAnAddress, "{text}");
        }
    }

    #[test]
    fn what_somebody_typed_stays_one_part_of_a_path_or_one_value() {
        let target = Target::new("/v1/proposals").part("../accounts?x=1");
        assert_eq!(target.to_string(), "/v1/proposals/..%2Faccounts%3Fx%3D1");
        assert_eq!(Target::new("/v1/units").part("..").to_string(), "/v1/units/%2E%2E");
        let target = Target::new("/v1/actions").with("act", None).with("party", Some("X&own=true"));
        assert_eq!(target.to_string(), "/v1/actions?party=X%26own%3Dtrue");
        assert_eq!(target.with("limit", Some("5")).query, "?party=X%26own%3Dtrue&limit=5");
        let units = Target::new("/v1/units").part("CA9001-XAL01-XAL-1..100-2024");
        assert_eq!(units.to_string(), "/v1/units/CA9001-XAL01-XAL-1..100-2024");
    }
}
