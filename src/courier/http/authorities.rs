//! Certificate authorities that are trusted instead of the system's.

use reqwest::Certificate;
use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};

/// The certificate authorities of a PEM file.
#[derive(Debug, Clone)]
pub(crate) struct Authorities {
    certificates: Vec<CertificateDer<'static>>,
    roots: RootCertStore,
}

/// The reason why a PEM file contains no authority.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AuthoritiesError {
    #[error("no PEM certificate found")]
    NoCertificate,
    #[error("a PEM section is damaged: {0}")]
    Pem(#[from] rustls::pki_types::pem::Error),
    #[error("a certificate is invalid: {0}")]
    Certificate(#[from] rustls::Error),
}

impl Authorities {
    /// Reads the certificates of a PEM file. Other sections, such as keys, are ignored, and so are
    /// invalid certificates beside valid ones, as in the system's own bundle.
    ///
    /// # Errors
    /// Returns an error if a section is damaged, or if there is no valid certificate.
    pub(crate) fn from_pem(pem: &[u8]) -> Result<Self, AuthoritiesError> {
        let mut authorities = Self {
            certificates: Vec::new(),
            roots: RootCertStore::empty(),
        };
        let mut problem = AuthoritiesError::NoCertificate;
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate?;
            match authorities.roots.add(certificate.clone()) {
                Ok(()) => authorities.certificates.push(certificate),
                Err(error) => problem = error.into(),
            }
        }
        if authorities.roots.is_empty() {
            Err(problem)
        } else {
            Ok(authorities)
        }
    }

    /// Returns the certificates as a TLS client trusts them.
    pub(in crate::courier) fn roots(&self) -> &RootCertStore {
        &self.roots
    }

    /// Returns the certificates as the HTTP client takes them.
    ///
    /// # Errors
    /// Returns an error if the HTTP client does not accept one.
    pub(super) fn for_client(&self) -> Result<Vec<Certificate>, reqwest::Error> {
        let certificates = self.certificates.iter();
        certificates.map(|der| Certificate::from_der(der)).collect()
    }
}

#[cfg(test)]
mod tests {
    use rcgen::generate_simple_self_signed;

    use super::*;

    fn error(pem: &str) -> String {
        Authorities::from_pem(pem.as_bytes())
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn a_bundle_has_certificates_and_other_sections() {
        let pair = generate_simple_self_signed(["a.test".to_owned()]).unwrap();
        let (certificate, key) = (pair.cert.pem(), pair.signing_key.serialize_pem());
        let empty = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for (pem, count) in [
            (certificate.clone(), 1),
            (format!("# comment\r\n{certificate}\n{certificate}"), 2),
            (format!("{key}{certificate}"), 1),
            (format!("{certificate}{empty}"), 1),
        ] {
            let authorities = Authorities::from_pem(pem.as_bytes()).unwrap();
            assert_eq!(authorities.roots().len(), count, "{pem}");
            assert_eq!(authorities.for_client().unwrap().len(), count);
        }
        let (half, _) = certificate.split_at(certificate.len() / 2);
        assert!(error(half).contains("a PEM section is damaged"));
        for text in ["", "-----BEGIN\n", &key] {
            assert_eq!(error(text), "no PEM certificate found", "{text}");
        }
        assert!(error(empty).contains("a certificate is invalid"));
    }
}
