//! `itmo migrate`: brings a database to the schema of this program.

use crate::configuration::Configuration;
use crate::console::say;
use crate::state::Database;

/// Migrates, and says what was done.
pub(crate) fn run(configuration: &Configuration) -> anyhow::Result<()> {
    let database = Database::reach_or_make(configuration)?;
    let migrated = database.migrate(configuration.kind);
    if let Ok((kind, migrated)) = &migrated {
        for step in &migrated.steps {
            say!("done  {step}");
        }
        let what = if migrated.steps.is_empty() { "was up to date" } else { "is up to date" };
        say!("the {kind} database {what}, at {}", migrated.schema_version);
    }
    database.stop()?;
    migrated.map(|_done| ())
}
