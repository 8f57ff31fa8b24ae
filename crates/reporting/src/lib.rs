//! A ledger by chance, the annual reports of its Parties, and what the checks say of them: nothing,
//! save for errors that are planted, one by one.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what overflows or is missing here ends the run"
)]

mod acts;
mod amounts;
mod balances;
mod journal;
mod lots;
mod memory;
mod names;
mod places;
mod planted;
mod reports;
mod round_trip;
mod run;
mod setting;
#[cfg(test)]
mod tests;
mod world;

pub use planted::Told;
pub use round_trip::{ReadBack, round_trip, written_and_read};
pub use run::{Asked, Report, run};
pub use world::World;
