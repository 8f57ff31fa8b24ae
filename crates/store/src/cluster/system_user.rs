//! The system user that a server runs as: the caller, or a lesser one when the caller is root.

use std::fs::{self, Metadata};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::ClusterError;

const ROOT: u32 = 0;
const PASSWD: &str = "/etc/passwd";

/// The system user that a server runs as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum SystemUser {
    /// Whoever runs this process.
    Caller,
    /// PostgreSQL refuses root, so root hands over to somebody with fewer rights.
    Lesser { name: String, uid: u32, gid: u32 },
}

impl SystemUser {
    /// The user for the data folder `data`, which need not exist yet. Root takes the folder's owner
    /// if it has one, so that data made yesterday stay readable today.
    pub(super) fn for_data(data: &Path) -> Result<Self, ClusterError> {
        let caller = caller_uid()?;
        let owner = fs::metadata(data).ok().map(|metadata| (metadata.uid(), metadata.gid()));
        match owner {
            Some((uid, _)) if caller != ROOT && uid != caller => {
                Err(ClusterError::NotOurs { data: data.to_owned(), owner: uid })
            }
            _ if caller != ROOT => Ok(Self::Caller),
            Some((uid, gid)) if uid != ROOT => {
                let passwd = fs::read_to_string(PASSWD).unwrap_or_default();
                let name = users_of(&passwd)
                    .find(|user| user.uid == uid)
                    .map_or_else(|| uid.to_string(), |user| user.name.to_owned());
                Ok(Self::Lesser { name, uid, gid })
            }
            _ => {
                let passwd = fs::read_to_string(PASSWD).unwrap_or_default();
                lesser_user(&passwd).ok_or(ClusterError::NoLesserUser)
            }
        }
    }

    /// Refuses a folder that this user cannot get to, and names the parent that is in the way.
    pub(super) fn check_reach(&self, folder: &Path) -> Result<(), ClusterError> {
        let Self::Lesser { name, uid, gid } = self else {
            return Ok(()); // The caller gets the operating system's own answers.
        };
        let blocked_by = existing_part(folder)
            .ancestors()
            .find(|parent| {
                fs::metadata(parent).is_ok_and(|metadata| !may_enter(&metadata, *uid, *gid))
            })
            .map(Path::to_owned);
        match blocked_by {
            None => Ok(()),
            Some(blocked_by) => Err(ClusterError::Unreachable {
                folder: folder.to_owned(),
                blocked_by,
                user: name.clone(),
            }),
        }
    }

    /// A command that runs as this user, in a process group of its own: Ctrl-C is for the program
    /// that uses the database, which then stops the server in good order.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.stdin(Stdio::null()).current_dir("/").process_group(0);
        command.env("LC_ALL", "C").env("TZ", "UTC");
        if let Self::Lesser { uid, gid, .. } = self {
            command.uid(*uid).gid(*gid);
        }
        command
    }

    /// Gives `path` to this user.
    pub(super) fn give(&self, path: &Path) -> Result<(), ClusterError> {
        match self {
            Self::Caller => Ok(()),
            Self::Lesser { uid, gid, .. } => chown(path, Some(*uid), Some(*gid))
                .map_err(ClusterError::io("give away the folder", path)),
        }
    }

    /// Whether a file with this metadata is this user's own.
    pub(super) fn owns(&self, metadata: &Metadata) -> Result<bool, ClusterError> {
        let uid = match self {
            Self::Caller => caller_uid()?,
            Self::Lesser { uid, .. } => *uid,
        };
        Ok(metadata.uid() == uid)
    }
}

/// Whether this process has root's rights.
pub(super) fn caller_is_root() -> Result<bool, ClusterError> {
    Ok(caller_uid()? == ROOT)
}

fn caller_uid() -> Result<u32, ClusterError> {
    let program = Path::new("id");
    let output = Command::new(program)
        .arg("-u")
        .stdin(Stdio::null())
        .output()
        .map_err(ClusterError::io("run the program", program))?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    said.parse().map_err(|_not_a_number| ClusterError::Failed { program: program.into(), said })
}

struct User<'a> {
    name: &'a str,
    uid: u32,
    gid: u32,
}

fn users_of(passwd: &str) -> impl Iterator<Item = User<'_>> {
    passwd.lines().filter_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(User { name, uid, gid })
    })
}

fn lesser_user(passwd: &str) -> Option<SystemUser> {
    ["postgres", "nobody"].into_iter().find_map(|wanted| {
        users_of(passwd)
            .find(|user| user.name == wanted && user.uid != ROOT)
            .map(|User { name, uid, gid }| SystemUser::Lesser { name: name.to_owned(), uid, gid })
    })
}

/// The folder itself, or its nearest parent that exists, without symbolic links.
fn existing_part(folder: &Path) -> PathBuf {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    folder.ancestors().find_map(|parent| parent.canonicalize().ok()).unwrap_or(folder)
}

fn may_enter(folder: &Metadata, uid: u32, gid: u32) -> bool {
    let execute = if folder.uid() == uid {
        0o100
    } else if folder.gid() == gid {
        0o010
    } else {
        0o001
    };
    folder.mode() & execute != 0
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::os::unix::fs::PermissionsExt as _;
    use std::process;

    use super::*;

    const DEBIAN_PASSWD: &str = "root:x:0:0:root:/root:/bin/bash\n\
        nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n\
        postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash\n";

    #[test]
    fn root_hands_over_to_postgres_and_else_to_nobody() {
        let postgres = SystemUser::Lesser { name: "postgres".to_owned(), uid: 101, gid: 104 };
        assert_eq!(lesser_user(DEBIAN_PASSWD), Some(postgres));
        let bare: String = DEBIAN_PASSWD.lines().take(2).flat_map(|line| [line, "\n"]).collect();
        let nobody = SystemUser::Lesser { name: "nobody".to_owned(), uid: 65534, gid: 65534 };
        assert_eq!(lesser_user(&bare), Some(nobody));
        assert_eq!(lesser_user("root:x:0:0:root:/root:/bin/bash\n"), None);
        assert_eq!(lesser_user("postgres:x:0:0::/:/bin/sh\n"), None, "root under another name");
    }

    #[test]
    fn a_closed_parent_folder_is_named() {
        let top = env::temp_dir().join(format!("itmo-reach-{}", process::id()));
        drop(fs::remove_dir_all(&top));
        let closed = top.join("closed");
        fs::create_dir_all(closed.join("open")).unwrap();
        let stranger = SystemUser::Lesser { name: "stranger".to_owned(), uid: 4321, gid: 4321 };
        let wanted = closed.join("open/not/yet/there");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
        let Err(ClusterError::Unreachable { blocked_by, .. }) = stranger.check_reach(&wanted)
        else {
            panic!("a stranger got through");
        };
        assert_eq!(blocked_by, closed.canonicalize().unwrap());
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o711)).unwrap();
        stranger.check_reach(&wanted).expect("entering is enough; listing is not needed");
        fs::remove_dir_all(top).unwrap();
    }
}
