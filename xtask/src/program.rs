//! Other programs: finding them, running them, listening to them.

use std::env;
use std::io::{BufRead as _, BufReader, Read};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use crate::console::say;
use crate::stop::Stop;

/// The file of a program on the `PATH`.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

/// Cargo itself, without what the cargo that started us says of this package: build scripts that
/// look at those variables would run again and again.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

/// The folder of what cargo builds. It has our own program: `…/debug/xtask`.
pub(crate) fn target_folder() -> PathBuf {
    env::current_exe()
        .ok()
        .and_then(|program| Some(program.parent()?.parent()?.to_owned()))
        .unwrap_or_else(|| PathBuf::from("target"))
}

/// The file of a program of ours, as built for `profile`.
pub(crate) fn built(profile: &str, name: &str) -> PathBuf {
    target_folder().join(profile).join(name)
}

/// Runs a program to its end, its output going where ours goes.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}`: {status}", said(command))) }
}

/// Runs a program to its end and returns what it wrote to standard output.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>, String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(format!("`{}`: {}", said(command), output.status))
    }
}

/// Runs a program quietly, to see whether it succeeds.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// What a program said, and whether it was content.
pub(crate) struct Heard {
    pub(crate) success: bool,
    pub(crate) lines: Vec<String>,
}

/// Runs a program to its end, shows its output as it comes, and keeps it.
pub(crate) fn heard(command: &mut Command) -> Result<Heard, String> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let listener = thread::spawn(move || listen(stderr, |line| eprintln!("{line}")));
    let mut lines = listen(stdout, |line| say!("{line}"));
    lines.extend(listener.join().unwrap_or_default());
    let status = child.wait().map_err(|error| not_started(command, &error))?;
    Ok(Heard { success: status.success(), lines })
}

fn listen(stream: Option<impl Read>, show: impl Fn(&str)) -> Vec<String> {
    let Some(stream) = stream else { return Vec::new() };
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    let mut bytes = Vec::new();
    while reader.read_until(b'\n', &mut bytes).is_ok_and(|count| count > 0) {
        let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
        show(&line);
        lines.push(line);
        bytes.clear();
    }
    lines
}

/// Becomes another program: it gets our terminal, our process and so every Ctrl-C, and its exit
/// status is ours. Returns only if that fails.
pub(crate) fn become_program(command: &mut Command) -> Stop {
    let error = command.exec();
    Stop::failed(&not_started(command, &error))
}

/// Whether we have root's rights.
pub(crate) fn we_are_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|said| said.trim_ascii() == b"0")
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    format!("cannot run `{}`: {error}", said(command))
}

/// The command as one would type it.
fn said(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words: Vec<_> = std::iter::once(program)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_streams_are_heard_and_the_status_kept() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two >&2; exit 3"]);
        let heard = heard(&mut command).unwrap();
        assert!(!heard.success);
        assert_eq!(heard.lines, ["one", "two"]);
    }

    #[test]
    fn a_failure_names_the_command_as_typed() {
        let error = run(Command::new("/bin/sh").args(["-c", "exit 7"])).unwrap_err();
        assert_eq!(error, "`sh -c exit 7`: exit status: 7");
    }
}
