//! The database as it is, against what the registry promises of it.

#[cfg(test)]
mod schema_text;
