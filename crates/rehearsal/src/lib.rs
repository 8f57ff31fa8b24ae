//! What the simulation asks, asked of the store and of PostgreSQL too: the answers must be those of
//! `domain` on books that are whole, and what is left behind must be verified without a finding.
#![expect(clippy::arithmetic_side_effects, reason = "what overflows in a rehearsal ends it")]
#![expect(
    clippy::disallowed_methods,
    reason = "a rehearsal sets the clock, and calls for everybody at the console of its own registry"
)]

mod clock;
mod outside;
mod people;
pub mod rehearse;
mod server;
