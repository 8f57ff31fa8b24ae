//! What the registry tells, on the real PostgreSQL: to everybody, and to a section of itself.
#![expect(clippy::tests_outside_test_module, reason = "this binary is all tests")]

mod lists;
mod lives;
mod moments;
mod sections;
mod world;
