//! The log: JSON for programs, lines for people.

use std::fs::{File, OpenOptions};
use std::io::{IsTerminal as _, stderr};
use std::path::Path;
use std::sync::Mutex;

use anyhow::{Context as _, anyhow};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::writer::BoxMakeWriter;

use crate::configuration::LogFormat;

/// Starts the log on standard error.
pub(crate) fn start(format: Option<LogFormat>, filter: &str) -> anyhow::Result<()> {
    let usual = if stderr().is_terminal() { LogFormat::Text } else { LogFormat::Json };
    start_with(format.unwrap_or(usual), filter, BoxMakeWriter::new(stderr))
}

/// Starts the log in a file, which begins anew.
pub(crate) fn start_in(file: &Path, filter: &str) -> anyhow::Result<()> {
    let log: File = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .open(file)
        .with_context(|| format!("cannot write the log {}", file.display()))?;
    start_with(LogFormat::Json, filter, BoxMakeWriter::new(Mutex::new(log)))
}

fn start_with(format: LogFormat, filter: &str, writer: BoxMakeWriter) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter)
        .with_context(|| format!("{filter:?} is no filter of the log; try \"info\""))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer);
    let started = match format {
        LogFormat::Json => {
            log.json().flatten_event(true).with_span_list(false).with_ansi(false).try_init()
        }
        LogFormat::Text => log.with_ansi(stderr().is_terminal()).try_init(),
    };
    started.map_err(|error| anyhow!("the log was started before: {error}"))
}
