//! The ledger through the application, on the real PostgreSQL.
#![expect(clippy::tests_outside_test_module, reason = "this binary is all tests")]

mod races;
mod tampering;
mod transfers;
