//! The consistency checks, each on reports that pass it and on reports that do not.

mod filing;
mod holdings;
mod inside;
mod invented;
mod receivers;
mod references;
mod sums;
mod together;
mod use_and_first_transfer;
mod whole_lives;
