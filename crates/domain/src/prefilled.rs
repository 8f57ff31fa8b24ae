//! Reports as documents, filled from what the ledger knows.
//!
//! A document is sections of fields and tables. Each says which paragraph asks for it, and is filled, or
//! says what is missing and must be written by hand: nothing that is not known is made up.

mod annual;
mod approaches;
mod document;
mod duties;
mod initial;
mod markdown;
mod party;
mod regular;

pub use annual::{AnnualFigure, AnnualLine, annual};
pub use approaches::{ListedApproach, approaches};
pub use document::{Document, Field, Missing, Section, Table, Told};
pub use duties::{Duty, DutyState, FirstFiled, duties};
pub use initial::{initial, updated};
pub use party::{GivenAuthorization, PartyFacts};
pub use regular::{RegularFacts, regular};
