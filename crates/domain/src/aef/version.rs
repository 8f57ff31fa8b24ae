//! The version of a submission.

use std::fmt;
use std::str::FromStr;

/// A version `X.Y`, the first of which is 1.0. They are compared as two whole numbers: 1.10 is above
/// 1.9.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Version {
    /// X, from 1.
    pub major: u32,
    /// Y, from 0.
    pub minor: u32,
}

/// The text is no version.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a version is X.Y in whole numbers, X from 1, for example 1.0")]
pub struct NotAVersion;

impl Version {
    /// The first.
    pub const FIRST: Self = Self { major: 1, minor: 0 };

    /// The one after it, of the same X.
    pub const fn next(self) -> Self {
        Self { major: self.major, minor: self.minor.saturating_add(1) }
    }
}

impl FromStr for Version {
    type Err = NotAVersion;
    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        let (major, minor) = text.split_once('.').ok_or(NotAVersion)?;
        let number = |digits: &str| {
            let plain = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
            plain.then(|| digits.parse().ok()).flatten().ok_or(NotAVersion)
        };
        if major.starts_with('0') {
            return Err(NotAVersion);
        }
        Ok(Self { major: number(major)?, minor: number(minor)? })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

crate::written_as_text!(Version);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_two_whole_numbers_r238() {
        let version = |text: &str| text.parse::<Version>().unwrap();
        assert!(version("1.10") > version("1.9"));
        assert!(version("2.0") > version("1.10"));
        assert_eq!(version("1.0"), Version::FIRST);
        assert_eq!(Version::FIRST.next(), version("1.1"));
        for wrong in ["", "1", "0.1", "1.", ".1", "1.0.0", "01.0", "+1.0", "1.-1", "v1.0", "1,0"] {
            assert_eq!(wrong.parse::<Version>(), Err(NotAVersion), "{wrong}");
        }
    }
}
