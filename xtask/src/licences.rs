//! Licences, forbidden crates and sources of what we build upon, by cargo-deny.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::console::say;
use crate::program::{cargo, on_path, run, target_folder};

const VERSION: &str = "0.20.2";

/// Checks what needs no network; `deny.toml` has the rules.
pub(crate) fn check() -> Result<(), String> {
    let program = match on_path("cargo-deny") {
        Some(program) => program,
        None => our_own()?,
    };
    run(Command::new(program).args(["check", "licenses", "bans", "sources"]).stdin(Stdio::null()))
}

/// A debug build: compiling it is what takes long, not running it.
fn our_own() -> Result<PathBuf, String> {
    let tools = target_folder().join("tools");
    let program = tools.join("bin/cargo-deny");
    if !program.is_file() {
        say!("== installing cargo-deny {VERSION} (cargo install; some minutes)");
        let exact = ["install", "cargo-deny", "--locked", "--debug", "--version", VERSION];
        run(cargo(&exact).arg("--root").arg(&tools))?;
    }
    Ok(program)
}
