//! TLS by rustls, with a configuration of our own: the process's is the application's.

use std::path::Path;
use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

use crate::core::{TransportError, TransportErrorKind};

/// What to do about a system without authorities.
const WAY_OUT: &str = "install the package ca-certificates, or let SSL_CERT_FILE name a file of \
                       certificates in PEM form";

/// Whom to trust.
#[derive(Clone, Copy, Debug)]
pub(super) enum Roots {
    /// The authorities `SSL_CERT_FILE` and `SSL_CERT_DIR` name, or else the system's.
    System,
    /// Those Mozilla trusts.
    #[cfg(feature = "bundled-roots")]
    Bundled,
    /// Nobody.
    None,
}

/// The configuration, with the provider the application installed, or else with ring.
pub(super) fn config(
    roots: Roots,
    env: impl Fn(&str) -> Option<String>,
) -> Result<ClientConfig, TransportError> {
    let installed = CryptoProvider::get_default().cloned();
    let provider = installed.unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
    let failed = |error: rustls::Error| refuse(&format!("TLS cannot be set up: {error}"));
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(failed)?;
    let known = match roots {
        Roots::System => named(env)?,
        #[cfg(feature = "bundled-roots")]
        Roots::Bundled => Some(store(
            webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned(),
        )),
        Roots::None => Some(RootCertStore::empty()),
    };
    let mut config = match known {
        Some(known) => builder.with_root_certificates(known).with_no_client_auth(),
        None => {
            let verifier = Verifier::new(provider).map_err(|_| {
                refuse(&format!(
                    "the system has no certificates of authorities: {WAY_OUT}"
                ))
            })?;
            let builder = builder.dangerous();
            let builder = builder.with_custom_certificate_verifier(Arc::new(verifier));
            builder.with_no_client_auth()
        }
    };
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// The authorities the environment names, which then are the only ones.
fn named(env: impl Fn(&str) -> Option<String>) -> Result<Option<RootCertStore>, TransportError> {
    let (file, folders) = (env("SSL_CERT_FILE"), env("SSL_CERT_DIR"));
    if file.is_none() && folders.is_none() {
        return Ok(None);
    }
    let mut found: Vec<_> = file
        .iter()
        .flat_map(|file| certificates(Path::new(file)))
        .collect();
    for folder in folders.iter().flat_map(std::env::split_paths) {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        found.extend(files.flat_map(|file| certificates(&file.path())));
    }
    let store = store(found);
    if store.is_empty() {
        let name = if file.is_some() {
            "SSL_CERT_FILE"
        } else {
            "SSL_CERT_DIR"
        };
        return Err(refuse(&format!(
            "no certificate could be read from where {name} points: correct or remove it; {WAY_OUT}"
        )));
    }
    Ok(Some(store))
}

fn certificates(file: &Path) -> Vec<CertificateDer<'static>> {
    let read = CertificateDer::pem_file_iter(file).into_iter().flatten();
    read.flatten().collect()
}

fn store(certificates: impl IntoIterator<Item = CertificateDer<'static>>) -> RootCertStore {
    let mut store = RootCertStore::empty();
    // One that cannot be used must not cost the others.
    store.add_parsable_certificates(certificates);
    store
}

fn refuse(message: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Invalid, message)
}

#[cfg(test)]
mod tests {
    use super::{Roots, config};

    #[cfg(feature = "bundled-roots")]
    #[test]
    fn bundled_roots_need_nothing_of_the_system() {
        let nowhere = |_: &str| Some("/nowhere".to_owned());
        assert!(config(Roots::Bundled, nowhere).is_ok());
    }

    /// F15.
    #[test]
    fn certificates_that_are_not_there_are_named_with_the_way_out() {
        for (wrong, value) in [
            ("SSL_CERT_FILE", "/nowhere/ca.pem"),
            ("SSL_CERT_DIR", "/nowhere"),
        ] {
            let env = |name: &str| (name == wrong).then(|| value.to_owned());
            let error = config(Roots::System, env).unwrap_err().to_string();
            assert!(
                error.contains(wrong) && error.contains("ca-certificates"),
                "{error}"
            );
        }
    }
}
