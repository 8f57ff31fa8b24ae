//! The tables and views as diesel knows them, one module for each schema of the database.
//!
//! The modules are generated from a migrated database, comments included, and a test compares them:
//! `ITMO_WRITE_GENERATED=1 cargo nextest run -p store --test database generated` writes them anew.

pub mod identity;
pub mod published;
pub mod registry;
pub mod reporting;
pub mod transparency;

/// Who proposed is named as everybody may know them: whoever sees a proposal need not see the row of
/// its section.
mod together {
    use super::published::section;
    use super::registry::{consent, decision, proposal};

    diesel::allow_tables_to_appear_in_same_query!(section, proposal);
    diesel::allow_tables_to_appear_in_same_query!(section, decision);
    diesel::allow_tables_to_appear_in_same_query!(section, consent);
}

/// When a report was filed is what its entry says.
mod filed {
    use super::registry::entry;
    use super::reporting::filing;

    diesel::allow_tables_to_appear_in_same_query!(entry, filing);
}
