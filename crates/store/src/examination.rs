//! What an operator wants to know of a database server: facts, no judgements.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Integer, Text, Timestamptz};
use jiff::Timestamp;

use crate::error::DatabaseError;
use crate::logins::Login;

/// What a server says of itself and of the database that one is connected to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Server {
    /// Its version as a number: 150020 for 15.20.
    pub version: i32,
    /// Its version in words.
    pub version_text: String,
    /// The database's encoding.
    pub encoding: String,
    /// The time zone of a new connection.
    pub timezone: String,
    /// How many connections it allows.
    pub connections_max: i32,
    /// Whether it answers a commit before it is on the disk, or does not write to the disk at all.
    pub forgets_commits: bool,
    /// Its clock.
    pub clock: Timestamp,
    /// Those logins of the registry that are there.
    pub logins: Vec<LoginFacts>,
}

/// What a login may do that it should not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoginFacts {
    /// Its name.
    pub name: String,
    /// Whether it can connect at all.
    pub can_log_in: bool,
    /// Whether it is a superuser.
    pub is_superuser: bool,
    /// Whether it sees past row-level security.
    pub bypasses_row_security: bool,
    /// How many tables, schemas or databases it owns.
    pub owns: i64,
}

#[derive(QueryableByName)]
struct ServerRow {
    #[diesel(sql_type = Integer)]
    version: i32,
    #[diesel(sql_type = Text)]
    version_text: String,
    #[diesel(sql_type = Text)]
    encoding: String,
    #[diesel(sql_type = Text)]
    timezone: String,
    #[diesel(sql_type = Integer)]
    connections_max: i32,
    #[diesel(sql_type = Bool)]
    forgets_commits: bool,
    #[diesel(sql_type = Timestamptz)]
    clock: jiff_diesel::Timestamp,
}

#[derive(QueryableByName)]
struct LoginRow {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    can_log_in: bool,
    #[diesel(sql_type = Bool)]
    is_superuser: bool,
    #[diesel(sql_type = Bool)]
    bypasses_row_security: bool,
    #[diesel(sql_type = BigInt)]
    owns: i64,
}

const SERVER: &str = "
    SELECT current_setting('server_version_num')::int AS version,
        split_part(current_setting('server_version'), ' ', 1) AS version_text,
        pg_encoding_to_char(encoding)::text AS encoding,
        current_setting('timezone') AS timezone,
        current_setting('max_connections')::int AS connections_max,
        current_setting('fsync') = 'off' OR current_setting('synchronous_commit') = 'off'
            AS forgets_commits,
        clock_timestamp() AS clock
    FROM pg_database WHERE datname = current_database()";

const LOGINS: &str = "
    SELECT rolname::text AS name, rolcanlogin AS can_log_in, rolsuper AS is_superuser,
        rolbypassrls AS bypasses_row_security,
        (SELECT count(*) FROM pg_shdepend
            WHERE refclassid = 'pg_authid'::regclass AND refobjid = role.oid AND deptype = 'o')
            AS owns
    FROM pg_roles AS role WHERE rolname = ANY ($1) ORDER BY rolname";

/// Asks the server at this address; any login of the registry may.
pub fn server(url: &str) -> Result<Server, DatabaseError> {
    let mut db = PgConnection::establish(url)?;
    let row: ServerRow = diesel::sql_query(SERVER).get_result(&mut db)?;
    let names: Vec<&str> = Login::ALL.into_iter().map(Login::name).collect();
    let logins: Vec<LoginRow> =
        diesel::sql_query(LOGINS).bind::<diesel::sql_types::Array<Text>, _>(names).load(&mut db)?;
    Ok(Server {
        version: row.version,
        version_text: row.version_text,
        encoding: row.encoding,
        timezone: row.timezone,
        connections_max: row.connections_max,
        forgets_commits: row.forgets_commits,
        clock: row.clock.to_jiff(),
        logins: logins.into_iter().map(LoginFacts::from).collect(),
    })
}

/// Whether a login can connect at its address.
pub fn can_connect(url: &str) -> Result<(), DatabaseError> {
    let mut db = PgConnection::establish(url)?;
    db.batch_execute("SELECT 1")?;
    Ok(())
}

impl From<LoginRow> for LoginFacts {
    fn from(row: LoginRow) -> Self {
        let LoginRow { name, can_log_in, is_superuser, bypasses_row_security, owns } = row;
        Self { name, can_log_in, is_superuser, bypasses_row_security, owns }
    }
}

/// A counter of the log's head, beside the highest number that was given.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Counter {
    /// What is counted.
    #[diesel(sql_type = Text)]
    pub what: String,
    /// What the head says.
    #[diesel(sql_type = BigInt)]
    pub head: i64,
    /// What the rows say.
    #[diesel(sql_type = BigInt)]
    pub rows: i64,
}

const COUNTERS: &str = "
    SELECT counter.what, counter.head, counter.rows
    FROM (SELECT * FROM transparency.log_batch ORDER BY batch_no DESC LIMIT 1) AS batch,
    LATERAL (VALUES
        ('entries', batch.last_entry, (SELECT coalesce(max(entry_no), 0) FROM registry.entry)),
        ('leaves', batch.tree_size, (SELECT coalesce(max(idx) + 1, 0) FROM transparency.log_leaf)),
        ('sections', batch.last_section, (SELECT coalesce(max(id), 0) FROM registry.section)),
        ('series', batch.last_series, (SELECT coalesce(max(no), 0) FROM registry.series)),
        ('issuances', batch.last_issuance, (SELECT coalesce(max(no), 0) FROM registry.issuance))
    ) AS counter (what, head, rows)";

/// The counters of the log's head, as the login of the checker sees them. It takes milliseconds,
/// however long the log is; whether the rest is right, [`verify`](crate::verify) tells.
pub fn head(checker_url: &str) -> Result<Vec<Counter>, DatabaseError> {
    let mut db = PgConnection::establish(checker_url)?;
    Ok(diesel::sql_query(COUNTERS).load(&mut db)?)
}
