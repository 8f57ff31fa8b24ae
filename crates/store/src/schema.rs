//! The tables and views as diesel knows them, one module for each schema of the database.
//!
//! The modules are generated from a migrated database, comments included, and a test compares them:
//! `ITMO_WRITE_GENERATED=1 cargo nextest run -p store --test database generated` writes them anew.

pub mod identity;
pub mod published;
pub mod registry;
pub mod transparency;
