//! What a build and a run need of the system: found, installed, or asked for in one line.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::console::say;
use crate::postgres;
use crate::program::{on_path, run, succeeds, we_are_root};
use crate::stop::Stop;

/// What the build needs: a C compiler, and OpenSSL for libpq.
const BUILD_PACKAGES: [&str; 3] = ["build-essential", "pkg-config", "libssl-dev"];

const SERVER_PACKAGE: &str = "postgresql";

/// What a verb needs beside cargo.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Build,
    BuildAndServer,
}

/// Sees to it that what is needed is there. Returns the folder of PostgreSQL's programs if they
/// are ours, below `var/`: others must be told of it.
pub(crate) fn ensure(need: Need) -> Result<Option<PathBuf>, Stop> {
    let build_missing = missing_for_build();
    let server = if need == Need::Build { None } else { postgres::find() };
    let server_missing = need == Need::BuildAndServer && server.is_none();
    let may_install = on_path("apt-get").is_some() && we_are_root();
    if !build_missing.is_empty() {
        if !may_install {
            return Err(Stop::misused(&ask_for_build(&build_missing, server_missing)));
        }
        install_for_build(&build_missing)?;
    }
    if !server_missing {
        return Ok(server.filter(postgres::Programs::are_ours).map(|programs| programs.folder));
    }
    if may_install {
        return postgres::install_by_apt().map(|()| None).map_err(|why| Stop::failed(&why));
    }
    postgres::install_by_npm()
        .map(|programs| Some(programs.folder))
        .map_err(|why| Stop::misused(&postgres::ways_out(&why, &ask_for(&[SERVER_PACKAGE]))))
}

fn missing_for_build() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if on_path("cc").is_none() {
        missing.push("a C compiler (cc)");
    }
    if on_path("pkg-config").is_none() {
        missing.push("pkg-config");
    }
    let named = env::var_os("OPENSSL_DIR").is_some() || env::var_os("OPENSSL_LIB_DIR").is_some();
    if !named && !succeeds(Command::new("pkg-config").args(["--exists", "openssl"])) {
        missing.push("the headers of OpenSSL");
    }
    missing
}

fn install_for_build(missing: &[&str]) -> Result<(), Stop> {
    say!("== installing {} (apt-get)", missing.join(", "));
    apt_get(&["update"]).map_err(|why| Stop::failed(&why))?;
    install(&BUILD_PACKAGES).map_err(|why| Stop::failed(&why))?;
    let still_missing = missing_for_build();
    if still_missing.is_empty() {
        return Ok(());
    }
    Err(Stop::failed(&format!("still missing after apt-get: {}", still_missing.join(", "))))
}

/// Runs apt-get, which asks no questions.
pub(crate) fn apt_get(arguments: &[&str]) -> Result<(), String> {
    run(Command::new("apt-get")
        .arg("--quiet")
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Installs packages, and nothing that they only recommend.
pub(crate) fn install(packages: &[&str]) -> Result<(), String> {
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    apt_get(&arguments)
}

fn ask_for_build(missing: &[&str], server_missing: bool) -> String {
    let mut packages = BUILD_PACKAGES.to_vec();
    if server_missing {
        packages.push(SERVER_PACKAGE);
    }
    format!(
        "Missing: {}.\n{}\n\nOn other systems, install what has these names there.",
        missing.join(", "),
        ask_for(&packages)
    )
}

fn ask_for(packages: &[&str]) -> String {
    format!(
        "On Debian or Ubuntu, paste this line, then run the same command again:\n\n  \
         sudo apt-get update && sudo apt-get install --no-install-recommends {}",
        packages.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_user_is_asked_for_one_line_that_has_all_of_it() {
        let text = ask_for_build(&["pkg-config"], true);
        let lines: Vec<&str> = text.lines().filter(|line| line.contains("sudo")).collect();
        let packages = "build-essential pkg-config libssl-dev postgresql";
        assert_eq!(lines.len(), 1);
        assert!(lines[0].ends_with(packages), "{}", lines[0]);
        assert!(!ask_for_build(&["pkg-config"], false).contains("postgresql"));
    }
}
