//! The server process, and the small one beside it that ends it when we end.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::home::Home;
use super::lock_file::LockFile;
use super::system_user::SystemUser;
use super::{ClusterError, ClusterSettings, Durability, PORT};

/// Recovery after a crash may have gigabytes of write-ahead log to read.
const START_WAIT: Duration = Duration::from_mins(5);
const STOP_WAIT: Duration = Duration::from_mins(1);
const QUIT_WAIT: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(10);

const LOG_BYTES_MAX: u64 = 16 * 1024 * 1024;
const LOG_LINES_SHOWN: usize = 12;

/// Waits for the end of its input, which comes when we close it or cease to exist, however we
/// cease; then asks the server to end its connections and stop. It outlives the signals that a
/// service manager sends to all processes of a service, because it is the one who acts on them.
/// `kill` is the shell's own: a bare system has no program of that name.
const STOPPER: &str = "trap '' HUP INT TERM; while read -r line; do :; done; kill -INT \"$1\"";

/// What a busy ledger wants: rare checkpoints, one buffer pool, no time zone but UTC.
const SETTINGS: [&str; 11] = [
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "max_connections=100",
    "shared_buffers=256MB",
    "max_wal_size=8GB",
    "checkpoint_timeout=15min",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_destination=stderr",
    "logging_collector=off",
    "cluster_name=itmo",
];

/// A server that answers. Dropping it stops it.
#[derive(Debug)]
pub(super) struct Server {
    process: Child,
    stopper: Child,
    user: SystemUser,
    log: PathBuf,
    stopped: bool,
}

impl Server {
    pub(super) fn start(
        settings: &ClusterSettings,
        home: &Home,
        socket_folder: &Path,
    ) -> Result<Self, ClusterError> {
        let log = home.log();
        let (log_file, log_start) = open_log(&log)?;
        let log_too = log_file.try_clone().map_err(ClusterError::io("write to the log", &log))?;
        let program = settings.binaries.program("postgres");
        let mut command = home.user().command(&program);
        command.arg("-D").arg(home.data());
        for setting in SETTINGS.iter().chain(durability_settings(settings.durability)) {
            command.args(["-c", setting]);
        }
        command.args(["-c", &format!("port={PORT}")]);
        command.args(["-c", &format!("unix_socket_directories={}", quoted(socket_folder))]);
        let process = command
            .stdout(log_too)
            .stderr(log_file)
            .spawn()
            .map_err(ClusterError::io("run the program", &program))?;
        let user = home.user().clone();
        let mut server = Self::watched(process, user, log)?;
        server.wait_until_ready(home.data(), log_start)?;
        Ok(server)
    }

    pub(super) fn log(&self) -> &Path {
        &self.log
    }

    /// Closing the stopper's input stops the server; what hangs is pressed harder.
    pub(super) fn stop(&mut self) -> Result<(), ClusterError> {
        if self.stopped {
            return Ok(());
        }
        self.stopped = true;
        drop(self.stopper.stdin.take());
        let asked = self.wait_for_end(STOP_WAIT)?;
        drop(self.stopper.wait());
        if asked.is_some() {
            return Ok(());
        }
        self.signal("QUIT")?;
        if self.wait_for_end(QUIT_WAIT)?.is_none() {
            let program = Path::new("postgres");
            self.process.kill().map_err(ClusterError::io("kill the program", program))?;
            self.process.wait().map_err(ClusterError::io("wait for", program))?;
        }
        Err(ClusterError::Killed)
    }

    fn watched(mut process: Child, user: SystemUser, log: PathBuf) -> Result<Self, ClusterError> {
        let shell = Path::new("/bin/sh");
        let stopper = user
            .command(shell)
            .args(["-c", STOPPER, "itmo-stopper", &process.id().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        match stopper {
            Ok(stopper) => Ok(Self { process, stopper, user, log, stopped: false }),
            Err(error) => {
                // The reason is the first failure; that the server could not be killed adds none.
                drop(process.kill());
                drop(process.wait());
                Err(ClusterError::io("run the program", shell)(error))
            }
        }
    }

    fn wait_until_ready(&mut self, data: &Path, log_start: u64) -> Result<(), ClusterError> {
        let began = Instant::now();
        loop {
            if let Some(status) = self.ended()? {
                return Err(self.not_ready(&format!("it ended: {status}"), log_start));
            }
            if LockFile::read(data).is_some_and(|lock| lock.ready && lock.pid == self.process.id())
            {
                return Ok(());
            }
            if began.elapsed() > START_WAIT {
                let why = format!("no answer in {} s", START_WAIT.as_secs());
                return Err(self.not_ready(&why, log_start));
            }
            thread::sleep(PAUSE);
        }
    }

    fn not_ready(&self, why: &str, log_start: u64) -> ClusterError {
        let said = log_end(&self.log, log_start).unwrap_or_default();
        ClusterError::NotReady { why: why.to_owned(), log: self.log.clone(), said }
    }

    fn wait_for_end(&mut self, patience: Duration) -> Result<Option<ExitStatus>, ClusterError> {
        let began = Instant::now();
        loop {
            let ended = self.ended()?;
            if ended.is_some() || began.elapsed() > patience {
                return Ok(ended);
            }
            thread::sleep(PAUSE);
        }
    }

    fn ended(&mut self) -> Result<Option<ExitStatus>, ClusterError> {
        self.process.try_wait().map_err(ClusterError::io("wait for", Path::new("postgres")))
    }

    fn signal(&self, name: &str) -> Result<(), ClusterError> {
        let shell = Path::new("/bin/sh");
        let pid = self.process.id().to_string();
        self.user
            .command(shell)
            .args(["-c", "kill -\"$1\" \"$2\"", "itmo-signal", name, &pid])
            .output()
            .map(drop)
            .map_err(ClusterError::io("run the program", shell))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop()); // One that did not get ready; its failure has been told.
    }
}

fn durability_settings(durability: Durability) -> &'static [&'static str] {
    match durability {
        Durability::Durable => &["fsync=on", "synchronous_commit=on", "full_page_writes=on"],
        Durability::Throwaway => &["fsync=off", "full_page_writes=off"],
    }
}

/// The setting is a list, so a name in it is quoted as SQL quotes names.
fn quoted(folder: &Path) -> String {
    format!("\"{}\"", folder.to_string_lossy().replace('"', "\"\""))
}

/// Opens the log for what comes now, and tells where that begins. A long log of earlier runs is put
/// aside.
fn open_log(path: &Path) -> Result<(File, u64), ClusterError> {
    let length = fs::metadata(path).map_or(0, |metadata| metadata.len());
    let start = if length > LOG_BYTES_MAX {
        fs::rename(path, path.with_extension("log.old"))
            .map_err(ClusterError::io("put aside", path))?;
        0
    } else {
        length
    };
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .map_err(ClusterError::io("write to the log", path))?;
    file.set_permissions(Permissions::from_mode(0o600))
        .map_err(ClusterError::io("close to others the log", path))?;
    Ok((file, start))
}

fn log_end(path: &Path, start: u64) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut lines: Vec<&str> = text.lines().rev().take(LOG_LINES_SHOWN).collect();
    lines.reverse();
    Ok(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_a_comma_or_a_quote_stays_one_folder() {
        assert_eq!(quoted(Path::new("/a,b/\"c\"")), "\"/a,b/\"\"c\"\"\"");
    }

    #[test]
    fn only_a_throwaway_cluster_does_without_fsync() {
        assert!(durability_settings(Durability::Durable).contains(&"fsync=on"));
        assert!(durability_settings(Durability::Throwaway).contains(&"fsync=off"));
    }

    #[test]
    fn the_end_of_the_log_is_of_this_run_only() {
        let path = std::env::temp_dir().join(format!("itmo-log-{}", std::process::id()));
        fs::write(&path, "yesterday\nFATAL: today\n").unwrap();
        assert_eq!(log_end(&path, 10).unwrap(), "FATAL: today");
        fs::remove_file(path).unwrap();
    }
}
