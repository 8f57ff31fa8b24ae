//! `itmo serve`: the registry, until it is told to stop.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};

use anyhow::{Context as _, anyhow, bail};
use rustls::ServerConfig;

use crate::certificates::{Files, LocalCa};
use crate::clock;
use crate::configuration::{Configuration, Tls};
use crate::logging;
use crate::state::Database;

/// Serves until the process is told to stop.
pub(crate) fn run(configuration: &Configuration) -> anyhow::Result<()> {
    logging::start(configuration.log_format, &configuration.log)?;
    // What is quick to check comes first: the port, the certificate, then the database.
    let listener = listen(configuration.listen)?;
    let tls = tls(configuration)?;
    let database = Database::of(configuration)?;
    if database.is_private() && !matches!(database.installation(), Ok(Some(_))) {
        let (kind, migrated) = database.migrate(configuration.kind)?;
        tracing::info!(%kind, version = migrated.schema_version, "a new database was made");
    }
    let registry =
        database.open(configuration.database_threads, configuration.disputed_units.into())?;
    clock::follow_reports(&registry).context("the checks could not be started")?;
    tracing::info!(
        listen = %configuration.listen,
        url = configuration.public_url,
        version = env!("CARGO_PKG_VERSION"),
        "serving"
    );
    let served = web::serve(registry, settings(configuration, listener, tls));
    tracing::info!("stopping");
    database.stop()?;
    served.context("the server failed")
}

/// What the server is told.
pub(crate) fn settings(
    configuration: &Configuration,
    listener: TcpListener,
    tls: Option<ServerConfig>,
) -> web::Settings {
    web::Settings {
        listener,
        tls,
        public_url: configuration.public_url.clone(),
        http_threads: configuration.http_threads.into(),
        database_threads: configuration.database_threads.into(),
        waiting_max: configuration.waiting_max.into(),
    }
}

/// Takes the port, or says who to ask for another.
pub(crate) fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let port = address.port();
    TcpListener::bind(address).map_err(|error| {
        if error.kind() == ErrorKind::AddrInUse {
            anyhow!(
                "port {port} is taken: another program listens on {address}. Stop it (`ss -ltnp` \
                 names it), or choose another port"
            )
        } else if error.kind() == ErrorKind::PermissionDenied {
            anyhow!(
                "port {port} is not for plain users to listen on: choose one from 1024 up, or let \
                 the service manager grant CAP_NET_BIND_SERVICE"
            )
        } else {
            anyhow!("cannot listen on {address}: {error}")
        }
    })
}

fn tls(configuration: &Configuration) -> anyhow::Result<Option<ServerConfig>> {
    let Configuration { tls_certificate, tls_key, state, public_url, .. } = configuration;
    match configuration.tls {
        Some(Tls::None) => Ok(None),
        Some(Tls::Files) => match (tls_certificate, tls_key) {
            (Some(certificate), Some(key)) => {
                let files = Files { certificate: certificate.clone(), key: key.clone() };
                files.server_config().map(Some)
            }
            _ => bail!("HTTPS needs both: tls_certificate and tls_key"),
        },
        Some(Tls::LocalCa) => {
            let local = LocalCa::in_folder(&state.join("tls"), &hosts(public_url))?;
            let authority = local.authority.display();
            tracing::warn!("made here, for a first look: callers trust it by --cacert {authority}");
            local.files.server_config().map(Some)
        }
        None => bail!(
            "it is not settled how HTTPS is served: name tls_certificate and tls_key; behind a \
             proxy that speaks HTTPS, say tls = \"none\"; for a first look, tls = \"local-ca\""
        ),
    }
}

/// The names by which a caller on this machine, and one at the public address, calls us.
pub(crate) fn hosts(public_url: &str) -> Vec<String> {
    let mut hosts: Vec<String> =
        ["localhost", "127.0.0.1", "::1"].into_iter().map(str::to_owned).collect();
    hosts.extend(host_of(public_url).filter(|host| !hosts.contains(host)));
    hosts
}

/// The host that an address names.
pub(crate) fn host_of(url: &str) -> Option<String> {
    let (_scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = match authority.strip_prefix('[') {
        Some(six) => six.split(']').next()?,
        None => authority.split(':').next()?,
    };
    (!host.is_empty()).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named() {
        let first = listen(([127, 0, 0, 1], 0).into()).unwrap();
        let address = first.local_addr().unwrap();
        let error = listen(address).unwrap_err().to_string();
        assert!(error.starts_with(&format!("port {} is taken", address.port())), "{error}");
    }

    #[test]
    fn the_host_of_an_address_is_found() {
        assert_eq!(host_of("https://registry.example:8443/a").as_deref(), Some("registry.example"));
        assert_eq!(host_of("https://[::1]:8443").as_deref(), Some("::1"));
        assert_eq!(host_of("registry.example"), None);
        assert_eq!(hosts("https://localhost:8443").len(), 3);
    }
}
