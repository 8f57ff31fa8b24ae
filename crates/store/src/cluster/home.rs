//! The state folder of a cluster: data, log, socket.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::system_user::{SystemUser, caller_is_root};
use super::{Binaries, ClusterError, ClusterSettings, Durability, PORT, SUPERUSER};

/// The data folder's name below the state folder.
pub(super) const DATA: &str = "data";

/// Where the data are until they are whole.
const DATA_UNFINISHED: &str = "data.unfinished";

const LOG: &str = "postgres.log";

/// The longest path of a Unix socket that every system takes.
const SOCKET_PATH_BYTES_MAX: usize = 107;

/// The locales to try: case of all letters by their code points where the system can, else ASCII.
const LOCALES: [&str; 2] = ["C.UTF-8", "C"];

/// The state folder of a cluster, which exists, and whom its server runs as.
pub(super) struct Home {
    folder: PathBuf,
    data: PathBuf,
    user: SystemUser,
}

impl Home {
    /// Makes the state folder if it is not there, and finds out whom the server runs as.
    pub(super) fn prepare(folder: &Path) -> Result<Self, ClusterError> {
        let folder = std::path::absolute(folder).map_err(ClusterError::io("find", folder))?;
        SystemUser::for_data(&folder.join(DATA))?.check_reach(&folder)?;
        make_folders(&folder)?;
        let folder = folder.canonicalize().map_err(ClusterError::io("find", &folder))?;
        let data = folder.join(DATA);
        let user = SystemUser::for_data(&data)?;
        user.check_reach(&folder)?;
        Ok(Self { folder, data, user })
    }

    pub(super) fn user(&self) -> &SystemUser {
        &self.user
    }

    pub(super) fn data(&self) -> &Path {
        &self.data
    }

    pub(super) fn log(&self) -> PathBuf {
        self.folder.join(LOG)
    }

    pub(super) fn has_data(&self) -> bool {
        self.data.join("PG_VERSION").exists()
    }

    /// A major version cannot read the data of another.
    pub(super) fn check_major(&self, binaries: &Binaries) -> Result<(), ClusterError> {
        let Ok(made_by) = fs::read_to_string(self.data.join("PG_VERSION")) else {
            return Ok(()); // No data yet.
        };
        let made_by = made_by.trim();
        if made_by == binaries.major().to_string() {
            return Ok(());
        }
        Err(ClusterError::OtherMajor {
            data: self.data.clone(),
            made_by: made_by.to_owned(),
            found: binaries.major(),
        })
    }

    /// Makes the data folder, elsewhere first: one that is there is whole.
    pub(super) fn initialise(&self, settings: &ClusterSettings) -> Result<(), ClusterError> {
        let unfinished = self.folder.join(DATA_UNFINISHED);
        let mut refused = String::new();
        for locale in LOCALES {
            self.make_private_folder(&unfinished)?;
            match self.run_initdb(settings, &unfinished, locale)? {
                Ok(()) => {
                    return fs::rename(&unfinished, &self.data)
                        .map_err(ClusterError::io("put in place", &self.data));
                }
                Err(said) if said.contains("locale") => refused = said,
                Err(said) => {
                    refused = said;
                    break;
                }
            }
        }
        let program = settings.binaries.program("initdb");
        Err(ClusterError::Failed { program, said: refused })
    }

    fn run_initdb(
        &self,
        settings: &ClusterSettings,
        data: &Path,
        locale: &str,
    ) -> Result<Result<(), String>, ClusterError> {
        let program = settings.binaries.program("initdb");
        let mut command = self.user.command(&program);
        command.arg("--pgdata").arg(data).args(["--username", SUPERUSER]);
        command.args(["--auth-local", "trust", "--auth-host", "reject"]);
        command.args(["--encoding", "UTF8", "--locale", locale, "--no-instructions"]);
        if settings.durability == Durability::Throwaway {
            command.arg("--no-sync");
        }
        let output = command.output().map_err(ClusterError::io("run the program", &program))?;
        if output.status.success() {
            return Ok(Ok(()));
        }
        Ok(Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }

    /// The folder of the socket: below the state folder, or in `/tmp` where that path is too long.
    /// Whoever can enter it is trusted by the server, so nobody else can.
    pub(super) fn make_socket_folder(&self) -> Result<PathBuf, ClusterError> {
        let near = self.folder.join("socket");
        if socket_path_fits(near.as_os_str()) {
            self.make_private_folder(&near)?;
            return Ok(near);
        }
        let data = fs::metadata(&self.data).map_err(ClusterError::io("look at", &self.data))?;
        let far = PathBuf::from(format!("/tmp/itmo-{}-{}", data.dev(), data.ino()));
        let there = fs::symlink_metadata(&far);
        if let Ok(there) = there
            && !(there.is_dir() && self.user.owns(&there)?)
        {
            return Err(ClusterError::SocketFolderTaken(far));
        }
        self.make_private_folder(&far)?;
        Ok(far)
    }

    /// An empty folder that only the server's user can enter; what was there is removed.
    fn make_private_folder(&self, folder: &Path) -> Result<(), ClusterError> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(ClusterError::io("empty the folder", folder)(error));
            }
            _ => {}
        }
        DirBuilder::new()
            .mode(0o700)
            .create(folder)
            .map_err(ClusterError::io("make the folder", folder))?;
        self.user.give(folder)
    }
}

/// Makes `folder` and its parents. Those that root makes can be entered by all, whatever root's
/// umask: the server runs as a lesser user.
fn make_folders(folder: &Path) -> Result<(), ClusterError> {
    let mut missing: Vec<&Path> = folder.ancestors().take_while(|part| !part.exists()).collect();
    missing.reverse();
    let root = caller_is_root()?;
    for part in missing {
        fs::create_dir(part).map_err(ClusterError::io("make the folder", part))?;
        if root {
            fs::set_permissions(part, Permissions::from_mode(0o755))
                .map_err(ClusterError::io("open the folder", part))?;
        }
    }
    Ok(())
}

fn socket_path_fits(folder: &OsStr) -> bool {
    let name = format!("/.s.PGSQL.{PORT}");
    folder.as_bytes().len().saturating_add(name.len()) <= SOCKET_PATH_BYTES_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_path_has_at_most_107_bytes() {
        let longest = "x".repeat(107 - "/.s.PGSQL.5432".len());
        assert!(socket_path_fits(OsStr::new(&longest)));
        assert!(!socket_path_fits(OsStr::new(&format!("{longest}x"))));
        let letters = "é".repeat(50);
        assert!(!socket_path_fits(OsStr::new(&letters)), "bytes count, not letters");
    }
}
