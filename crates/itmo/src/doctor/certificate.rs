//! The certificate that callers will see.

use jiff::Timestamp;
use rustls::CertificateError;

use super::finding::{Checks, Finding};
use crate::certificates::Files;
use crate::configuration::{Configuration, Tls};
use crate::environment;
use crate::serve::host_of;

const NAME: &str = "certificate";

/// Fewer days than this leave little time for what goes wrong with a renewal.
const DAYS_LEFT_MIN: i64 = 21;

/// Reads it, and looks at it as a caller would.
pub(super) fn check(configuration: &Configuration, checks: &mut Checks) {
    let Configuration { tls_certificate, tls_key, public_url, .. } = configuration;
    match configuration.tls {
        Some(Tls::Files) => {}
        Some(Tls::LocalCa) => {
            let findings = is_public(configuration).then(|| {
                Finding::warning(
                    "callers from elsewhere get a certificate of a CA that was made here",
                    "they must be told to trust it, and learn to trust what they are told",
                    "tls_certificate and tls_key, of a CA that they know",
                )
            });
            return checks.add(NAME, "made here, for a first look", findings);
        }
        Some(Tls::None) => {
            let findings = is_public(configuration).then(|| {
                Finding::warning(
                    format!("plain HTTP is served at {}", configuration.listen),
                    "tokens and holdings cross the network for all to read",
                    "a proxy on this machine that speaks HTTPS, and listen = \"127.0.0.1:8080\"",
                )
            });
            return checks.add(NAME, "none: a proxy speaks HTTPS", findings);
        }
        None => return checks.skip(NAME, "it is not settled where it comes from"),
    }
    let (Some(certificate), Some(key)) = (tls_certificate, tls_key) else {
        return checks.skip(NAME, "tls_certificate or tls_key is missing");
    };
    let files = Files { certificate: certificate.clone(), key: key.clone() };
    let host = host_of(public_url).unwrap_or_default();
    match looked_at(&files, &host) {
        Ok((state, findings)) => checks.add(NAME, state, findings),
        Err(error) => {
            let why = "the server does not start with it";
            let mend = format!("openssl x509 -noout -text -in '{}'", certificate.display());
            checks.add(NAME, "unusable", [Finding::error(format!("{error:#}"), why, mend)]);
        }
    }
}

fn is_public(configuration: &Configuration) -> bool {
    !configuration.listen.ip().is_loopback()
}

fn looked_at(files: &Files, host: &str) -> anyhow::Result<(String, Vec<Finding>)> {
    files.server_config()?;
    let now = environment::now();
    let until = files.good_until()?;
    let mut findings: Vec<Finding> =
        files.trouble(host, now)?.map(|error| trouble(&error, host)).into_iter().collect();
    let days = until.duration_since(now).as_hours().checked_div(24).unwrap_or(0);
    if until > now && days < DAYS_LEFT_MIN {
        findings.push(Finding::warning(
            format!("the certificate ends in {days} days"),
            "from then on no caller gets through",
            "renew it, and look why it was not renewed by itself",
        ));
    }
    Ok((format!("for {host}, until {}", day(until)), findings))
}

fn trouble(error: &CertificateError, host: &str) -> Finding {
    use CertificateError::{
        Expired, ExpiredContext, NotValidForNameContext, NotValidYet, NotValidYetContext,
    };
    let what = if let NotValidForNameContext { presented, .. } = error {
        format!("the certificate is not for {host}, but for: {}", presented.join(", "))
    } else if matches!(error, ExpiredContext { .. } | Expired) {
        "the certificate has ended".to_owned()
    } else if matches!(error, NotValidYetContext { .. } | NotValidYet) {
        "the certificate has not begun".to_owned()
    } else if format!("{error:?}").contains("CaUsedAsEndEntity") {
        "the certificate is that of a CA, which signed itself".to_owned()
    } else {
        format!("callers refuse the certificate: {error}")
    };
    Finding::error(what, "no caller gets through", "renew it for the host of public_url")
}

fn day(moment: Timestamp) -> String {
    moment.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
