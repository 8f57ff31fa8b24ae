//! `cargo xtask tidy`: rules of the house that no other tool knows.

mod dependencies;
mod documents;
mod functions;
mod rust_source;
mod source_text;
mod templates;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::console::say;
use crate::stop::Stop;

/// Something that breaks a rule: where, what, and what to do.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Finding {
    pub(crate) file: PathBuf,
    pub(crate) line: usize,
    pub(crate) text: String,
}

impl Finding {
    fn new(file: &Path, line: usize, text: String) -> Self {
        Self { file: file.to_owned(), line, text }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}:{}: {}", self.file.display(), self.line, self.text)
    }
}

/// Prints what breaks a rule.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    if !arguments.is_empty() {
        return Err(Stop::misused("cargo xtask tidy"));
    }
    check().map_err(|why| Stop::failed(&why))?;
    say!("tidy: nothing found");
    Ok(())
}

/// Everything that breaks a rule, a line each.
pub(crate) fn check() -> Result<(), String> {
    let mut findings = rust_source::check()?;
    findings.extend(dependencies::check()?);
    findings.extend(documents::check()?);
    findings.extend(templates::check()?);
    if findings.is_empty() {
        return Ok(());
    }
    findings.sort();
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Err(lines.join("\n"))
}

/// All files below `folder` whose names end so, in order; none when there is no such folder.
fn files_below(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let cannot = |error| format!("cannot list {}: {error}", folder.display());
    let mut paths = fs::read_dir(folder)
        .map_err(cannot)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(cannot)?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(files_below(&path, ending)?);
        } else if path.to_string_lossy().ends_with(ending) {
            files.push(path);
        }
    }
    Ok(files)
}

fn text_of(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("cannot read {}: {error}", file.display()))
}
