//! The ledger through the application, on the real PostgreSQL.
#![expect(clippy::tests_outside_test_module, reason = "this binary is all tests")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod article_6_4;
mod balances;
mod beneficiaries;
mod disputed;
mod filed_for_good;
mod filings;
mod foreseen;
mod handing_in;
mod kept;
mod outside;
mod participation;
mod periods;
mod prefilled;
mod races;
mod replacing;
mod reports;
mod retirement;
mod revocations;
mod tampering;
mod transfers;
mod trying_out;
mod underlying;
mod waiting;
mod year_ends;
