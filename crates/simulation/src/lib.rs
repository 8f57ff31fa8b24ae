//! The books of `domain` and a naive second ledger, asked the same by chance, and compared after
//! each request: the answers, the units' places, and the invariants of `docs/ARCHITECTURE.md`.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what overflows or is missing in a simulation ends it"
)]

mod acts;
mod answer;
mod asking;
mod check;
mod dice;
mod naive;
mod names;
mod people;
mod processor;
mod proposing;
mod replacing;
mod setting;
mod sight;
pub mod simulate;
pub mod tally;
#[cfg(test)]
mod tests;
mod world;
mod years;

pub use acts::reports::report_files;
pub use answer::{Answer, Entries, No};
pub use dice::Dice;
pub use people::Appointment;
pub use processor::taken;
pub use world::{Asked, Times, World};
pub use years::EndedYear;
