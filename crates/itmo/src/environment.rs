//! What this process is told by its surroundings.
#![expect(
    clippy::disallowed_methods,
    reason = "the one crate that reads the environment and the clock"
)]

use std::ffi::OsString;
use std::thread::available_parallelism;
use std::time::SystemTime;

use jiff::Timestamp;
use store::logins::Login;

use crate::addresses::GivenAddresses;

/// The database's addresses that stand in the environment.
pub(crate) fn addresses() -> GivenAddresses {
    let found = |name: &str| std::env::var(name).ok().filter(|url| !url.is_empty());
    let of = |login: Login| {
        let zone = login.name().trim_start_matches("itmo_").to_uppercase();
        found(&format!("ITMO_DATABASE_URL_{zone}"))
    };
    GivenAddresses {
        database_url: found("DATABASE_URL"),
        database_url_migrate: of(Login::Migrate),
        database_url_section: of(Login::Section),
        database_url_secretariat: of(Login::Secretariat),
        database_url_public: of(Login::Public),
        database_url_ledger: of(Login::Ledger),
        database_url_jobs: of(Login::Jobs),
        database_url_checker: of(Login::Checker),
    }
}

/// The token by which a registry is called. It is a secret, so no option names it.
pub(crate) fn token() -> Option<String> {
    std::env::var("ITMO_TOKEN").ok().filter(|token| !token.is_empty())
}

/// Where programs are looked for.
pub(crate) fn search_path() -> Option<OsString> {
    std::env::var_os("PATH")
}

/// The time of this machine, for what is not the ledger's business: certificates, and comparing
/// clocks.
pub(crate) fn now() -> Timestamp {
    // A clock before 1970 or after 9999 is a clock that nobody set.
    Timestamp::try_from(SystemTime::now()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The processors of this machine, 2 at least.
pub(crate) fn processors() -> u16 {
    available_parallelism()
        .ok()
        .and_then(|number| u16::try_from(number.get()).ok())
        .map_or(2, |it| it.max(2))
}
