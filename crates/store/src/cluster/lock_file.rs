//! `postmaster.pid`: which process serves a data folder, and whether it answers yet.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::ClusterError;

const NAME: &str = "postmaster.pid";

/// A server whose owner was just killed learns of it at once.
const ORPHAN_WAIT: Duration = Duration::from_secs(2);

/// Its last checkpoint may have gigabytes to write.
const STOP_WAIT: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(20);

/// What the lock file of a data folder says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct LockFile {
    pub(super) pid: u32,
    /// Where its socket is.
    pub(super) socket_folder: PathBuf,
    /// The server takes connections.
    pub(super) ready: bool,
}

impl LockFile {
    /// Reads the lock file of `data`; `None` when there is none, or only a part of one.
    pub(super) fn read(data: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(data.join(NAME)).ok()?)
    }

    /// The first line is the process, the fifth the folder of its socket, the eighth its state:
    /// `starting`, `stopping` or `ready`.
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let pid = lines.next()?.trim().parse().ok()?;
        let socket_folder = lines.nth(3).unwrap_or_default().into();
        let ready = lines.nth(2).is_some_and(|state| state.trim() == "ready");
        Some(Self { pid, socket_folder, ready })
    }
}

/// Returns once no server runs on `data`; waits for one that is stopping, refuses when one goes on.
///
/// A lock file that a crash left behind is removed when its process is provably another one:
/// PostgreSQL itself would refuse to start if the number had been given to a new process of the
/// same user.
pub(super) fn wait_until_free(data: &Path) -> Result<(), ClusterError> {
    let began = Instant::now();
    while let Some(lock) = LockFile::read(data) {
        let patience = if lock.ready { ORPHAN_WAIT } else { STOP_WAIT };
        match holder(Path::new("/proc"), lock.pid, data) {
            Holder::Unknown => return Ok(()), // PostgreSQL decides, and says why.
            Holder::Gone => {
                let path = data.join(NAME);
                return fs::remove_file(&path)
                    .map_err(ClusterError::io("remove the stale lock file", &path));
            }
            Holder::Serving if began.elapsed() > patience => {
                return Err(ClusterError::Running { data: data.to_owned(), pid: lock.pid });
            }
            Holder::Serving => thread::sleep(PAUSE),
        }
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Holder {
    Serving,
    Gone,
    Unknown,
}

/// A server's working directory is its data folder. `proc` is where the system lists its processes.
fn holder(proc: &Path, pid: u32, data: &Path) -> Holder {
    if !proc.join("self").exists() {
        return Holder::Unknown;
    }
    let process = proc.join(pid.to_string());
    if !process.exists() {
        return Holder::Gone;
    }
    match fs::read_link(process.join("cwd")) {
        Ok(folder) if folder == canonical(data) => Holder::Serving,
        Ok(_) => Holder::Gone,
        // It ended, though its parent has not taken notice of it: PostgreSQL would be misled.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Holder::Gone,
        Err(_) => Holder::Unknown, // A process of another user.
    }
}

fn canonical(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::{env, process};

    use super::*;

    #[test]
    fn the_lock_file_tells_process_socket_and_state() {
        let file =
            |state| format!("4711\n/data\n1795531575\n5432\n/run\n\n  1234 5678\n{state}   \n");
        let read = |state| LockFile::parse(&file(state));
        let lock =
            |folder: &str, ready| LockFile { pid: 4711, socket_folder: folder.into(), ready };
        assert_eq!(read("ready"), Some(lock("/run", true)));
        assert_eq!(read("starting"), Some(lock("/run", false)));
        assert_eq!(LockFile::parse("4711\n/data\n"), Some(lock("", false)));
        assert_eq!(LockFile::parse(""), None);
    }

    #[test]
    fn a_process_that_works_elsewhere_does_not_serve_the_folder() {
        let top = env::temp_dir().join(format!("itmo-lock-{}", process::id()));
        drop(fs::remove_dir_all(&top));
        let (proc, data) = (top.join("proc"), top.join("data"));
        for process in ["self", "11", "12", "14"] {
            fs::create_dir_all(proc.join(process)).unwrap();
        }
        fs::create_dir_all(&data).unwrap();
        symlink(data.canonicalize().unwrap(), proc.join("11/cwd")).unwrap();
        symlink("/", proc.join("12/cwd")).unwrap();
        assert_eq!(holder(&proc, 11, &data), Holder::Serving);
        assert_eq!(holder(&proc, 12, &data), Holder::Gone, "its number was given away");
        assert_eq!(holder(&proc, 13, &data), Holder::Gone, "there is no such process");
        assert_eq!(holder(&proc, 14, &data), Holder::Gone, "it ended and was not buried");
        assert_eq!(holder(&top.join("no-proc"), 11, &data), Holder::Unknown);
        fs::remove_dir_all(top).unwrap();
    }
}
