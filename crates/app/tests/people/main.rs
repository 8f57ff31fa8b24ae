//! People, roles and tokens through the application, on the real PostgreSQL.
#![expect(clippy::tests_outside_test_module, reason = "this binary is all tests")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on stops")]

mod log;
mod operator;
mod representatives;
mod roles;
mod tampering;
mod tokens;
