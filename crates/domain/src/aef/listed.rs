//! A value of a code list, spelt as in the list of its date.

use std::fmt;

/// A text that stands in a list of the nomenclature: reading has looked it up.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Listed(Box<str>);

impl Listed {
    /// Takes a value that its list is known to hold.
    pub(super) fn known(text: &str) -> Self {
        Self(text.into())
    }

    /// The value.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<crate::code_list::Sector> for Listed {
    fn from(sector: crate::code_list::Sector) -> Self {
        Self(sector.to_string().into())
    }
}

impl From<crate::code_list::ActivityType> for Listed {
    fn from(activity: crate::code_list::ActivityType) -> Self {
        Self(activity.to_string().into())
    }
}

impl From<crate::code_list::MitigationType> for Listed {
    fn from(mitigation: crate::code_list::MitigationType) -> Self {
        Self(mitigation.to_string().into())
    }
}

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for Listed {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}
