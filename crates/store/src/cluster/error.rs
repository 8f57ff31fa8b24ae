//! Why a private cluster cannot run, each with what to do about it.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use super::binaries::{LookedAt, MAJOR_MIN};

/// Why a private cluster cannot run, each with what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// No folder has the programs of a PostgreSQL server, or only those of an old one.
    #[error("{}", no_binaries(.looked_at))]
    NoBinaries { looked_at: Vec<LookedAt> },
    /// Root runs the server as a lesser user, who cannot get to a folder.
    #[error(
        "the system user {user} cannot enter {}, so PostgreSQL, which refuses to run as root, \
         cannot reach {}: choose a folder outside it, for example below /var/lib, \
         or let others enter: chmod o+x '{}'",
        .blocked_by.display(), .folder.display(), .blocked_by.display()
    )]
    Unreachable { folder: PathBuf, blocked_by: PathBuf, user: String },
    /// Root found no user to hand over to.
    #[error(
        "PostgreSQL refuses to run as root, and /etc/passwd has neither a user postgres nor a \
         user nobody: run this as a plain user, or add one: useradd --system postgres"
    )]
    NoLesserUser,
    /// The data folder is of another user.
    #[error(
        "{} belongs to the user with the id {owner}: run this as that user, \
         or choose another state folder",
        .data.display()
    )]
    NotOurs { data: PathBuf, owner: u32 },
    /// Another server runs on the same data.
    #[error(
        "the process {pid} already serves {}: stop what started it (perhaps another `itmo`), \
         or choose another state folder",
        .data.display()
    )]
    Running { data: PathBuf, pid: u32 },
    /// The data folder was made by another major version.
    #[error(
        "{} was made by PostgreSQL {made_by}, and the programs found are of PostgreSQL {found}: \
         name the folder of the others, for example \
         --postgres-bin /usr/lib/postgresql/{made_by}/bin, or start with an empty folder",
        .data.display()
    )]
    OtherMajor { data: PathBuf, made_by: String, found: u32 },
    /// Somebody else made the folder that the socket was to go to.
    #[error(
        "{} is not a folder of our own: remove it, or choose a state folder with a shorter path",
        .0.display()
    )]
    SocketFolderTaken(PathBuf),
    /// A program of PostgreSQL failed.
    #[error("{} failed: {said}", .program.display())]
    Failed { program: PathBuf, said: String },
    /// The server ended, or did not answer in time.
    #[error("PostgreSQL did not get ready ({why}); its log {} ends with:\n{said}", .log.display())]
    NotReady { why: String, log: PathBuf, said: String },
    /// The server had to be killed.
    #[error("PostgreSQL did not stop when asked and was killed; it will recover at its next start")]
    Killed,
    /// The operating system refused something.
    #[error("could not {doing} {}", .path.display())]
    Io { doing: &'static str, path: PathBuf, source: io::Error },
}

impl ClusterError {
    /// For `map_err`: what was being done, and to which path.
    pub(super) fn io<'a>(
        doing: &'static str,
        path: &'a Path,
    ) -> impl FnOnce(io::Error) -> Self + use<'a> {
        move |source| Self::Io { doing, path: path.to_owned(), source }
    }
}

fn no_binaries(looked_at: &[LookedAt]) -> String {
    let mut text =
        format!("no PostgreSQL server of version {MAJOR_MIN} or newer was found. Looked at:\n");
    for LookedAt { folder, found } in looked_at {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {}: {found}", folder.display());
    }
    text.push_str(
        "Ways out, each a line to paste:\n  \
         sudo apt-get install --no-install-recommends postgresql\n  \
         export DATABASE_URL=postgresql://login@host/database   (a server that is there)\n  \
         --postgres-bin /folder/that/has/initdb/and/postgres   (added to this command)",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_finds_no_server_learns_where_we_looked_and_the_ways_out() {
        let looked_at = vec![LookedAt {
            folder: PathBuf::from("/usr/lib/postgresql/13/bin"),
            found: "PostgreSQL 13: too old".to_owned(),
        }];
        let text = ClusterError::NoBinaries { looked_at }.to_string();
        for part in [
            "/usr/lib/postgresql/13/bin: PostgreSQL 13: too old",
            "apt-get install --no-install-recommends postgresql",
            "DATABASE_URL=",
            "--postgres-bin",
        ] {
            assert!(text.contains(part), "{part:?} is missing in:\n{text}");
        }
    }
}
