//! Tests of the rulebook as a whole.
#![expect(clippy::arithmetic_side_effects, reason = "what overflows in a test fails it")]

mod accepting;
mod accounts;
mod adjustment;
mod aef;
mod amounts;
mod article_6_4;
mod authorizations;
mod books;
mod cancellations;
mod contributions;
mod conversions;
mod identifiers;
mod issuance;
mod leaves;
mod letters;
mod outside;
mod participation;
mod periods;
mod policy;
mod proposals;
mod refusals;
mod replacing;
mod representatives;
mod retirements;
mod revocations;
mod sections;
mod states;
mod stops;
mod transfers;
mod trying_out;
mod uses;
mod waiting;
mod warnings;
mod withdrawals;
mod world;
