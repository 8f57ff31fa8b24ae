//! The PostgreSQL cluster of a test run: started once, stopped when the run ends in any way.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::console::say;
use crate::demo::postgres_bin;
use crate::program::built;

const START_WAIT: Duration = Duration::from_mins(3);
const STOP_WAIT: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(20);

/// What `itmo dev-db` says once the cluster answers; its address follows.
const READY: &str = "ready ";

/// A running `itmo dev-db`, which stops when its input closes: when this is dropped, or we die.
pub(crate) struct Database {
    process: Child,
    input: Option<ChildStdin>,
    url: String,
}

impl Database {
    /// Starts a cluster with the built `itmo`.
    pub(crate) fn start(programs: Option<PathBuf>) -> Result<Self, String> {
        let mut command = Command::new(built("debug", "itmo"));
        command.arg("dev-db").args(postgres_bin(programs));
        Self::start_with(&mut command)
    }

    fn start_with(command: &mut Command) -> Result<Self, String> {
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot run `itmo dev-db`: {error}"))?;
        let (input, output) = (process.stdin.take(), process.stdout.take());
        let mut database = Self { process, input, url: String::new() };
        let (sender, receiver) = channel();
        thread::spawn(move || listen(output, &sender));
        database.url = wait_for_address(&receiver)?;
        Ok(database)
    }

    /// Where tests find the cluster, as its superuser.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Stops the cluster and waits for its end.
    pub(crate) fn stop(mut self) -> Result<(), String> {
        self.end()
    }

    fn end(&mut self) -> Result<(), String> {
        drop(self.input.take());
        let began = Instant::now();
        loop {
            match self.process.try_wait() {
                Ok(Some(status)) if status.success() => return Ok(()),
                Ok(Some(status)) => return Err(format!("`itmo dev-db` ended: {status}")),
                Ok(None) if began.elapsed() < STOP_WAIT => thread::sleep(PAUSE),
                Ok(None) => break,
                Err(error) => return Err(format!("`itmo dev-db`: {error}")),
            }
        }
        drop(self.process.kill());
        drop(self.process.wait());
        Err("`itmo dev-db` did not stop when asked, and was killed".to_owned())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        drop(self.end()); // Its failure was told by `stop`, or the run has failed already.
    }
}

/// Sends the address on, and shows all other lines for as long as there are any.
fn listen(output: Option<ChildStdout>, sender: &Sender<String>) {
    let Some(output) = output else { return };
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        match line.strip_prefix(READY) {
            // Nobody waits any more if it took too long; then the run has failed already.
            Some(url) => drop(sender.send(url.trim().to_owned())),
            None => say!("{line}"),
        }
    }
}

fn wait_for_address(receiver: &Receiver<String>) -> Result<String, String> {
    use std::sync::mpsc::RecvTimeoutError::{Disconnected, Timeout};
    receiver.recv_timeout(START_WAIT).map_err(|why| match why {
        Disconnected => "`itmo dev-db` ended before the database was ready".to_owned(),
        Timeout => format!("no database after {} s", START_WAIT.as_secs()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stand_in(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn the_address_is_what_follows_ready_and_closing_the_input_ends_it() {
        let mut command = stand_in("echo making; echo ready postgresql://x; read -r line; exit 0");
        let database = Database::start_with(&mut command).unwrap();
        assert_eq!(database.url(), "postgresql://x");
        database.stop().unwrap();
    }

    #[test]
    fn one_that_never_gets_ready_is_told_apart() {
        let Err(why) = Database::start_with(&mut stand_in("echo sorry; exit 1")) else {
            panic!("it was ready");
        };
        assert_eq!(why, "`itmo dev-db` ended before the database was ready");
    }
}
