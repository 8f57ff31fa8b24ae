//! Corresponding adjustments, the emissions balance, and the structured summary (R-200 to R-222).
//!
//! [`Facts`] are what happened, whoever tells it: rows of a database, or a replay of the ledger.
//! [`Inputs`] are what a Party has told of one NDC period. [`Summary::of`] makes of both what the
//! Party reports, and the rest asks summaries: [`Restated`], what a later report says otherwise;
//! [`Equality`], whether both ways of counting have the same units; [`NetIncrease`], what all Parties
//! together did; [`Finality`], from when on nothing changes; [`what_if`], what plans would change.
//!
//! # As JSON
//!
//! A summary is an object with the fields of [`Summary`], which are always there; what the method
//! does not have, or nobody has told, is `null`. Amounts, years, entries and quantities are strings.
//! Amounts are in t CO2 eq, or in units of the metric. One whose decimal does not end is rounded to
//! four digits, halves away from zero, and `exact` has it as a fraction; nothing is calculated with
//! rounded amounts.
//!
//! ```json
//! {
//!   "party": "XAL", "period": { "first": "2021", "last": "2025" }, "method": "V", "metric": "GHG",
//!   "readings": { "elapsed": "calendar", "first_transfer_year": "strict" }, "as_of": "2023",
//!   "years": [{
//!     "year": "2023", "indicative": true, "balances_portion": false,
//!     "row_1": null, "row_2": null,
//!     "row_3": { "amount": "1020000", "exact": null, "blocks": [] },
//!     "row_4": null, "row_5": { … }, "row_6": { … }, "row_7": { … }, "row_8": { … },
//!     "row_9": {
//!       "amount": "3333.3333", "exact": "10000/3",
//!       "blocks": [{
//!         "entry": "12", "units": "CA9001-XAL01-XAL-1..10000-2022", "effect": "first-transferred"
//!       }]
//!     },
//!     "row_10": { … }, "row_11": { … }, "row_12": { … }, "by_vintage": { … },
//!     "breakdown": {
//!       "row_5": [{
//!         "approach": "CA9001", "oimp": null, "first_transferring_party": "XAL",
//!         "using": { "party": "XBO" }, "vintage": "2022", "sector": "Energy generation",
//!         "activity_type": "Solar", "source_category": "energy",
//!         "amount": "10000", "exact": null, "blocks": [ … ]
//!       }],
//!       "row_6": [], "row_7": []
//!     }
//!   }],
//!   "multi_year": null,
//!   "target_year": {
//!     "limit": "1050000", "unadjusted": null, "adjusted": null,
//!     "unadjusted_verdict": "undetermined", "verdict": "undetermined"
//!   },
//!   "left_out": [{
//!     "entry": "15", "units": "CA9001-XAL01-XAL-10001..10015-2023", "effect": "used",
//!     "why": "other-metric", "converted": "6.8565"
//!   }]
//! }
//! ```

mod acts;
mod amount;
mod attainment;
mod breakdown;
mod cell;
mod equality;
mod event;
mod facts;
mod finality;
mod headroom;
mod inputs;
mod left_out;
mod net_increase;
mod planner;
mod restatement;
mod rows;
mod settings;
mod source_category;
mod summary;
mod year;

pub use amount::{Amount, NotAnAmount};
pub use attainment::{Attainment, Verdict};
pub use breakdown::{Breakdown, Part, Shared};
pub use cell::Cell;
pub use equality::Equality;
pub use event::{
    Block, Effect, Event, FirstTransferYear, NotAFirstTransferYear, Trigger, Using, What,
};
pub use facts::{Facts, NotFacts};
pub use finality::{Finality, PeriodIsFinal, TransparencyReport};
pub use headroom::{Headroom, Overselling, Risk, Standing};
pub use inputs::{ElapsedYears, Figures, Inputs, NotElapsedYears, Readings};
pub use left_out::{LeftOut, WhyLeftOut};
pub use net_increase::{Flows, NetIncrease};
pub use planner::{NotAPlan, Outcomes, Outlook, Plan, Planned, what_if};
pub use restatement::{Change, Restated};
pub use rows::Shown;
pub use settings::PeriodSettings;
pub use source_category::SourceCategory;
pub use summary::{Summary, UseOutsidePeriod};
pub use year::YearSummary;
