//! Checks of files: permissions, and certificates.

use std::{
    borrow::Cow,
    fs::{self, File},
    path::Path,
};

use rustls::pki_types::{CertificateDer, pem::PemObject as _};

use crate::{
    cli::DoctorArgs,
    commands::shared::{credentials::Credentials, session::read_authorities},
    config::{Config, KeyReference, KeySource, expand_home, exposure},
    context::Context,
    env_vars::EnvVars,
    input_limits,
    output::doctor::{Check, CheckId, Checks},
    private_file,
    text::shell_command,
};

/// A file whose permissions are checked.
struct CheckedFile<'f> {
    id: CheckId,
    path: Cow<'f, Path>,
    /// True if other users may not read the file.
    is_secret: bool,
}

/// Warns about files that other users can change, and about secrets that they can read.
pub(super) fn check_files(
    args: &DoctorArgs,
    credentials: &Credentials,
    checks: &mut Checks,
    context: &Context<'_>,
) {
    let config = Config::load(&context.env).ok();
    let files = files(args, credentials, config.as_ref());
    if files.is_empty() {
        let message = "no file with a secret is in use";
        checks.add(Check::skipped(CheckId::Files, message));
        return;
    }
    if cfg!(not(unix)) {
        let message = "file permissions are not checked on this system";
        checks.add(Check::skipped(CheckId::Files, message));
        return;
    }
    for file in &files {
        checks.add(file.check_permissions());
    }
}

impl CheckedFile<'_> {
    fn check_permissions(&self) -> Check {
        let path = &self.path;
        let name = private_file::display_name(path);
        let exposure = exposure(path);
        let (reason, message, fix) = if let Some(exposure) = exposure {
            let message = format!("other users can change {name}{}", exposure.reason());
            ("writable-by-others", message, exposure.fix())
        } else if self.is_secret && private_file::is_readable_by_others(path) {
            let fix = shell_command(["chmod", "600", &path.to_string_lossy()]);
            let message = format!("other users can read {name}");
            ("readable-by-others", message, fix)
        } else {
            return Check::passed(self.id, format!("{name}: permissions OK"));
        };
        let help = "make the file private";
        Check::warning(self.id, reason, message, help).with_fix(fix)
    }
}

/// Returns the configuration file and the files of the API key and the token, as far as they exist.
fn files<'f>(
    args: &'f DoctorArgs,
    credentials: &'f Credentials,
    config: Option<&'f Config>,
) -> Vec<CheckedFile<'f>> {
    let mut files = Vec::new();
    if let Some(config) = config {
        let is_plain = |(_, key): &(String, KeyReference)| matches!(key, KeyReference::Plain(_));
        files.push(CheckedFile {
            id: CheckId::ConfigFile,
            path: Cow::Borrowed(&config.path),
            is_secret: config.keys.iter().any(is_plain),
        });
    }
    let key_path = match credentials.sources().first() {
        Some(KeySource::File(path)) => Some(Cow::Borrowed(path.as_path())),
        Some(KeySource::Profile {
            reference: KeyReference::File(path),
            ..
        }) => Some(expand_home(path)),
        _ => None,
    };
    let token_path = args.token_file.as_deref().map(Cow::Borrowed);
    let secrets = [
        (CheckId::KeyFile, key_path),
        (CheckId::TokenFile, token_path),
    ];
    files.extend(secrets.into_iter().filter_map(|(id, path)| {
        Some(CheckedFile {
            id,
            path: path?,
            is_secret: true,
        })
    }));
    // A missing file is reported where it is read. `-` is standard input, even if a file of that name exists.
    files.retain(|file| !private_file::is_stdin(&file.path) && file.path.is_file());
    files
}

/// Checks the file of `--ca-bundle`, and returns true if requests can use it.
pub(super) fn check_ca_bundle(args: &DoctorArgs, checks: &mut Checks) -> bool {
    let Some(path) = &args.api.ca_bundle else {
        return true;
    };
    let read = read_authorities(path);
    checks.add(match &read {
        Ok(_) => Check::passed(
            CheckId::CaBundle,
            format!("{} (--ca-bundle)", path.display()),
        ),
        Err(error) => {
            let help = "set --ca-bundle to a PEM file, or remove it";
            Check::failed(CheckId::CaBundle, "no-certificate", error.to_string(), help)
        }
    });
    read.is_ok()
}

/// Checks that the certificate variables of the environment lead to certificates. `--ca-bundle` takes
/// precedence over them.
pub(super) fn check_certificates(args: &DoctorArgs, env: &EnvVars, checks: &mut Checks) {
    if args.api.ca_bundle.is_some() {
        return;
    }
    for (id, name) in [
        (CheckId::CertificateFile, "SSL_CERT_FILE"),
        (CheckId::CertificateDirectory, "SSL_CERT_DIR"),
    ] {
        let Some(path) = env.get(name) else {
            continue;
        };
        if cfg!(any(windows, target_vendor = "apple")) {
            let message = format!("{name} is ignored: this system uses its own certificate store");
            checks.add(Check::skipped(id, message));
            continue;
        }
        checks.add(check_certificate(id, Path::new(path), name));
    }
}

/// Checks that the path of a setting leads to certificates.
fn check_certificate(id: CheckId, path: &Path, setting: &str) -> Check {
    let name = path.display();
    match find_certificate(path) {
        Ok(()) => Check::passed(id, format!("{name} ({setting})")),
        Err(reason) => {
            let message = format!("cannot use `{name}` ({setting}): {reason}");
            let help = format!("set {setting} to a PEM file, or remove it");
            Check::failed(id, "no-certificate", message, help)
        }
    }
}

/// Checks that a file contains a certificate. A directory is not read: OpenSSL looks certificates up in it
/// by the hash of their subject.
///
/// # Errors
/// Returns the reason why the file contains no certificate.
fn find_certificate(path: &Path) -> Result<(), String> {
    let metadata = fs::metadata(path).map_err(|error| error.to_string())?;
    if metadata.is_dir() {
        return Ok(());
    }
    let pem = File::open(path)
        .and_then(|file| input_limits::read(file, input_limits::CERTIFICATES))
        .map_err(|error| error.to_string())?;
    match CertificateDer::pem_slice_iter(&pem).next() {
        Some(Ok(_)) => Ok(()),
        Some(Err(error)) => Err(error.to_string()),
        None => Err("no PEM certificate found".to_owned()),
    }
}
