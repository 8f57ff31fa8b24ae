//! What tests need: a database for each, a registry over it, callers by role, builders of orders.

pub mod database;
pub mod orders;
pub mod people;
pub mod registry;
