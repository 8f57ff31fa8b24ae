//! How the registry is to run: read once, from arguments, the environment and one file.
//!
//! An argument counts before the environment, that before the file, and that before the default.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use app::reporting::DisputedUnits;
use clap::{Args, ValueEnum};
use serde::Deserialize;
use store::installation::DatabaseKind;

use crate::addresses::{Addresses, GivenAddresses};
use crate::environment;

/// Where the file is looked for when nobody names one.
const FILE: &str = "/etc/itmo/itmo.toml";

/// Whatever can be chosen. The names in the file are those of the fields.
#[derive(Args, Clone, Default, Debug)]
pub(crate) struct Choices {
    #[command(flatten)]
    database: DatabaseChoices,

    #[command(flatten)]
    server: ServerChoices,
}

/// What can be chosen of the database.
#[derive(Args, Deserialize, Clone, Default, Debug)]
pub(crate) struct DatabaseChoices {
    // Secrets come from the environment or the file, never from arguments, which everybody on the
    // machine can see.
    #[arg(skip)]
    #[serde(skip)]
    addresses: GivenAddresses,

    /// The state folder: a private database, and the certificates of a local CA
    /// [default: var/itmo]
    #[arg(long, env = "ITMO_STATE", value_name = "FOLDER")]
    state: Option<PathBuf>,

    /// The folder with PostgreSQL's programs, for a private database [default: looked for]
    #[arg(long, env = "ITMO_POSTGRES_BIN", value_name = "FOLDER")]
    postgres_bin: Option<PathBuf>,

    /// What a database shall be for, when it is first migrated, for good: production,
    /// demonstration or test [default: production]
    #[arg(long, env = "ITMO_KIND")]
    #[serde(default, deserialize_with = "kind")]
    kind: Option<DatabaseKind>,
}

/// What can be chosen of the server.
#[derive(Args, Deserialize, Clone, Default, Debug)]
pub(crate) struct ServerChoices {
    /// The address and port to listen on [default: 127.0.0.1:8443]
    #[arg(long, env = "ITMO_LISTEN", value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,

    /// Where callers reach it [default: localhost, with the port listened on]
    #[arg(long, env = "ITMO_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,

    /// Where HTTPS comes from [default: files if one is named, local-ca with a private database]
    #[arg(long, env = "ITMO_TLS", value_name = "HOW")]
    tls: Option<Tls>,

    /// The certificate and those that vouch for it, in PEM
    #[arg(long, env = "ITMO_TLS_CERTIFICATE", value_name = "FILE")]
    tls_certificate: Option<PathBuf>,

    /// The key of the certificate, in PEM
    #[arg(long, env = "ITMO_TLS_KEY", value_name = "FILE")]
    tls_key: Option<PathBuf>,

    /// The form of the log [default: text on a terminal, json elsewhere]
    #[arg(long, env = "ITMO_LOG_FORMAT", value_name = "FORM")]
    log_format: Option<LogFormat>,

    /// What is logged, for example "info" or "info,web=debug" [default: info]
    #[arg(long, env = "ITMO_LOG", value_name = "FILTER")]
    log: Option<String>,

    /// Threads that speak HTTP [default: one a processor, 2 at least]
    #[arg(long, env = "ITMO_HTTP_THREADS", value_name = "NUMBER")]
    http_threads: Option<u16>,

    /// Threads that wait for the database, and connections in each pool [default: 8]
    #[arg(long, env = "ITMO_DATABASE_THREADS", value_name = "NUMBER")]
    database_threads: Option<u16>,

    /// Requests that may wait for such a thread; more are told that the registry is busy
    /// [default: 1024]
    #[arg(long, env = "ITMO_WAITING_MAX", value_name = "NUMBER")]
    waiting_max: Option<u16>,

    /// Whether units that an open inconsistency of reports names are used towards an NDC
    /// [default: refused]
    #[arg(long, env = "ITMO_DISPUTED_UNITS", value_name = "HOW")]
    disputed_units: Option<DisputedUnitsChoice>,
}

/// Whether disputed units are used towards an NDC.
#[derive(ValueEnum, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DisputedUnitsChoice {
    /// Not until a corrected report agrees
    Refused,
    /// They are marked, and may be used
    Marked,
}

impl From<DisputedUnitsChoice> for DisputedUnits {
    fn from(choice: DisputedUnitsChoice) -> Self {
        match choice {
            DisputedUnitsChoice::Refused => Self::MayNotBeUsed,
            DisputedUnitsChoice::Marked => Self::MayBeUsed,
        }
    }
}

impl From<DatabaseChoices> for Choices {
    fn from(database: DatabaseChoices) -> Self {
        Self { database, server: ServerChoices::default() }
    }
}

/// Where HTTPS comes from.
#[derive(ValueEnum, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Tls {
    /// From `tls_certificate` and `tls_key`
    Files,
    /// From a CA made here, for a first look: callers must be told to trust it
    LocalCa,
    /// Plain HTTP, for a proxy in front
    None,
}

/// The form of the log.
#[derive(ValueEnum, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LogFormat {
    /// A JSON object a line, for programs
    Json,
    /// Lines for people
    Text,
}

/// How the registry is to run.
#[derive(Clone, Debug)]
pub(crate) struct Configuration {
    /// The file that was read, if there was one.
    pub(crate) file: Option<PathBuf>,
    /// Where the database is; without any, a private one is started.
    pub(crate) addresses: Option<Addresses>,
    /// The address and port to listen on.
    pub(crate) listen: SocketAddr,
    /// Where callers reach it.
    pub(crate) public_url: String,
    /// Where HTTPS comes from, if that is settled.
    pub(crate) tls: Option<Tls>,
    /// The certificate's file.
    pub(crate) tls_certificate: Option<PathBuf>,
    /// The key's file.
    pub(crate) tls_key: Option<PathBuf>,
    /// The state folder.
    pub(crate) state: PathBuf,
    /// The folder with PostgreSQL's programs.
    pub(crate) postgres_bin: Option<PathBuf>,
    /// What a database that is yet to be migrated shall be for, if somebody said so.
    pub(crate) kind: Option<DatabaseKind>,
    /// The form of the log, if it does not depend on where it goes.
    pub(crate) log_format: Option<LogFormat>,
    /// What is logged.
    pub(crate) log: String,
    /// Threads that speak HTTP.
    pub(crate) http_threads: u16,
    /// Threads that wait for the database.
    pub(crate) database_threads: u16,
    /// Requests that may wait for such a thread.
    pub(crate) waiting_max: u16,
    /// Whether disputed units are used towards an NDC.
    pub(crate) disputed_units: DisputedUnitsChoice,
}

impl Configuration {
    /// Reads the file, if there is one, and settles every value.
    pub(crate) fn load(file: Option<&Path>, arguments: Choices) -> anyhow::Result<Self> {
        let (file, from_file) = match file {
            Some(named) => (Some(named.to_owned()), read(named)?),
            None if Path::new(FILE).exists() => (Some(FILE.into()), read(Path::new(FILE))?),
            None => (None, Choices::default()),
        };
        Self::settle(file, arguments, from_file)
    }

    fn settle(file: Option<PathBuf>, first: Choices, then: Choices) -> anyhow::Result<Self> {
        let (
            Choices { database, server },
            Choices { database: database_then, server: server_then },
        ) = (first, then);
        let given = environment::addresses().or(database_then.addresses);
        let addresses = Addresses::of(given)?;
        let server = server.or(server_then);
        let tls = server.tls.or(match (server.names_files(), &addresses) {
            (true, _) => Some(Tls::Files),
            (false, None) => Some(Tls::LocalCa),
            // Whoever brings a database means it: nothing is served in the clear by accident.
            (false, Some(_)) => None,
        });
        let listen = server.listen.unwrap_or(([127, 0, 0, 1], 8443).into());
        let scheme = if tls == Some(Tls::None) { "http" } else { "https" };
        let here = || format!("{scheme}://localhost:{}", listen.port());
        let public_url = server.public_url.unwrap_or_else(here);
        if !(public_url.starts_with("https://") || public_url.starts_with("http://")) {
            bail!("public_url must begin with https:// or http://, this is {public_url:?}");
        }
        if server.http_threads == Some(0) || server.database_threads == Some(0) {
            bail!("http_threads and database_threads must be 1 or more");
        }
        let state = database.state.or(database_then.state);
        Ok(Self {
            file,
            addresses,
            listen,
            public_url,
            tls,
            tls_certificate: server.tls_certificate,
            tls_key: server.tls_key,
            state: state.unwrap_or_else(|| "var/itmo".into()),
            postgres_bin: database.postgres_bin.or(database_then.postgres_bin),
            kind: database.kind.or(database_then.kind),
            log_format: server.log_format,
            log: server.log.unwrap_or_else(|| "info".to_owned()),
            http_threads: server.http_threads.unwrap_or_else(environment::processors),
            database_threads: server.database_threads.unwrap_or(8),
            waiting_max: server.waiting_max.unwrap_or(1024),
            disputed_units: server.disputed_units.unwrap_or(DisputedUnitsChoice::Refused),
        })
    }

    /// The effective values, without secrets, for people to read.
    pub(crate) fn shown(&self) -> Vec<(&'static str, String)> {
        let path = |path: &Option<PathBuf>| {
            path.as_ref().map_or_else(|| "none".to_owned(), |path| path.display().to_string())
        };
        let mut shown = vec![("file", path(&self.file))];
        match &self.addresses {
            Some(addresses) => shown.extend(addresses.shown()),
            None => shown.push(("database", "a private one, below the state folder".to_owned())),
        }
        shown.extend([
            ("listen", self.listen.to_string()),
            ("public_url", self.public_url.clone()),
            ("tls", self.tls.map_or_else(|| "not settled".to_owned(), |tls| word(&tls))),
            ("tls_certificate", path(&self.tls_certificate)),
            ("tls_key", path(&self.tls_key)),
            ("state", self.state.display().to_string()),
            ("postgres_bin", path(&self.postgres_bin)),
            (
                "kind",
                self.kind
                    .map_or_else(|| "as the database says".to_owned(), |kind| kind.to_string()),
            ),
            (
                "log_format",
                self.log_format.map_or_else(|| "by terminal".to_owned(), |it| word(&it)),
            ),
            ("log", self.log.clone()),
            ("http_threads", self.http_threads.to_string()),
            ("database_threads", self.database_threads.to_string()),
            ("waiting_max", self.waiting_max.to_string()),
            ("disputed_units", word(&self.disputed_units)),
        ]);
        shown
    }
}

impl ServerChoices {
    /// These; and where one is missing, that of `then`.
    fn or(self, then: Self) -> Self {
        Self {
            listen: self.listen.or(then.listen),
            public_url: self.public_url.or(then.public_url),
            tls: self.tls.or(then.tls),
            tls_certificate: self.tls_certificate.or(then.tls_certificate),
            tls_key: self.tls_key.or(then.tls_key),
            log_format: self.log_format.or(then.log_format),
            log: self.log.or(then.log),
            http_threads: self.http_threads.or(then.http_threads),
            database_threads: self.database_threads.or(then.database_threads),
            waiting_max: self.waiting_max.or(then.waiting_max),
            disputed_units: self.disputed_units.or(then.disputed_units),
        }
    }

    const fn names_files(&self) -> bool {
        self.tls_certificate.is_some() || self.tls_key.is_some()
    }
}

fn word(value: &impl ValueEnum) -> String {
    value.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

fn read(file: &Path) -> anyhow::Result<Choices> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read the configuration {}", file.display()))?;
    parse(&text).with_context(|| format!("{} is not understood", file.display()))
}

/// Some of the keys of a file, and those that are left.
#[derive(Deserialize)]
struct Part<T> {
    #[serde(flatten)]
    known: T,
    #[serde(flatten)]
    rest: toml::Table,
}

fn parse(text: &str) -> anyhow::Result<Choices> {
    let Part { known: addresses, rest } = toml::from_str::<Part<GivenAddresses>>(text)?;
    let Part { known: database, rest } = rest.try_into::<Part<DatabaseChoices>>()?;
    let Part { known: server, rest } = rest.try_into::<Part<ServerChoices>>()?;
    match rest.keys().next() {
        None => Ok(Choices { database: DatabaseChoices { addresses, ..database }, server }),
        Some(key) => bail!("there is no key {key}: deploy/itmo.example.toml shows those there are"),
    }
}

fn kind<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<DatabaseKind>, D::Error> {
    let text = String::deserialize(from)?;
    text.parse().map(Some).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(file: &str) -> anyhow::Result<Configuration> {
        Configuration::settle(None, Choices::default(), parse(file)?)
    }

    #[test]
    fn an_argument_counts_before_the_file() {
        let mut arguments = Choices::default();
        arguments.server.listen = Some("0.0.0.0:443".parse().unwrap());
        let file = parse("listen = '127.0.0.1:9000'\nstate = '/srv/itmo'").unwrap();
        let settled = Configuration::settle(None, arguments, file).unwrap();
        assert_eq!(settled.listen.to_string(), "0.0.0.0:443");
        assert_eq!(settled.state, Path::new("/srv/itmo"));
        assert_eq!(settled.public_url, "https://localhost:443");
    }

    #[test]
    fn the_example_is_understood() {
        let settled = settled(include_str!("../../../deploy/itmo.example.toml")).unwrap();
        assert_eq!(settled.listen.port(), 443);
        assert!(settled.addresses.is_some());
    }

    #[test]
    fn a_name_that_nobody_knows_is_refused() {
        let error = settled("listn = '127.0.0.1:9000'").unwrap_err();
        assert!(error.to_string().contains("listn"), "{error}");
    }

    #[test]
    fn https_with_a_database_elsewhere_is_never_left_out_by_accident() {
        let given = "database_url = 'postgresql://db/itmo'\n";
        assert_eq!(settled(given).unwrap().tls, None);
        assert_eq!(settled(&format!("{given}tls = 'none'")).unwrap().tls, Some(Tls::None));
        let files = format!("{given}tls_certificate = 'c.pem'\ntls_key = 'k.pem'");
        assert_eq!(settled(&files).unwrap().tls, Some(Tls::Files));
    }

    #[test]
    fn no_password_is_shown() {
        let file = "database_url = 'postgresql://itmo:Secret-1@db/itmo?password=Secret-2'\n\
            database_url_ledger = 'host=db user=itmo_ledger password=Secret-3'";
        let shown = settled(file).unwrap().shown();
        assert!(shown.iter().any(|(_, value)| value.contains("@db/itmo")), "{shown:?}");
        assert!(!shown.iter().any(|(_, value)| value.contains("Secret")), "{shown:?}");
    }
}
