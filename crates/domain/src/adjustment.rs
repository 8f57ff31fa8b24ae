//! Corresponding adjustments, the emissions balance, and the structured summary.

mod amount;
mod attainment;
mod breakdown;
mod cell;
mod event;
mod facts;
mod finality;
mod inputs;
mod left_out;
mod source_category;
mod summary;
mod year;

pub use amount::{Amount, NotAnAmount};
pub use attainment::{Attainment, Verdict};
pub use breakdown::{Breakdown, Part, Shared};
pub use cell::Cell;
pub use event::{Block, Effect, Event, FirstTransferYear, Trigger, Using, What};
pub use facts::{Facts, NotFacts};
pub use finality::{Finality, PeriodIsFinal, TransparencyReport};
pub use inputs::{ElapsedYears, Figures, Inputs, Readings};
pub use left_out::{LeftOut, WhyLeftOut};
pub use source_category::SourceCategory;
pub use summary::{Summary, UseOutsidePeriod};
pub use year::YearSummary;
