//! Checks of the configuration: profile, keys, token and user.

use chrono::{DateTime, Utc};

use super::{
    connection::Connection,
    files::{check_certificates, check_files},
    keys::{api_key, client_key},
};
use crate::{
    cli::DoctorArgs,
    commands::shared::{
        credentials::Credentials,
        project::{self, apply_report_format, load_project},
        provided_token,
    },
    config::ProjectFile,
    context::Context,
    env_vars,
    error::Error,
    inspect::{Requirements, TokenText},
    output::doctor::{Check, CheckStatus, Checks, Section::Configuration},
    private_file,
    settings::SettingOrigin,
    token::{ApiKey, Feature, Jwt, UserId, fingerprint, leftover::secret_leftover},
};

/// The test user, which is checked if no user is known. Nobody sends messages to it, so its Inbox is empty.
const TEST_USER: &str = "courier-auth-doctor";

/// The feature that is checked if neither the command line nor the project file names one.
const DEFAULT_FEATURE: &str = "inbox";

/// The configuration that the other checks start from.
pub(super) struct Setup {
    pub(super) key: Option<ApiKey>,
    /// The text of the provided token, which may have quotes, `Bearer` and the like around it.
    pub(super) token: Option<String>,
    pub(super) client_key: Option<String>,
    pub(super) user: InboxUser,
    /// The features that the token must allow.
    pub(super) features: Vec<&'static Feature>,
    /// The endpoints and limits of requests, `None` if an address is invalid.
    pub(super) connection: Option<Connection>,
}

/// The user whose Inbox is checked.
pub(super) struct InboxUser {
    pub(super) id: UserId,
    /// True if the command line, the project file or the profile names the user, so that the token must be for it.
    is_named: bool,
}

impl Setup {
    /// Checks the configuration. An invalid part is reported, and the rest is checked without it.
    pub(super) fn examine(
        args: &DoctorArgs,
        checks: &mut Checks,
        context: &mut Context<'_>,
    ) -> Self {
        let project = project_file(checks, context);
        let is_project_invalid = checks.count(CheckStatus::Failed) > 0;
        apply_report_format(project.as_ref(), context);
        let credentials = credentials(project, args, checks, context);
        let selected = credentials.profile();
        let is_profile_missing = checks.count(CheckStatus::Failed) > 0;
        let token = token(args, checks, context);
        let excuse = if is_project_invalid {
            Some("the project file cannot be used")
        } else if is_profile_missing {
            Some("the profile was not found")
        } else {
            token
                .as_ref()
                .map(|_| "no API key found; the given token is used instead")
        };
        let key = api_key(&credentials, excuse, checks, context);
        let connection = Connection::examine(args, selected, key.as_ref(), checks, context);
        check_files(args, &credentials, checks, context);
        check_certificates(&context.env, checks);
        let client_key = client_key(args, checks, context);
        let default_user = default_user(args, &credentials, checks);
        let named_user = args.user.clone().or(default_user);
        Self {
            key,
            user: InboxUser::new(named_user, token.as_deref()),
            token,
            client_key,
            features: project::features(&args.features, credentials.project(), DEFAULT_FEATURE),
            connection,
        }
    }

    /// Returns the requirements that a token is inspected for.
    pub(super) fn requirements(&self, args: &DoctorArgs, now: DateTime<Utc>) -> Requirements {
        let user = self.user.is_named.then(|| self.user.id.to_string());
        let client_key = self.client_key.as_ref();
        Requirements {
            user,
            environment: args.environment.clone(),
            client_key: client_key.and_then(|key| key.parse().ok()),
            ..Requirements::for_features(&self.features, now)
        }
    }
}

impl InboxUser {
    /// Returns true for the test user, whose Inbox is expected to be empty.
    pub(super) fn is_test_user(&self) -> bool {
        self.id.as_str() == TEST_USER
    }

    /// Returns the named user, or else the token's only user, or else the test user.
    fn new(named: Option<UserId>, token: Option<&str>) -> Self {
        if let Some(id) = named {
            return Self { id, is_named: true };
        }
        let token_user =
            token.and_then(|text| provided_token::only_user(&TokenText::new(text).text));
        let test_user = || TEST_USER.parse().expect("the constant is a user ID");
        Self {
            id: token_user.unwrap_or_else(test_user),
            is_named: false,
        }
    }
}

/// Reads the project file. A check reports it if there is one.
fn project_file(checks: &mut Checks, context: &Context<'_>) -> Option<ProjectFile> {
    let name = "project file";
    match load_project(context) {
        Ok(None) => None,
        Ok(Some(project)) => {
            let path = project.path.display().to_string();
            checks.add(Check::passed(Configuration, name, path));
            Some(project)
        }
        Err(error) => {
            let error = Error::from(error);
            let help = error.help();
            let check = Check::failed(Configuration, name, error.to_string());
            checks.add(check.with_help(help.as_deref().unwrap_or("correct the project file")));
            None
        }
    }
}

/// Selects the profile. If that fails, the failure is a check of its own and the key sources are
/// those without a profile.
fn credentials(
    project: Option<ProjectFile>,
    args: &DoctorArgs,
    checks: &mut Checks,
    context: &Context<'_>,
) -> Credentials {
    match Credentials::resolve_in(project, &args.key, context) {
        Ok(credentials) => {
            checks.add(match credentials.profile() {
                Some(selected) => {
                    let origin = SettingOrigin::from(selected.source.clone());
                    let message = format!("{} ({origin})", selected.name);
                    Check::passed(Configuration, "profile", message)
                }
                None => Check::skipped(Configuration, "profile", "no profile is in use"),
            });
            credentials
        }
        Err(error) => {
            let error = Error::from(error);
            let help = error.help();
            let check = Check::failed(Configuration, "profile", error.to_string());
            checks
                .add(check.with_help(help.as_deref().unwrap_or("correct the configuration file")));
            Credentials::without_profile(None, &args.key, context)
        }
    }
}

/// Reads the provided token, `None` if there is none or it is not a token.
fn token(args: &DoctorArgs, checks: &mut Checks, context: &mut Context<'_>) -> Option<String> {
    let (source, text) = match &args.token_file {
        None => {
            let text = context.env.get(env_vars::JWT)?;
            (env_vars::JWT.to_owned(), text.to_owned())
        }
        Some(path) => {
            let source = private_file::display_name(path);
            match private_file::read(path, &mut context.stdin) {
                Ok(text) => (source, text.as_str().to_owned()),
                Err(error) => {
                    let message = format!("cannot read the token in {source}: {error}");
                    let check = Check::failed(Configuration, "token", message);
                    checks.add(check.with_help("check the path after --token-file"));
                    return None;
                }
            }
        }
    };
    let Ok(jwt) = Jwt::new(&TokenText::new(&text).text) else {
        let message = format!("no token found in {source}");
        let check = Check::failed(Configuration, "token", message);
        checks.add(check.with_help("get a token with `courier-auth issue --user ID`"));
        return None;
    };
    // A placeholder is not a secret, and redacting it would garble the report.
    if secret_leftover(jwt.expose()).is_none() {
        context.output.add_secret(jwt.expose());
    }
    let message = format!("{} from {source}", fingerprint(jwt.expose()));
    checks.add(Check::passed(Configuration, "token", message));
    Some(text)
}

/// Returns the user of project file or profile. An invalid one is reported unless `--user` replaces it.
fn default_user(
    args: &DoctorArgs,
    credentials: &Credentials,
    checks: &mut Checks,
) -> Option<UserId> {
    let setting = credentials.defaults().user?;
    match setting.value.parse() {
        Ok(user) => Some(user),
        Err(error) => {
            if args.user.is_none() {
                let message = format!("the user of {}: {error}", setting.origin);
                let check = Check::failed(Configuration, "user", message);
                checks.add(check.with_help("pass --user ID, or change the default user"));
            }
            None
        }
    }
}
