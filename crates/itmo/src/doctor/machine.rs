//! The configuration as a whole, the port, and the room on the disk.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::finding::{Checks, Finding};
use crate::configuration::{Configuration, Tls};

/// Whether everything that `itmo serve` needs was said.
pub(super) fn settled(configuration: &Configuration, checks: &mut Checks) {
    let Configuration { tls, tls_certificate, tls_key, .. } = configuration;
    let mut findings = Vec::new();
    if tls.is_none() {
        findings.push(Finding::error(
            "it is not settled how HTTPS is served",
            "`itmo serve` does not start",
            "tls_certificate and tls_key in the configuration; or tls = \"none\" behind a proxy",
        ));
    }
    if *tls == Some(Tls::Files) && (tls_certificate.is_none() || tls_key.is_none()) {
        findings.push(Finding::error(
            "of tls_certificate and tls_key, only one is given, or none",
            "`itmo serve` does not start",
            "both in the configuration, or ITMO_TLS_CERTIFICATE and ITMO_TLS_KEY",
        ));
    }
    let state = if findings.is_empty() { "complete" } else { "incomplete" };
    checks.add("configuration", state, findings);
}

/// Whether the port is free, or is ours already.
pub(super) fn port(configuration: &Configuration, checks: &mut Checks) {
    const NAME: &str = "port";
    let address = configuration.listen;
    let why = "`itmo serve` does not start";
    match TcpListener::bind(address) {
        Ok(_free) => checks.add(NAME, format!("{address} is free"), []),
        Err(error) if error.kind() == ErrorKind::AddrInUse && answers_as_us(configuration) => {
            checks.add(NAME, format!("this registry serves at {address}"), []);
        }
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            let what = format!("another program listens on {address}");
            let mend =
                format!("ss -ltnp 'sport = :{}'   (then stop what it names)", address.port());
            checks.add(NAME, "taken", [Finding::error(what, why, mend)]);
        }
        Err(error) => {
            let what = format!("{address} cannot be listened on: {error}");
            let mend = "listen = \"…\" with an address of this machine, and a port from 1024 up";
            checks.add(NAME, "refused", [Finding::error(what, why, mend)]);
        }
    }
}

/// Whoever answers as the registry does is taken for it: this is no matter of trust.
fn answers_as_us(configuration: &Configuration) -> bool {
    let scheme = if configuration.tls == Some(Tls::None) { "http" } else { "https" };
    let mut address = configuration.listen;
    if address.ip().is_unspecified() {
        address.set_ip([127, 0, 0, 1].into());
    }
    let ask = || -> reqwest::Result<String> {
        reqwest::blocking::Client::builder()
            .tls_danger_accept_invalid_certs(true)
            .timeout(Duration::from_secs(3))
            .build()?
            .get(format!("{scheme}://{address}/healthz"))
            .send()?
            .text()
    };
    ask().is_ok_and(|body| body.contains("\"status\":\"alive\""))
}

/// Less is a matter of days for a busy registry.
const MEBIBYTES_MIN: u64 = 2048;

/// Where the private database and the certificates lie.
pub(super) fn room(configuration: &Configuration, checks: &mut Checks) {
    const NAME: &str = "room on the disk";
    let folder = configuration.state.ancestors().find(|folder| folder.is_dir());
    let folder = folder.unwrap_or(Path::new("."));
    let Some(free) = free_mebibytes(folder) else {
        return checks.skip(NAME, "the program df does not say");
    };
    let state = format!("{free} MiB free in {}", folder.display());
    let what = format!("only {state}");
    let why = "a full disk stops every write";
    let mend = format!("du -xh '{}' | sort -h | tail   (then make room)", folder.display());
    let finding = match free {
        0..256 => Some(Finding::error(what, why, mend)),
        256..MEBIBYTES_MIN => Some(Finding::warning(what, why, mend)),
        _ => None,
    };
    checks.add(NAME, state, finding);
}

fn free_mebibytes(folder: &Path) -> Option<u64> {
    let output = Command::new("df")
        .args(["-P", "-k"])
        .arg(folder)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    available(&String::from_utf8_lossy(&output.stdout))
}

/// The fourth column of the last line, in kibibytes.
fn available(text: &str) -> Option<u64> {
    let kibibytes: u64 = text.lines().last()?.split_whitespace().nth(3)?.parse().ok()?;
    kibibytes.checked_div(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_free_room_is_read_as_df_prints_it() {
        let text = "Filesystem 1024-blocks Used Available Capacity Mounted on\n\
            /dev/vda1 10000000 400000 2097152 20% /\n";
        assert_eq!(available(text), Some(2048));
        assert_eq!(available("df: nothing"), None);
    }
}
