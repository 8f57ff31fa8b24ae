//! Tests of the rulebook as a whole.
#![expect(clippy::arithmetic_side_effects, reason = "what overflows in a test fails it")]

mod accounts;
mod authorizations;
mod cancellations;
mod identifiers;
mod issuance;
mod leaves;
mod letters;
mod model;
mod participation;
mod periods;
mod policy;
mod proposals;
mod refusals;
mod revocations;
mod stops;
mod transfers;
mod uses;
mod waiting;
mod warnings;
mod withdrawals;
mod world;
