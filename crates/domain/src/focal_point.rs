//! Whom a Party names for its section.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::{NotText, Text};

/// The office that answers for a Party's section, and its address. It is no person, and no login.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FocalPoint {
    /// What the office is called.
    pub office: Text<200>,
    /// Where it is written to.
    pub email: EmailAddress,
}

/// The address of a mailbox: something, an at sign, something, and no space. Whether anybody reads
/// what is sent there, nobody knows without trying.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EmailAddress(Text<254>);

/// The text is no address of a mailbox.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("an e-mail address has at most 254 characters, one @ and no space")]
pub struct NotAnEmailAddress;

impl From<NotText> for NotAnEmailAddress {
    fn from(_why: NotText) -> Self {
        Self
    }
}

impl FromStr for EmailAddress {
    type Err = NotAnEmailAddress;

    fn from_str(text: &str) -> Result<Self, NotAnEmailAddress> {
        let (mailbox, host) = text.split_once('@').ok_or(NotAnEmailAddress)?;
        let bad = |part: &str| part.is_empty() || part.contains(['@', '<', '>', ',']);
        if bad(mailbox) || bad(host) || text.contains(char::is_whitespace) {
            return Err(NotAnEmailAddress);
        }
        Ok(Self(text.parse()?))
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

crate::written_as_text!(EmailAddress);
