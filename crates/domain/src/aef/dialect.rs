//! How values are written where published texts disagree (R-059, R-243, section 18 of the
//! specification). Both ways are read; one is chosen to write.

use std::fmt;
use std::str::FromStr;

/// A way of writing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Dialect {
    /// As the template and the public checker have it: whole identifiers, `31/12/2025`, time frames
    /// in phrases, five types of action.
    #[default]
    Template,
    /// As the list of nomenclatures has it: serials as whole numbers, moments with milliseconds,
    /// time frames as two years, seven types of action.
    Nomenclature,
}

impl Dialect {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Template, Self::Nomenclature];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::Nomenclature => "nomenclature",
        }
    }
}

/// The text names no dialect.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a dialect is template or nomenclature")]
pub struct NotADialect;

impl FromStr for Dialect {
    type Err = NotADialect;
    fn from_str(text: &str) -> Result<Self, NotADialect> {
        Self::ALL.into_iter().find(|it| it.as_str() == text).ok_or(NotADialect)
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

crate::written_as_text!(Dialect);
