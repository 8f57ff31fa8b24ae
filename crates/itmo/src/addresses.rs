//! Where the database is, for each login.

use anyhow::bail;
use serde::Deserialize;
use store::cluster::Cluster;
use store::logins::{self, Login};

/// The name of the database where the addresses name none.
pub(crate) const DATABASE: &str = "itmo";

/// The addresses that somebody gave: one for all logins, or one by one.
#[expect(clippy::struct_field_names, reason = "the fields are the keys of the configuration")]
#[derive(Deserialize, Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct GivenAddresses {
    /// The address that those of all logins are made from.
    pub(crate) database_url: Option<String>,
    /// The address for `itmo_migrate`.
    pub(crate) database_url_migrate: Option<String>,
    /// The address for `itmo_section`.
    pub(crate) database_url_section: Option<String>,
    /// The address for `itmo_secretariat`.
    pub(crate) database_url_secretariat: Option<String>,
    /// The address for `itmo_public`.
    pub(crate) database_url_public: Option<String>,
    /// The address for `itmo_ledger`.
    pub(crate) database_url_ledger: Option<String>,
    /// The address for `itmo_jobs`.
    pub(crate) database_url_jobs: Option<String>,
    /// The address for `itmo_checker`.
    pub(crate) database_url_checker: Option<String>,
}

impl GivenAddresses {
    /// These; and where one is missing, that of `then`.
    pub(crate) fn or(self, then: Self) -> Self {
        Self {
            database_url: self.database_url.or(then.database_url),
            database_url_migrate: self.database_url_migrate.or(then.database_url_migrate),
            database_url_section: self.database_url_section.or(then.database_url_section),
            database_url_secretariat: self
                .database_url_secretariat
                .or(then.database_url_secretariat),
            database_url_public: self.database_url_public.or(then.database_url_public),
            database_url_ledger: self.database_url_ledger.or(then.database_url_ledger),
            database_url_jobs: self.database_url_jobs.or(then.database_url_jobs),
            database_url_checker: self.database_url_checker.or(then.database_url_checker),
        }
    }

    fn of(&self, login: Login) -> Option<&String> {
        match login {
            Login::Migrate => self.database_url_migrate.as_ref(),
            Login::Section => self.database_url_section.as_ref(),
            Login::Secretariat => self.database_url_secretariat.as_ref(),
            Login::Public => self.database_url_public.as_ref(),
            Login::Ledger => self.database_url_ledger.as_ref(),
            Login::Jobs => self.database_url_jobs.as_ref(),
            Login::Checker => self.database_url_checker.as_ref(),
        }
    }
}

/// An address for each login.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Addresses {
    base: Option<String>,
    each: Vec<(Login, String)>,
}

impl Addresses {
    /// The addresses, if any were given: then all of them must follow.
    pub(crate) fn of(given: GivenAddresses) -> anyhow::Result<Option<Self>> {
        if given == GivenAddresses::default() {
            return Ok(None);
        }
        let mut each = Vec::new();
        for login in Login::ALL {
            let derived = || given.database_url.as_deref().map(|url| derived(url, login));
            match given.of(login).cloned().or_else(derived) {
                Some(url) => each.push((login, url)),
                None => bail!(
                    "there is no address for the login {}: give DATABASE_URL for all of them, or \
                     {} too",
                    login.name(),
                    key(login)
                ),
            }
        }
        Ok(Some(Self { base: given.database_url, each }))
    }

    /// Those that `url` gives, if it gives all of them.
    pub(crate) fn by(url: impl Fn(Login) -> Option<String>) -> Option<Self> {
        let each = Login::ALL.into_iter().map(|login| Some((login, url(login)?)));
        Some(Self { base: None, each: each.collect::<Option<_>>()? })
    }

    /// Those of a database on a private cluster.
    pub(crate) fn in_cluster(cluster: &Cluster, database: &str) -> Self {
        let each = Login::ALL.map(|login| (login, cluster.url(login.name(), database)));
        Self { base: None, each: each.to_vec() }
    }

    /// Those of a database on a server whose superuser's address this is.
    pub(crate) fn on_server(superuser_url: &str, database: &str) -> Self {
        let each = Login::ALL.map(|it| (it, logins::address(superuser_url, it, database)));
        Self { base: None, each: each.to_vec() }
    }

    /// The address for a login.
    pub(crate) fn url(&self, login: Login) -> String {
        self.each
            .iter()
            .find(|(known, _)| *known == login)
            .map_or_else(String::new, |(_, url)| url.clone())
    }

    /// The addresses without their passwords: the one that all follow from, or all.
    pub(crate) fn shown(&self) -> Vec<(&'static str, String)> {
        let follows = |login: Login, url: &str| {
            self.base.as_deref().is_some_and(|base| derived(base, login) == url)
        };
        let base = self.base.iter().map(|url| ("database_url", without_password(url)));
        let each = self
            .each
            .iter()
            .filter(|(login, url)| !follows(*login, url))
            .map(|(login, url)| (key(*login), without_password(url)));
        base.chain(each).collect()
    }
}

fn derived(url: &str, login: Login) -> String {
    logins::address(url, login, database_of(url).unwrap_or(DATABASE))
}

/// The key of an address in the file; in the environment it is in capitals, after `ITMO_`.
const fn key(login: Login) -> &'static str {
    match login {
        Login::Migrate => "database_url_migrate",
        Login::Section => "database_url_section",
        Login::Secretariat => "database_url_secretariat",
        Login::Public => "database_url_public",
        Login::Ledger => "database_url_ledger",
        Login::Jobs => "database_url_jobs",
        Login::Checker => "database_url_checker",
    }
}

/// The database that an address names, in either of libpq's two forms.
fn database_of(url: &str) -> Option<&str> {
    let words = url.split(['?', '&', ' ']);
    let named = words.filter_map(|word| word.strip_prefix("dbname=")).next_back();
    let path = || {
        let (_scheme, rest) = url.split_once("://")?;
        let (_host, path) = rest.split(['?']).next()?.split_once('/')?;
        Some(path)
    };
    named.or_else(path).filter(|name| !name.is_empty())
}

/// The address, with stars for the password.
fn without_password(url: &str) -> String {
    if url.contains("password='") {
        return "(not shown: its password is in quotation marks)".to_owned();
    }
    let mut shown = url.to_owned();
    if let Some((scheme, rest)) = url.split_once("://")
        && let Some((user, place)) = rest.rsplit_once('@')
        && let Some((user, _password)) = user.split_once(':')
    {
        shown = format!("{scheme}://{user}:***@{place}");
    }
    let hidden = |part: &str| match part.split_once("password=") {
        // `sslpassword` is one too.
        Some((before, secret)) => {
            let joint: String = secret.chars().filter(|last| "?& ".contains(*last)).collect();
            format!("{before}password=***{joint}")
        }
        None => part.to_owned(),
    };
    shown.split_inclusive(['?', '&', ' ']).map(hidden).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(url: &str) -> GivenAddresses {
        GivenAddresses { database_url: Some(url.to_owned()), ..GivenAddresses::default() }
    }

    #[test]
    fn one_address_gives_those_of_all_logins() {
        let addresses = Addresses::of(one("postgresql://db/registry")).unwrap().unwrap();
        let url = addresses.url(Login::Ledger);
        assert_eq!(url, "postgresql://db/registry?user=itmo_ledger&dbname=registry");
        let addresses = Addresses::of(one("host=db dbname=registry")).unwrap().unwrap();
        assert!(addresses.url(Login::Public).ends_with("user=itmo_public dbname=registry"));
        let addresses = Addresses::of(one("postgresql://db")).unwrap().unwrap();
        assert!(addresses.url(Login::Jobs).ends_with("dbname=itmo"));
    }

    #[test]
    fn some_addresses_without_the_others_are_refused_by_name() {
        let some =
            GivenAddresses { database_url_public: Some("host=db".into()), ..Default::default() };
        let error = Addresses::of(some).unwrap_err().to_string();
        assert!(error.contains("itmo_migrate") && error.contains("database_url_migrate"));
        assert_eq!(Addresses::of(GivenAddresses::default()).unwrap(), None);
    }

    #[test]
    fn a_password_is_not_shown_wherever_it_stands() {
        for (url, shown) in [
            ("postgresql://itmo:a@b@db/itmo", "postgresql://itmo:***@db/itmo"),
            ("postgresql://db/itmo?password=a&x=1", "postgresql://db/itmo?password=***&x=1"),
            ("host=db password=a user=b", "host=db password=*** user=b"),
            ("host=db sslpassword=a", "host=db sslpassword=***"),
            ("postgresql://itmo@db/itmo", "postgresql://itmo@db/itmo"),
        ] {
            assert_eq!(without_password(url), shown);
        }
        assert!(!without_password("host=db password='a b'").contains("a b"));
    }
}
