//! What tests need: a database for each, callers by role, builders.
pub mod database;
