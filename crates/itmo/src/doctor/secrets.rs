//! Who else can read what is secret.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::finding::{Checks, Finding};
use crate::configuration::Configuration;

const WHY: &str = "whoever reads it can act as the registry";

/// The configuration, which may hold passwords, and the keys.
pub(super) fn check(configuration: &Configuration, checks: &mut Checks) {
    let local_key = configuration.state.join("tls/server-key.pem");
    let files = [configuration.file.as_deref(), configuration.tls_key.as_deref(), Some(&local_key)];
    let there: Vec<&Path> = files.into_iter().flatten().filter(|file| file.exists()).collect();
    let findings = there.iter().filter_map(|file| open_to_others(file));
    let state = match there.len() {
        0 => "no file holds a secret".to_owned(),
        count => format!("{count} looked at"),
    };
    checks.add("files with secrets", state, findings);
}

fn open_to_others(file: &Path) -> Option<Finding> {
    let mode = fs::metadata(file).ok()?.permissions().mode() & 0o777;
    let path = file.display();
    let mend = format!("chmod o= '{path}'");
    if mode & 0o007 != 0 {
        return Some(Finding::error(
            format!("others may read or write {path} ({mode:o})"),
            WHY,
            mend,
        ));
    }
    let group_writes = mode & 0o020 != 0;
    group_writes.then(|| {
        let mend = format!("chmod g-w '{path}'");
        Finding::warning(format!("its whole group may write {path} ({mode:o})"), WHY, mend)
    })
}

#[cfg(test)]
mod tests {
    use super::super::finding::Severity;
    use super::*;

    #[test]
    fn a_key_that_others_can_read_is_an_error() {
        let file = std::env::temp_dir().join(format!("itmo-secret-{}", std::process::id()));
        fs::write(&file, "secret").unwrap();
        let found = |mode| {
            fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
            open_to_others(&file).map(|finding| finding.severity)
        };
        assert_eq!(found(0o604), Some(Severity::Error));
        assert_eq!(found(0o660), Some(Severity::Warning));
        assert_eq!((found(0o640), found(0o600)), (None, None));
        fs::remove_file(&file).unwrap();
    }
}
