//! Certificates for HTTPS: read from files, or made here for a first look.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use jiff::{Timestamp, ToSpan as _};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::client::danger::ServerCertVerifier as _;
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, RootCertStore, ServerConfig};

use crate::environment;

/// How long certificates that are made here are good for.
const DAYS_VALID: i64 = 397;

/// They are made anew when fewer days are left.
const DAYS_LEFT_MIN: i64 = 30;

/// A certificate with its key, and the CA that vouches for it if that was made here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Files {
    /// The certificate's file.
    pub(crate) certificate: PathBuf,
    /// The key's file.
    pub(crate) key: PathBuf,
}

/// A CA made here and what it vouched for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct LocalCa {
    /// The CA's certificate: what callers must trust.
    pub(crate) authority: PathBuf,
    /// What it vouches for.
    pub(crate) files: Files,
}

/// The cryptography of all TLS in this process.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

impl Files {
    /// Reads both, and checks that they belong together.
    pub(crate) fn server_config(&self) -> anyhow::Result<ServerConfig> {
        let Self { certificate, key } = self;
        let chain = chain(certificate)?;
        let secret = PrivateKeyDer::from_pem_file(key)
            .map_err(|error| anyhow!("no key can be read from {}: {error}", key.display()))?;
        ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, secret)
            .with_context(|| {
                let (certificate, key) = (certificate.display(), key.display());
                format!("the certificate {certificate} and the key {key} do not go together")
            })
    }

    /// The first moment at which the certificate is no good, for whatever reason it has.
    pub(crate) fn good_until(&self) -> anyhow::Result<Timestamp> {
        let far = environment::now().checked_add((200 * 366 * 24).hours())?;
        match self.trouble("localhost", far)? {
            Some(CertificateError::ExpiredContext { not_after, .. }) => {
                let seconds = i64::try_from(not_after.as_secs())?;
                Ok(Timestamp::from_second(seconds)?)
            }
            Some(CertificateError::NotValidYetContext { .. }) => Ok(Timestamp::UNIX_EPOCH),
            _ => Ok(far),
        }
    }

    /// What a caller would have against the certificate at that moment, save that they may not
    /// know its CA: that is for them to say.
    pub(crate) fn trouble(
        &self,
        host: &str,
        at: Timestamp,
    ) -> anyhow::Result<Option<CertificateError>> {
        let chain = chain(&self.certificate)?;
        let (leaf, others) =
            chain.split_first().ok_or_else(|| anyhow!("the file has no certificate"))?;
        let mut roots = RootCertStore::empty();
        for certificate in &chain {
            roots.add(certificate.clone()).context("a certificate is malformed")?;
        }
        let verifier =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider()).build()?;
        let name = ServerName::try_from(host.to_owned())
            .with_context(|| format!("{host:?} is no name of a host"))?;
        let seconds = u64::try_from(at.as_second()).unwrap_or(0);
        let at = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        match verifier.verify_server_cert(leaf, others, &name, &[], at) {
            Ok(_) => Ok(None),
            // Without its CA at hand, nobody has looked at the names yet.
            Err(rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {
                wrong_name(leaf, &name)
            }
            Err(rustls::Error::InvalidCertificate(error)) => Ok(Some(error)),
            Err(error) => Err(error.into()),
        }
    }
}

fn wrong_name(
    leaf: &CertificateDer<'_>,
    name: &ServerName<'_>,
) -> anyhow::Result<Option<CertificateError>> {
    let leaf = ParsedCertificate::try_from(leaf).context("the certificate is malformed")?;
    match verify_server_name(&leaf, name) {
        Ok(()) => Ok(None),
        Err(rustls::Error::InvalidCertificate(error)) => Ok(Some(error)),
        Err(error) => Err(error.into()),
    }
}

impl LocalCa {
    /// The CA in this folder, made if there is none that is good for these hosts for some time yet.
    pub(crate) fn in_folder(folder: &Path, hosts: &[String]) -> anyhow::Result<Self> {
        let files =
            Files { certificate: folder.join("server.pem"), key: folder.join("server-key.pem") };
        let local = Self { authority: folder.join("ca.pem"), files };
        if !local.is_good_for(hosts) {
            local.make(folder, hosts).context("no certificate could be made")?;
        }
        Ok(local)
    }

    fn is_good_for(&self, hosts: &[String]) -> bool {
        let Ok(soon) = environment::now().checked_add((DAYS_LEFT_MIN * 24).hours()) else {
            return false;
        };
        self.authority.exists()
            && self.files.server_config().is_ok()
            && hosts.iter().all(|host| matches!(self.files.trouble(host, soon), Ok(None)))
    }

    /// The CA's key is thrown away as soon as it has signed: whoever trusts this CA trusts this one
    /// certificate, and nobody can ever make another.
    fn make(&self, folder: &Path, hosts: &[String]) -> anyhow::Result<()> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let mut authority = params(&[], "ITMO registry, local CA")?;
        authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let authority_key = KeyPair::generate()?;
        let authority_certificate = authority.self_signed(&authority_key)?;
        let issuer = Issuer::new(authority, authority_key);
        let mut leaf = params(hosts, "ITMO registry, this machine")?;
        leaf.is_ca = IsCa::ExplicitNoCa;
        leaf.use_authority_key_identifier_extension = true;
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let leaf_key = KeyPair::generate()?;
        let leaf = leaf.signed_by(&leaf_key, &issuer)?;
        write(&self.authority, 0o644, &authority_certificate.pem())?;
        write(&self.files.certificate, 0o644, &leaf.pem())?;
        write(&self.files.key, 0o600, &leaf_key.serialize_pem())
    }
}

fn params(hosts: &[String], name: &str) -> anyhow::Result<CertificateParams> {
    let mut params = CertificateParams::new(hosts)?;
    params.distinguished_name.push(DnType::CommonName, name);
    let day = |hours: i64| -> anyhow::Result<_> {
        let date =
            environment::now().checked_add(hours.hours())?.to_zoned(jiff::tz::TimeZone::UTC).date();
        let (month, day) = (u8::try_from(date.month())?, u8::try_from(date.day())?);
        Ok(date_time_ymd(i32::from(date.year()), month, day))
    };
    // Yesterday: the clocks of callers differ.
    (params.not_before, params.not_after) = (day(-24)?, day(DAYS_VALID * 24)?);
    Ok(params)
}

/// The certificates in a file.
pub(crate) fn chain(file: &Path) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    let chain = CertificateDer::pem_file_iter(file)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| anyhow!("no certificate can be read from {}: {error}", file.display()))?;
    if chain.is_empty() {
        return Err(anyhow!("there is no certificate in {}", file.display()));
    }
    Ok(chain)
}

/// Writes a file that is never there by halves, nor open to others for a moment.
pub(crate) fn write(file: &Path, mode: u32, text: &str) -> anyhow::Result<()> {
    let unfinished = file.with_extension("unfinished");
    drop(fs::remove_file(&unfinished));
    let write = || -> std::io::Result<()> {
        let mut open = OpenOptions::new();
        let mut opened = open.write(true).create_new(true).mode(mode).open(&unfinished)?;
        opened.write_all(text.as_bytes())?;
        opened.sync_all()?;
        fs::rename(&unfinished, file)
    };
    write().with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("itmo-ca-{}-{name}", std::process::id()));
        drop(fs::remove_dir_all(&folder));
        folder
    }

    #[test]
    fn a_local_certificate_is_good_for_its_hosts_and_kept() {
        let folder = folder("kept");
        let hosts = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let first = LocalCa::in_folder(&folder, &hosts).unwrap();
        first.files.server_config().unwrap();
        let now = environment::now();
        assert_eq!(first.files.trouble("127.0.0.1", now).unwrap(), None);
        let wrong = first.files.trouble("registry.example", now).unwrap();
        assert!(
            matches!(wrong, Some(CertificateError::NotValidForNameContext { .. })),
            "{wrong:?}"
        );
        let permissions = fs::metadata(&first.files.key).unwrap().permissions();
        assert_eq!(permissions.mode() & 0o777, 0o600);

        let made = fs::read(&first.authority).unwrap();
        LocalCa::in_folder(&folder, &hosts).unwrap();
        assert_eq!(fs::read(&first.authority).unwrap(), made, "it is still good");
        LocalCa::in_folder(&folder, &["registry.example".to_owned()]).unwrap();
        assert_ne!(fs::read(&first.authority).unwrap(), made, "it lacked a host");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_day_on_which_it_ends_is_known() {
        let folder = folder("ends");
        let local = LocalCa::in_folder(&folder, &["localhost".to_owned()]).unwrap();
        let hours = local.files.good_until().unwrap().duration_since(environment::now()).as_hours();
        assert!((DAYS_VALID * 24 - 48..=DAYS_VALID * 24).contains(&hours), "{hours}");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_key_of_another_certificate_is_noticed() {
        let (one, other) = (folder("one"), folder("other"));
        let hosts = ["localhost".to_owned()];
        let mixed = Files {
            certificate: LocalCa::in_folder(&one, &hosts).unwrap().files.certificate,
            key: LocalCa::in_folder(&other, &hosts).unwrap().files.key,
        };
        let error = mixed.server_config().unwrap_err().to_string();
        assert!(error.ends_with("do not go together"), "{error}");
        fs::remove_dir_all(one).unwrap();
        fs::remove_dir_all(other).unwrap();
    }
}
