//! A private PostgreSQL cluster: made in a folder, served on a Unix socket, stopped with its owner.
//!
//! For the demonstration, the tests and a first look without a database server. It listens on no
//! network address; whoever can enter the socket's folder (its system user, and root) is trusted.

mod binaries;
mod error;
mod home;
mod lock_file;
mod server;
mod system_user;

use std::fs;
use std::path::{Path, PathBuf};

pub use binaries::{Binaries, LookedAt, MAJOR_MIN};
pub use error::ClusterError;
use home::Home;
use lock_file::LockFile;
use server::Server;
use system_user::SystemUser;

/// The superuser of a private cluster: it makes the logins and databases, and does nothing else.
pub const SUPERUSER: &str = "itmo_cluster";

/// What the socket is called after; no network port is ever opened.
const PORT: &str = "5432";

/// What a cluster owes its data when the machine loses power.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Durability {
    /// A commit that was acknowledged is on the disk.
    Durable,
    /// Nothing is owed: `fsync` is off, which is right only where databases are thrown away, and
    /// wrong in every test or measurement of what a commit survives.
    Throwaway,
}

/// What to start, and where.
#[derive(Clone, Debug)]
pub struct ClusterSettings {
    /// The programs to run.
    pub binaries: Binaries,
    /// The state folder: data, log and (where its path is short enough) socket go below it.
    pub folder: PathBuf,
    /// What a commit is worth.
    pub durability: Durability,
}

/// A running cluster. It stops when this value is dropped, and when this process ends in any way.
#[derive(Debug)]
pub struct Cluster {
    server: Server,
    socket_folder: PathBuf,
}

impl Cluster {
    /// Starts the cluster in the settings' folder, making it first if there is none, and returns
    /// once it answers. Data of an earlier run are kept; after a crash they are recovered.
    pub fn start(settings: &ClusterSettings) -> Result<Self, ClusterError> {
        let home = Home::prepare(&settings.folder)?;
        home.user().check_reach(settings.binaries.folder())?;
        lock_file::wait_until_free(home.data())?;
        home.check_major(&settings.binaries)?;
        if !home.has_data() {
            home.initialise(settings)?;
        }
        let socket_folder = home.make_socket_folder()?;
        let server = Server::start(settings, &home, &socket_folder)?;
        Ok(Self { server, socket_folder })
    }

    /// The libpq address of `database` for `login`.
    pub fn url(&self, login: &str, database: &str) -> String {
        url(&self.socket_folder, login, database)
    }

    /// Where the server writes its log.
    pub fn log(&self) -> &Path {
        self.server.log()
    }

    /// Ends all connections, writes a checkpoint and returns once the server is gone.
    pub fn stop(mut self) -> Result<(), ClusterError> {
        self.server.stop()
    }
}

/// Whether the system user that the server would run as can reach `folder`, which need not exist
/// yet. Only root can be refused here: as anybody else, the server runs as the caller.
pub fn check_reach(folder: &Path) -> Result<(), ClusterError> {
    SystemUser::for_data(&folder.join(home::DATA))?.check_reach(folder)
}

/// The libpq address of `database` for `login` on the cluster that another process runs in `folder`,
/// if one does and it answers.
pub fn url_of_running(folder: &Path, login: &str, database: &str) -> Option<String> {
    let lock = LockFile::read(&folder.join(home::DATA)).filter(|lock| lock.ready)?;
    Some(url(&lock.socket_folder, login, database))
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Nobody is left to tell. What was committed is safe, however the server ended.
        drop(self.server.stop());
        drop(fs::remove_dir(&self.socket_folder));
    }
}

fn url(socket_folder: &Path, login: &str, database: &str) -> String {
    let host = socket_folder.to_string_lossy();
    format!(
        "postgresql://{}@/{}?host={}&port={PORT}",
        percent_encoded(login),
        percent_encoded(database),
        percent_encoded(&host),
    )
}

fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::{env, process};

    use diesel::connection::SimpleConnection;
    use diesel::prelude::*;
    use diesel::sql_types::Text;

    use super::*;

    #[derive(QueryableByName)]
    struct Answer {
        #[diesel(sql_type = Text)]
        text: String,
    }

    fn ask(db: &mut PgConnection, question: &str) -> String {
        let sql = format!("SELECT ({question})::text AS text");
        diesel::sql_query(sql).get_result::<Answer>(db).expect("an answer").text
    }

    fn settings(name: &str) -> ClusterSettings {
        let given = env::var_os("ITMO_TEST_POSTGRES_BIN").map(PathBuf::from);
        let binaries = Binaries::find(given.as_deref(), env::var_os("PATH").as_deref())
            .unwrap_or_else(|error| panic!("{error}"));
        let folder = env::temp_dir().join(format!("itmo-test-{}-{name}", process::id()));
        drop(fs::remove_dir_all(&folder));
        ClusterSettings { binaries, folder, durability: Durability::Throwaway }
    }

    #[test]
    fn a_cluster_starts_answers_on_its_socket_only_stops_and_keeps_its_data() {
        let settings = settings("keeps-data");
        let cluster = Cluster::start(&settings).expect("the first start");
        let url = cluster.url(SUPERUSER, "postgres");
        let mut db = PgConnection::establish(&url).expect("a connection");
        assert_eq!(ask(&mut db, "current_setting('listen_addresses')"), "");
        assert_eq!(ask(&mut db, "current_setting('timezone')"), "UTC");
        assert_eq!(ask(&mut db, "current_setting('server_encoding')"), "UTF8");
        db.batch_execute("CREATE TABLE kept AS SELECT 'still here' AS what").expect("a table");

        let running = Cluster::start(&settings).expect_err("the folder is taken");
        assert!(matches!(running, ClusterError::Running { .. }), "{running}");
        let there = url_of_running(&settings.folder, SUPERUSER, "postgres");
        assert_eq!(there.as_deref(), Some(url.as_str()), "others can use it meanwhile");

        cluster.stop().expect("a clean stop with a connection open");
        PgConnection::establish(&url).map(drop).expect_err("nobody answers any more");
        assert_eq!(url_of_running(&settings.folder, SUPERUSER, "postgres"), None);

        let cluster = Cluster::start(&settings).expect("the second start");
        let url = cluster.url(SUPERUSER, "postgres");
        let mut db = PgConnection::establish(&url).expect("a connection");
        assert_eq!(ask(&mut db, "SELECT what FROM kept"), "still here");
        drop(cluster);
        PgConnection::establish(&url).map(drop).expect_err("dropping it stops it");
        fs::remove_dir_all(&settings.folder).expect("nothing writes there any more");
    }

    #[test]
    fn a_deep_folder_gets_a_socket_elsewhere() {
        let mut settings = settings("deep");
        let top = settings.folder.clone();
        settings.folder = top.join("a".repeat(60)).join("b".repeat(60));
        let cluster = Cluster::start(&settings).expect("a start");
        assert!(!cluster.socket_folder.starts_with(&settings.folder));
        PgConnection::establish(&cluster.url(SUPERUSER, "postgres")).expect("a connection");
        let socket_folder = cluster.socket_folder.clone();
        cluster.stop().expect("a stop");
        assert!(!socket_folder.exists(), "nothing stays behind in /tmp");
        fs::remove_dir_all(top).expect("nothing writes there any more");
    }

    #[test]
    fn what_a_url_cannot_say_is_escaped() {
        assert_eq!(percent_encoded("/tmp/é ?&"), "%2Ftmp%2F%C3%A9%20%3F%26");
        assert_eq!(percent_encoded("itmo_public-1.x~"), "itmo_public-1.x~");
    }
}
