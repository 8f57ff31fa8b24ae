//! Embeds the SQL of `migrations/`, so that the executable carries its own schema.
//!
//! Written out here, and not by diesel's macro, because that takes every folder for a migration,
//! also those of the replaceable parts, and does not see when a migration is added.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    // Asked when it runs: this program may have been compiled where another tree stands.
    let package = env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo sets CARGO_MANIFEST_DIR")?;
    let migrations = Path::new(&package).join("../../migrations").canonicalize()?;
    let mut embedded = String::new();

    embedded.push_str("pub(crate) const STEPS: &[Step] = &[\n");
    for (name, folder) in names(&migrations)? {
        // A migration's folder begins with the digits of its version.
        if name.starts_with(|first: char| first.is_ascii_digit()) {
            let (up, down) = (format!("{folder}/up.sql"), format!("{folder}/down.sql"));
            writeln!(embedded, "Step {{ name: {name:?}, up: include_str!({up:?}),")?;
            writeln!(embedded, "down: include_str!({down:?}) }},")?;
        }
    }
    embedded.push_str("];\n");

    for (constant, folder) in [("REPLACEABLE", "_replaceable"), ("MOVABLE_CLOCK", "_movable_clock")]
    {
        writeln!(embedded, "pub(crate) const {constant}: &[(&str, &str)] = &[")?;
        for (name, path) in names(&migrations.join(folder))? {
            writeln!(embedded, "({name:?}, include_str!({path:?})),")?;
        }
        embedded.push_str("];\n");
    }

    let to = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(to.join("migrations.rs"), embedded)?;
    println!("cargo::rerun-if-changed={}", migrations.display());
    Ok(())
}

/// What lies in a folder: names and paths, in the order of the names.
fn names(folder: &Path) -> Result<Vec<(String, String)>, std::io::Error> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        names.push((name, entry.path().to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}
