//! What the registry logs while it is measured, and what the server of the database has to say.

use std::fs::{self, File};
use std::io;
use std::sync::Mutex;

use tracing::Level;
use tracing_subscriber::fmt::writer::MakeWriterExt as _;

use super::stage::Stage;

/// So many lines of the server's log tell why a run ended.
const LINES_SHOWN: usize = 30;

/// A line for each request, as the server writes it in production. What is wrong is shown as well:
/// the file goes with the stage.
pub(super) fn as_shipped(stage: &Stage) -> anyhow::Result<()> {
    let file = Mutex::new(File::create(stage.folder().join("server.log"))?);
    tracing_subscriber::fmt()
        .with_writer(file.and(io::stderr.with_max_level(Level::WARN)))
        .json()
        .flatten_event(true)
        .with_span_list(false)
        .try_init()
        .map_err(|error| anyhow::anyhow!("no log: {error}"))
}

/// The end of the log of PostgreSQL.
pub(super) fn end_of_postgresql(stage: &Stage) -> anyhow::Result<String> {
    let text = String::from_utf8_lossy(&fs::read(stage.cluster()?.log())?).into_owned();
    let mut lines: Vec<&str> = text.lines().rev().take(LINES_SHOWN).collect();
    lines.reverse();
    Ok(lines.join("\n"))
}
