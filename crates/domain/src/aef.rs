//! The agreed electronic format (AEF) of annual information, of which a Party hands in one a year.
//!
//! Five tables, as types ([`Aef`]), and as the texts that stand in the cells of a file
//! ([`Document`]). Between the two stand the field rules, which are data ([`Rules`]), and the
//! [`Dialect`]: published texts disagree about how some values are written.

mod action;
mod authorization;
mod build;
mod cells;
mod dialect;
mod differences;
mod document;
mod done;
mod entity;
mod facts;
mod finding;
mod holding;
mod journal;
mod layout;
mod listed;
mod mask;
mod nomenclature;
mod outcome;
mod read;
mod rules;
mod submission;
mod timeframe;
mod version;
mod when;
mod write;

pub use action::{ActionKind, ActionRow, Subtype};
pub use authorization::{AuthorizationRow, Definition};
pub use build::{View, build};
pub use dialect::{Dialect, NotADialect};
pub use differences::{Difference, differences};
pub use document::{Document, RawRow};
pub(crate) use done::{Done, done};
pub use entity::EntityRow;
pub use facts::{Act, ActKind, BlockFacts, Cancellation, Facts, Held, Keeper};
pub use finding::{Finding, Issue, Place, Severity};
pub use holding::HoldingRow;
pub use journal::{Leaf, Line, MovedBlock, MovedPlace, Registers, acts, holdings};
pub use layout::{Field, FieldKind, Flag, Orientation, TableId, TableLayout};
pub use listed::Listed;
pub use mask::mask;
pub use nomenclature::{Nomenclature, Pattern};
pub use outcome::{Amount, NotAnAmount, Outcome, UnderlyingIds};
pub use read::{Reading, read};
pub use rules::{NotRules, Rules};
pub use submission::Submission;
pub use timeframe::{NotATimeframe, Span, Timeframe};
pub use version::{NotAVersion, Version};
pub use when::{NotAMoment, When};
pub use write::write;

/// What a Party reports for a calendar year: the five tables.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Aef {
    /// Table 1: who reports for which year.
    pub submission: Submission,
    /// Table 2: what it has authorized.
    pub authorizations: Vec<AuthorizationRow>,
    /// Table 3: what was done.
    pub actions: Vec<ActionRow>,
    /// Table 4: what it held at the end of the year.
    pub holdings: Vec<HoldingRow>,
    /// Table 5: whom it has authorized.
    pub entities: Vec<EntityRow>,
}

/// What a cell says when its content is kept back.
pub const CONFIDENTIAL: &str = "confidential";

/// What a cell says when its field does not apply.
pub const NOT_APPLICABLE: &str = "NA";
