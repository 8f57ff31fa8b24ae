//! Each is refused, in a process of its own that says how much memory that took.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use domain::aef::Rules;
use workbook::open;

use crate::archive::{archive, good};
use crate::archives::Case;
use crate::{archives, contents, sheets};

/// What refusing a file may add to the resident memory.
const GROWTH_KIB_MAX: u64 = 64 << 10;

/// The child's test, which reads a workbook from its standard input.
const CHILD: &str = "refusals::reads_what_comes_in";
const ANSWER: &str = "answer: ";

fn cases() -> impl Iterator<Item = &'static Case> {
    archives::CASES.iter().chain(contents::CASES).chain(sheets::CASES)
}

/// The highest resident memory of this process so far, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse().unwrap()
}

/// The processor's time of this process so far, in milliseconds: a clock would count what other
/// programs do meanwhile. The kernel counts hundredths of a second.
fn processor_time() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let (_name, rest) = stat.rsplit_once(')').unwrap();
    let ticks = rest.split_whitespace().skip(11).take(2);
    ticks.map(|it| it.parse::<u64>().unwrap().saturating_mul(10)).sum()
}

#[test]
#[ignore = "the other test runs it in a process of its own"]
fn reads_what_comes_in() {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).unwrap();
    let rules = Rules::newest().unwrap();
    let before = peak();
    let begun = processor_time();
    let opened = open(rules, &bytes);
    let (growth, time) = (peak().saturating_sub(before), processor_time().saturating_sub(begun));
    let answer = match opened {
        Ok(_) => "read".to_owned(),
        Err(refused) => format!("{refused:?}: {refused}"),
    };
    let line = format!("\n{ANSWER}{growth} {time} {answer}\n");
    std::io::stdout().write_all(line.as_bytes()).unwrap();
}

/// The growth in KiB, the time in milliseconds, and the answer.
fn in_child(bytes: &[u8]) -> (u64, u64, String) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", CHILD, "--ignored", "--nocapture"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find_map(|line| line.strip_prefix(ANSWER));
    let line = line.unwrap_or_else(|| panic!("the child has no answer: {text}"));
    let mut words = line.splitn(3, ' ');
    let mut word = || words.next().unwrap();
    (word().parse().unwrap(), word().parse().unwrap(), word().to_owned())
}

/// The time is printed, and not asserted: it is the machine's.
#[test]
fn each_hostile_workbook_is_refused_for_its_own_reason_and_in_little_memory_t37() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, make, expected) in cases() {
        let (growth, time, answer) = in_child(&make());
        let line = format!("{name}: {growth} KiB, {time} ms, {answer}");
        let _printed = writeln!(std::io::stdout(), "{line}");
        if !answer.starts_with(expected) || growth > GROWTH_KIB_MAX {
            wrong.push(format!("{line} (should be {expected})"));
        }
        count += 1;
    }
    assert!(count >= 40, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_workbook_that_all_of_them_were_made_of_is_read() {
    let rules = Rules::newest().unwrap();
    open(rules, &archive(&good())).unwrap();
    open(rules, &sheets::harmless()).unwrap();
}

#[test]
fn what_is_no_file_of_the_format_is_refused_in_words() {
    let rules = Rules::newest().unwrap();
    for (bytes, expected) in [
        (&b""[..], "UnknownFormat"),
        (b"%PDF-1.7", "UnknownFormat"),
        (b"<html></html>", "UnknownFormat"),
        (b"\x89PNG\r\n", "NotUtf8"),
        (b"\xff\xfea\0", "NotUtf8"),
        (b"\0\0\0", "UnknownFormat"),
        (b"hello", "MissingHeader"),
        (b"{", "NotJson"),
    ] {
        let refused = open(rules, bytes).unwrap_err();
        assert!(format!("{refused:?}").starts_with(expected), "{bytes:?}: {refused:?}");
    }
}
