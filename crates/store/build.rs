//! Embeds the SQL of `migrations/`, so that the executable carries its own schema.
//!
//! Written out here, and not by diesel's macro, because that takes every folder for a migration, also
//! those of the replaceable parts, and does not see when a migration is added.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").canonicalize()?;
    let mut embedded = String::new();

    embedded.push_str("pub(crate) const STEPS: &[Step] = &[\n");
    for folder in names(&migrations)?.iter().filter(|folder| is_step(folder)) {
        let name = folder.file_name().unwrap_or_default();
        writeln!(
            embedded,
            "Step {{ name: {name:?}, up: include_str!({:?}), down: include_str!({:?}) }},",
            folder.join("up.sql"),
            folder.join("down.sql"),
        )?;
    }
    embedded.push_str("];\n");

    for (constant, folder) in
        [("REPLACEABLE", "_replaceable"), ("MOVABLE_CLOCK", "_movable_clock")]
    {
        writeln!(embedded, "pub(crate) const {constant}: &[(&str, &str)] = &[")?;
        for file in names(&migrations.join(folder))? {
            let name = file.file_name().unwrap_or_default();
            writeln!(embedded, "({name:?}, include_str!({file:?})),")?;
        }
        embedded.push_str("];\n");
    }

    let to = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(to.join("migrations.rs"), embedded)?;
    println!("cargo::rerun-if-changed={}", migrations.display());
    Ok(())
}

/// What lies in a folder, in the order of the names.
fn names(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.path());
    }
    names.sort();
    Ok(names)
}

/// A migration's folder begins with the digits of its version.
fn is_step(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(|first: char| first.is_ascii_digit())
}
