//! Load on a registry: what it can carry, beside what the machine could.
#![expect(clippy::float_arithmetic, reason = "ratios of measured times are no units")]

pub mod bench;
