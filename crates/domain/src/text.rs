//! Text that people write, of bounded length.

use std::fmt;
use std::str::FromStr;

/// One to `MAX` characters, without control characters, without space at either end.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Text<const MAX: usize>(Box<str>);

/// The text is empty, too long, or holds control characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("1 to {max} characters, no control characters, no space at either end")]
pub struct NotText {
    /// The most characters that fit.
    pub max: usize,
}

impl<const MAX: usize> Text<MAX> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> FromStr for Text<MAX> {
    type Err = NotText;
    fn from_str(text: &str) -> Result<Self, NotText> {
        let long = text.chars().take(MAX.saturating_add(1)).count();
        let fine = (1..=MAX).contains(&long) && !text.chars().any(char::is_control);
        if fine && text.trim() == text { Ok(Self(text.into())) } else { Err(NotText { max: MAX }) }
    }
}

impl<const MAX: usize> fmt::Display for Text<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<const MAX: usize> serde::Serialize for Text<MAX> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de, const MAX: usize> serde::Deserialize<'de> for Text<MAX> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
