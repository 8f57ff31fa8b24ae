//! Where the programs of a PostgreSQL server are on this machine.

use std::cmp::Reverse;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::ClusterError;

/// The oldest major version that the registry's database runs on.
pub const MAJOR_MIN: u32 = 15;

/// Debian and Ubuntu keep server programs here, off the `PATH`, in a folder for each major version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// A folder with the programs of a PostgreSQL server that is new enough.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binaries {
    folder: PathBuf,
    major: u32,
}

/// A folder that was looked at in vain, and what was found there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LookedAt {
    /// The folder.
    pub folder: PathBuf,
    /// What was found there, in words.
    pub found: String,
}

impl Binaries {
    /// Takes the programs in `given`, if one is given; else the first that will do of: what
    /// `pg_config` names, Debian's folders from the highest major version down, and `search_path`.
    pub fn find(given: Option<&Path>, search_path: Option<&OsStr>) -> Result<Self, ClusterError> {
        let candidates = match given {
            Some(folder) => vec![folder.to_owned()],
            None => candidates(search_path),
        };
        let mut looked_at = Vec::new();
        for folder in candidates {
            match Self::in_folder(&folder) {
                Ok(binaries) => return Ok(binaries),
                Err(found) => looked_at.push(LookedAt { folder, found }),
            }
        }
        Err(ClusterError::NoBinaries { looked_at })
    }

    /// The folder that has the programs.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Their major version.
    pub fn major(&self) -> u32 {
        self.major
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// `pg_config` may belong to a development package, so both programs must really be there.
    fn in_folder(folder: &Path) -> Result<Self, String> {
        let folder = folder.canonicalize().map_err(|error| error.to_string())?;
        for name in ["initdb", "postgres"] {
            if !folder.join(name).is_file() {
                return Err(format!("no program {name}"));
            }
        }
        let version = first_line_of(&folder.join("postgres"), "--version")?;
        match major_of(&version) {
            Some(major) if major >= MAJOR_MIN => Ok(Self { folder, major }),
            Some(major) => Err(format!("PostgreSQL {major}, which is too old")),
            None => Err(format!("`postgres --version` says {version:?}")),
        }
    }
}

fn candidates(search_path: Option<&OsStr>) -> Vec<PathBuf> {
    let on_path: Vec<PathBuf> =
        search_path.map(|path| env::split_paths(path).collect()).unwrap_or_default();
    let mut all: Vec<PathBuf> = on_path
        .iter()
        .map(|folder| folder.join("pg_config"))
        .find(|program| program.is_file())
        .and_then(|program| first_line_of(&program, "--bindir").ok())
        .map(PathBuf::from)
        .into_iter()
        .collect();
    all.extend(debian_folders(Path::new(DEBIAN)));
    all.extend(on_path);
    let mut kept = Vec::new();
    for folder in all {
        if !kept.contains(&folder) {
            kept.push(folder);
        }
    }
    kept
}

fn debian_folders(top: &Path) -> Vec<PathBuf> {
    let mut majors: Vec<u32> = fs::read_dir(top)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    majors.sort_by_key(|major| Reverse(*major));
    majors.into_iter().map(|major| top.join(major.to_string()).join("bin")).collect()
}

fn first_line_of(program: &Path, argument: &str) -> Result<String, String> {
    let output = Command::new(program)
        .arg(argument)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{} {argument}: {}", program.display(), said.trim()));
    }
    let said = String::from_utf8_lossy(&output.stdout);
    Ok(said.lines().next().unwrap_or_default().trim().to_owned())
}

/// Reads "postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)" and "… 19beta1".
fn major_of(version: &str) -> Option<u32> {
    let (_, number) = version.split_once("(PostgreSQL) ")?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::process;

    use super::*;

    fn folder_with(name: &str, programs: &[(&str, &str)]) -> PathBuf {
        let folder = env::temp_dir().join(format!("itmo-binaries-{}-{name}", process::id()));
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap();
        for (program, says) in programs {
            let path = folder.join(program);
            fs::write(&path, format!("#!/bin/sh\necho '{says}'\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        folder
    }

    fn refusal(folder: &Path) -> String {
        let Err(ClusterError::NoBinaries { looked_at }) = Binaries::find(Some(folder), None) else {
            panic!("found something in {}", folder.display());
        };
        looked_at[0].found.clone()
    }

    #[test]
    fn the_major_version_is_read_as_the_programs_print_it() {
        assert_eq!(major_of("postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)"), Some(15));
        assert_eq!(major_of("postgres (PostgreSQL) 19beta1"), Some(19));
        assert_eq!(major_of("postgres (EnterpriseDB) 15"), None);
    }

    #[test]
    fn a_development_package_without_a_server_is_refused() {
        let folder = folder_with("half", &[("postgres", "postgres (PostgreSQL) 16.1")]);
        assert_eq!(refusal(&folder), "no program initdb");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn an_old_server_is_refused_and_the_oldest_that_will_do_is_taken() {
        let old = folder_with("old", &[("initdb", ""), ("postgres", "postgres (PostgreSQL) 14.9")]);
        assert_eq!(refusal(&old), "PostgreSQL 14, which is too old");
        let new = folder_with("new", &[("initdb", ""), ("postgres", "postgres (PostgreSQL) 15.0")]);
        assert_eq!(Binaries::find(Some(&new), None).unwrap().major(), 15);
        fs::remove_dir_all(old).unwrap();
        fs::remove_dir_all(new).unwrap();
    }

    #[test]
    fn debian_s_folders_are_tried_from_the_newest_down() {
        let top = folder_with("debian", &[]);
        for name in ["9", "15", "17", "common"] {
            fs::create_dir(top.join(name)).unwrap();
        }
        let tried = debian_folders(&top);
        assert_eq!(tried, ["17/bin", "15/bin", "9/bin"].map(|end| top.join(end)));
        fs::remove_dir_all(top).unwrap();
    }
}
