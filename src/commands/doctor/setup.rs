//! What is configured: the profile, the key, where Courier is, and what stands around it.

use std::{borrow::Cow, fs, path::Path, rc::Rc};

use rustls::pki_types::{CertificateDer, pem::PemObject as _};

use crate::{
    cli::DoctorArgs,
    commands::profile::effective,
    config::{self, Chosen, KeyReference, KeySource, secret_file},
    context::Context,
    environment,
    inspect::Unwrapped,
    output::{
        doctor::{Check, Checks, Section::Configuration, State},
        sanitize,
    },
    settings::{Addresses, Endpoints, Origin, Setting, Settings, Shown, is_loopback, socket_url},
    token::{
        ApiKey, ClientKey, Decoded, Jwt, UserId, fingerprint, placeholder::is_placeholder,
        workspace::Environment,
    },
};

/// How many seconds a request may take where no flag says so: a person waits.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// What the rest of the chain begins with.
pub(super) struct Setup {
    pub(super) key: Option<ApiKey>,
    /// The token that was given, with whatever stands around it.
    pub(super) token: Option<String>,
    pub(super) client_key: Option<String>,
    pub(super) user_of_profile: Option<UserId>,
    /// None where no address makes sense.
    pub(super) endpoints: Option<Endpoints>,
}

/// Looks at all of it. What makes no sense is told, and the rest is looked at without it.
pub(super) fn examine(args: &DoctorArgs, checks: &mut Checks, context: &mut Context<'_>) -> Setup {
    let chosen = profile(args, checks, context);
    let chosen = chosen.as_deref();
    let is_profile_missing = checks.count(State::Bad) > 0;
    let token = token(args, checks, context);
    // Without any key, what has to be said of it.
    let excuse = if is_profile_missing {
        Some("the profile that is not there was to name it")
    } else {
        token
            .as_ref()
            .map(|_| "none, so what needs one is left out")
    };
    let key = key(args, chosen, excuse, checks, context);
    let endpoints = endpoints(args, chosen, key.as_ref(), checks, context);
    files(args, chosen, checks, context);
    certificates(checks, context);
    Setup {
        key,
        token,
        client_key: client_key(args, checks, context),
        user_of_profile: user_of_profile(args, chosen, checks),
        endpoints,
    }
}

fn user_of_profile(
    args: &DoctorArgs,
    chosen: Option<&Chosen>,
    checks: &mut Checks,
) -> Option<UserId> {
    let user = chosen?.profile.user.as_ref()?.parse();
    match user {
        Ok(user) => Some(user),
        Err(error) => {
            if args.user.is_none() {
                let check = Check::bad(
                    Configuration,
                    "user",
                    format!("the profile's user: {error}"),
                );
                checks.add(check.help("add --user ID, or give the profile another"));
            }
            None
        }
    }
}

fn profile(args: &DoctorArgs, checks: &mut Checks, context: &Context<'_>) -> Option<Rc<Chosen>> {
    match config::chosen(&args.key, context) {
        Ok(Some(chosen)) => {
            let origin = Origin::from(chosen.by);
            let says = format!("{} ({origin})", chosen.name);
            checks.add(Check::good(Configuration, "profile", says));
            Some(chosen)
        }
        Ok(None) => {
            checks.add(Check::skipped(Configuration, "profile", "none is used"));
            None
        }
        Err(error) => {
            let check = Check::bad(Configuration, "profile", error.to_string());
            checks.add(check.help("courier-auth profile list shows what is there"));
            None
        }
    }
}

/// The token to look at, if one was given.
fn token(args: &DoctorArgs, checks: &mut Checks, context: &mut Context<'_>) -> Option<String> {
    let (from, text) = match &args.token_file {
        None => {
            let text = context.environment.get(environment::JWT)?;
            (environment::JWT.to_owned(), text.to_owned())
        }
        Some(path) => {
            let from = secret_file::name(path);
            match secret_file::read(path, &mut context.stdin) {
                Ok(text) => (from, text.as_str().to_owned()),
                Err(error) => {
                    let says = format!("cannot read the token in {from}: {error}");
                    checks.add(Check::bad(Configuration, "token", says));
                    return None;
                }
            }
        }
    };
    let unwrapped = Unwrapped::new(&text);
    let Ok(jwt) = Jwt::new(&unwrapped.text) else {
        let says = format!("there is no token in {from}");
        checks.add(Check::bad(Configuration, "token", says));
        return None;
    };
    // What stands there for want of a token is no secret.
    if !is_placeholder(jwt.expose()) {
        context.output.keep_secret(jwt.expose());
    }
    let says = format!("{} from {from}", fingerprint(jwt.expose()));
    checks.add(Check::good(Configuration, "token", says));
    Some(text)
}

fn key(
    args: &DoctorArgs,
    chosen: Option<&Chosen>,
    excuse: Option<&str>,
    checks: &mut Checks,
    context: &mut Context<'_>,
) -> Option<ApiKey> {
    let (Shown { setting, fault, .. }, key) = effective::api_key(&args.key, chosen, context);
    let name = "api key";
    let misplaced = key.as_ref().and_then(misplaced);
    let check = match (setting, fault, &key) {
        (Some(setting), None, Some(_)) if misplaced.is_some() => {
            let says = format!("{}: {}", setting.origin, misplaced.unwrap_or_default());
            Check::bad(Configuration, name, says)
                .help("the API key is in Courier's settings under API Keys; it was not sent")
        }
        (Some(setting), Some(fault), _) => {
            let check = Check::bad(Configuration, name, fault);
            check.help(format!(
                "mend what {} says, or name another key",
                setting.origin
            ))
        }
        (Some(setting), None, Some(key)) => {
            Check::good(Configuration, name, described(&setting, key))
        }
        _ => match excuse {
            Some(excuse) => Check::skipped(Configuration, name, excuse),
            None => Check::bad(Configuration, name, "there is none")
                .help("export COURIER_API_KEY=..., or courier-auth profile add"),
        },
    };
    checks.add(check);
    key.filter(|_| misplaced.is_none())
}

/// What stands in the place of an API key and is surely none.
fn misplaced(key: &ApiKey) -> Option<&'static str> {
    let text = key.expose();
    let is_hex = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if Decoded::new(text).is_ok_and(|read| read.token().is_ok()) {
        Some("this is a user token (JWT), no API key")
    } else if text.parse::<ClientKey>().is_ok() {
        Some("this is a client key, which apps show, no API key")
    } else if is_hex {
        Some("this is a user's signature (HMAC), no API key")
    } else if text.starts_with(['"', '\'', '`']) {
        Some("quotes stand around the API key")
    } else if text.to_ascii_lowercase().starts_with("bearer ") {
        Some("`Bearer` stands before the API key")
    } else if text.contains(|letter: char| !letter.is_ascii_graphic()) {
        Some("it holds characters that no API key has")
    } else {
        None
    }
}

fn described(setting: &Setting<String>, key: &ApiKey) -> String {
    let environment = match key.environment() {
        Some(Environment::Production) => "of production",
        Some(Environment::Test) => "of test",
        _ if key.is_sandbox() => "of the sandbox",
        _ => "of an environment that its text does not tell",
    };
    format!(
        "{}, {environment} ({}){}",
        setting.value,
        setting.origin,
        shadows(&setting.shadowed)
    )
}

fn shadows(shadowed: &[(Origin, String)]) -> String {
    let shadowed = shadowed
        .iter()
        .map(|(origin, value)| format!("; shadows {value} ({origin})"));
    shadowed.collect()
}

fn endpoints(
    args: &DoctorArgs,
    chosen: Option<&Chosen>,
    key: Option<&ApiKey>,
    checks: &mut Checks,
    context: &Context<'_>,
) -> Option<Endpoints> {
    let inbox_url = args.inbox_url.as_ref();
    let settings = match Settings::merge(&args.api, inbox_url, chosen, &context.environment) {
        Ok(settings) => settings,
        Err(error) => {
            let check = Check::bad(Configuration, "courier", error.to_string());
            checks.add(check.help("correct the variable, or unset it"));
            return None;
        }
    };
    let region = Addresses::region_of(&settings.rest.value);
    let place = region.map_or_else(
        || settings.rest.value.to_string(),
        |region| format!("region {region}"),
    );
    let says = format!(
        "{place} ({}){}",
        settings.rest.origin,
        shadows(&settings.rest.shadowed)
    );
    let is_production = key.and_then(ApiKey::environment) == Some(Environment::Production);
    checks.add(if is_production && is_loopback(&settings.rest.value) {
        let says = format!("{says}: a production key goes to an address of this machine");
        Check::warning(Configuration, "courier", says)
            .help("a sandbox takes its own key: courier-auth sandbox env")
    } else {
        Check::good(Configuration, "courier", says)
    });
    let beside = Addresses::beside(&settings.rest.value);
    let parts = [
        ("inbox", &settings.inbox, &beside.inbox),
        ("socket", &settings.socket, &beside.socket),
    ];
    for (name, part, expected) in parts {
        if part.value.host() == expected.host() && part.value.port() == expected.port() {
            continue;
        }
        let says = format!(
            "{} ({}){}",
            part.value,
            part.origin,
            shadows(&part.shadowed)
        );
        let check = Check::warning(Configuration, name, says);
        let help = "it leads elsewhere than what says where the REST API is: is one left over?";
        checks.add(check.help(help));
    }
    if let Some(text) = context.environment.get(environment::SOCKET_URL)
        && let Err(reason) = socket_url(text)
    {
        let says = format!("{}: {reason}", environment::SOCKET_URL);
        checks.add(Check::bad(Configuration, "socket", says).help("correct it, or unset it"));
    }
    let mut endpoints = settings.endpoints();
    endpoints.timeout = args.api.timeout.unwrap_or(PATIENCE);
    // What fails now is what is to be told.
    endpoints.retries = args.api.retries.unwrap_or_default();
    Some(endpoints)
}

/// Whether others can read or change what holds secrets.
fn files(args: &DoctorArgs, chosen: Option<&Chosen>, checks: &mut Checks, context: &Context<'_>) {
    let config = config::Config::load(&context.environment).ok();
    let mut paths: Vec<(Cow<'_, Path>, bool)> = Vec::new();
    if let Some(config) = config.as_ref().filter(|config| config.path.is_file()) {
        let holds_keys = |(_, key): &(String, KeyReference)| matches!(key, KeyReference::Plain(_));
        paths.push((
            Cow::Borrowed(&config.path),
            config.keys.iter().any(holds_keys),
        ));
    }
    let sources = config::sources(&args.key, chosen, &context.environment);
    match sources.first() {
        Some(KeySource::File(path)) => paths.push((Cow::Borrowed(path), true)),
        Some(KeySource::Profile(_, KeyReference::File(path))) => {
            paths.push((config::at_home(path), true));
        }
        _ => {}
    }
    if let Some(path) = &args.token_file {
        paths.push((Cow::Borrowed(path), true));
    }
    // Of one that is not there it is told where it is read; `-` is none.
    paths.retain(|(path, _)| path.as_os_str() != "-" && path.is_file());
    if paths.is_empty() {
        checks.add(Check::skipped(
            Configuration,
            "files",
            "none holds a secret",
        ));
    }
    if cfg!(not(unix)) {
        let says = "this system does not tell by a mode who can read them";
        checks.add(Check::skipped(Configuration, "files", says));
        return;
    }
    for (path, is_secret) in &paths {
        let name = secret_file::name(path);
        let check = if secret_file::can_be_changed_by_others(path) {
            Check::warning(Configuration, "files", format!("others can change {name}"))
                .help(chmod(path))
        } else if *is_secret && secret_file::is_open_to_others(path) {
            Check::warning(Configuration, "files", format!("others can read {name}"))
                .help(chmod(path))
        } else {
            Check::good(
                Configuration,
                "files",
                format!("{name} is yours alone to change"),
            )
        };
        checks.add(check);
    }
}

/// The command that keeps a file from others.
fn chmod(path: &Path) -> String {
    let path = path.to_string_lossy();
    let quoted = shlex::try_quote(&path).unwrap_or_else(|_| path.clone());
    format!("chmod 600 {quoted}")
}

fn certificates(checks: &mut Checks, context: &Context<'_>) {
    for name in ["SSL_CERT_FILE", "SSL_CERT_DIR"] {
        let Some(path) = context.environment.get(name) else {
            continue;
        };
        if cfg!(any(windows, target_vendor = "apple")) {
            let says = format!("those of this system are trusted; {name} is for others");
            checks.add(Check::skipped(Configuration, "certificates", says));
            continue;
        }
        let check = match certificates_in(Path::new(path)) {
            Ok(()) => Check::good(Configuration, "certificates", format!("{path} ({name})")),
            Err(reason) => {
                let says = format!("no certificates in `{path}` ({name}): {reason}");
                Check::bad(Configuration, "certificates", says).help("correct it, or unset it")
            }
        };
        checks.add(check);
    }
}

/// Whether there are certificates in a file; a folder is one of hashes, and not opened.
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

fn client_key(args: &DoctorArgs, checks: &mut Checks, context: &Context<'_>) -> Option<String> {
    let (text, origin) = if let Some(text) = &args.client_key {
        (text.clone(), "--client-key")
    } else {
        let text = context.environment.get(environment::CLIENT_KEY)?;
        (text.to_owned(), environment::CLIENT_KEY)
    };
    let check = match text.parse::<ClientKey>() {
        Ok(key) => {
            let environment = key.environment();
            let environment = environment.map(|environment| environment.to_string());
            let says = format!(
                "of workspace {}, {} ({origin})",
                key.tenant(),
                environment.unwrap_or_default()
            );
            Check::good(Configuration, "client key", sanitize(&says))
        }
        Err(error) => {
            let says = format!("{origin}: {error}");
            checks.add(Check::bad(Configuration, "client key", says));
            return None;
        }
    };
    checks.add(check);
    Some(text)
}
