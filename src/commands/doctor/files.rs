//! Checks of files: permissions, and certificates.

use std::{borrow::Cow, fs, path::Path};

use rustls::pki_types::{CertificateDer, pem::PemObject as _};

use crate::private_file;
use crate::{
    cli::DoctorArgs,
    commands::shared::credentials::Credentials,
    config::{self, KeyReference, KeySource},
    context::Context,
    output::doctor::{Check, Checks, Section::Configuration},
};

/// Checks if other users can read or change files with secrets.
pub(super) fn files(
    args: &DoctorArgs,
    credentials: &Credentials,
    checks: &mut Checks,
    context: &Context<'_>,
) {
    let config = config::Config::load(&context.env).ok();
    let mut paths: Vec<(Cow<'_, Path>, bool)> = Vec::new();
    if let Some(config) = config.as_ref().filter(|config| config.path.is_file()) {
        let holds_keys = |(_, key): &(String, KeyReference)| matches!(key, KeyReference::Plain(_));
        paths.push((
            Cow::Borrowed(&config.path),
            config.keys.iter().any(holds_keys),
        ));
    }
    match credentials.sources().first() {
        Some(KeySource::File(path)) => paths.push((Cow::Borrowed(path), true)),
        Some(KeySource::Profile {
            reference: KeyReference::File(path),
            ..
        }) => {
            paths.push((config::expand_home(path), true));
        }
        _ => {}
    }
    if let Some(path) = &args.token_file {
        paths.push((Cow::Borrowed(path), true));
    }
    // A missing file is reported where it is read. `-` is not a file.
    paths.retain(|(path, _)| !private_file::is_stdin(path) && path.is_file());
    if paths.is_empty() {
        checks.add(Check::skipped(
            Configuration,
            "files",
            "none holds a secret",
        ));
        return;
    }
    if cfg!(not(unix)) {
        let says = "this system does not tell by a mode who can read them";
        checks.add(Check::skipped(Configuration, "files", says));
        return;
    }
    for (path, is_secret) in &paths {
        let name = private_file::display_name(path);
        let check = if private_file::is_writable_by_others(path) {
            Check::warning(Configuration, "files", format!("others can change {name}"))
                .with_help(chmod(path))
        } else if *is_secret && private_file::is_readable_by_others(path) {
            Check::warning(Configuration, "files", format!("others can read {name}"))
                .with_help(chmod(path))
        } else {
            Check::passed(
                Configuration,
                "files",
                format!("{name} is yours alone to change"),
            )
        };
        checks.add(check);
    }
}

/// Returns the command that makes a file private.
fn chmod(path: &Path) -> String {
    let path = path.to_string_lossy();
    let quoted = shlex::try_quote(&path).unwrap_or_else(|_| path.clone());
    format!("chmod 600 {quoted}")
}

/// Checks if the certificate variables of the environment lead to certificates.
pub(super) fn certificates(checks: &mut Checks, context: &Context<'_>) {
    for name in ["SSL_CERT_FILE", "SSL_CERT_DIR"] {
        let Some(path) = context.env.get(name) else {
            continue;
        };
        if cfg!(any(windows, target_vendor = "apple")) {
            let says = format!("those of this system are trusted; {name} is for others");
            checks.add(Check::skipped(Configuration, "certificates", says));
            continue;
        }
        let check = match certificates_in(Path::new(path)) {
            Ok(()) => Check::passed(Configuration, "certificates", format!("{path} ({name})")),
            Err(reason) => {
                let says = format!("no certificates in `{path}` ({name}): {reason}");
                Check::failed(Configuration, "certificates", says)
                    .with_help("correct it, or unset it")
            }
        };
        checks.add(check);
    }
}

/// Returns true if a file contains certificates. A directory contains files named by hash and is
/// not read.
fn certificates_in(path: &Path) -> Result<(), String> {
    let metadata = fs::metadata(path).map_err(|error| error.to_string())?;
    if metadata.is_dir() {
        return Ok(());
    }
    let mut found = CertificateDer::pem_file_iter(path).map_err(|error| error.to_string())?;
    match found.next() {
        Some(Ok(_)) => Ok(()),
        Some(Err(error)) => Err(error.to_string()),
        None => Err("there is none in PEM".to_owned()),
    }
}
