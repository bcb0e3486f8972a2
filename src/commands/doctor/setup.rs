//! Checks of the configuration: profile, keys, token and user.

use chrono::{DateTime, Utc};

use super::{
    connection::Connection,
    files::{check_ca_bundle, check_certificates, check_files},
    keys::{api_key, client_key},
};
use crate::{
    cli::DoctorArgs,
    commands::shared::{
        credentials::Credentials,
        project::{self, apply_report_format, load_project},
        provided_token, user_ids,
    },
    config::ProjectFile,
    context::Context,
    env_vars,
    error::Error,
    inspect::{Requirements, TokenText},
    output::doctor::{Check, CheckId, CheckStatus, Checks},
    private_file,
    settings::SettingOrigin,
    token::{
        ApiKey, Feature, Jwt, UserId, fingerprint,
        leftover::{UserIdMistake, is_user_id_leftover, secret_leftover, user_id_mistake},
    },
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
    /// The endpoints and limits of requests, `None` if an address or the file of `--ca-bundle` is invalid.
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
        let is_profile_unusable = checks.count(CheckStatus::Failed) > 0;
        let token = token(args, checks, context);
        let excuse = if is_project_invalid {
            Some("the project file cannot be used")
        } else if is_profile_unusable {
            Some("the profile cannot be used")
        } else if args.send {
            // Only the API key can send a message.
            None
        } else {
            token
                .as_ref()
                .map(|_| "no API key found; the given token is used instead")
        };
        let key = api_key(&credentials, excuse, checks, context);
        let connection = Connection::examine(args, selected, key.as_ref(), checks, context);
        check_files(args, &credentials, checks, context);
        check_certificates(args, &context.env, checks);
        let connection = connection.filter(|_| check_ca_bundle(args, checks));
        let client_key = client_key(args, checks, context);
        let default_user = default_user(args, &credentials, checks);
        let named_user = args.user.clone().or(default_user);
        let named_user = named_user.filter(|user| check_user(user, checks));
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
        let token_user = token_user.filter(|user| !is_user_id_leftover(user.as_str()));
        let test_user = || TEST_USER.parse().expect("the constant is a user ID");
        Self {
            id: token_user.unwrap_or_else(test_user),
            is_named: false,
        }
    }
}

/// Reads the project file. A check reports it if there is one.
fn project_file(checks: &mut Checks, context: &Context<'_>) -> Option<ProjectFile> {
    match load_project(context) {
        Ok(None) => None,
        Ok(Some(project)) => {
            let path = project.path.display().to_string();
            checks.add(Check::passed(CheckId::ProjectFile, path));
            Some(project)
        }
        Err(error) => {
            let error = Error::from(error);
            let help = error.help();
            let help = help.as_deref().unwrap_or("correct the project file");
            checks.add(Check::failed(
                CheckId::ProjectFile,
                "invalid-project-file",
                error.to_string(),
                help,
            ));
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
                    Check::passed(CheckId::Profile, message)
                }
                None => Check::skipped(CheckId::Profile, "no profile is in use"),
            });
            credentials
        }
        Err(error) => {
            let error = Error::from(error);
            let help = error.help();
            let help = help.as_deref().unwrap_or("correct the configuration file");
            let reason = "invalid-profile";
            checks.add(Check::failed(
                CheckId::Profile,
                reason,
                error.to_string(),
                help,
            ));
            Credentials::without_profile(&args.key, context)
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
                    let help = "check the path after --token-file";
                    let reason = "unreadable-file";
                    checks.add(Check::failed(CheckId::Token, reason, message, help));
                    return None;
                }
            }
        }
    };
    let Ok(jwt) = Jwt::new(&TokenText::new(&text).text) else {
        let message = format!("no token found in {source}");
        let help = "get a token with `courier-auth issue --user ID`";
        checks.add(Check::failed(CheckId::Token, "no-token", message, help));
        return None;
    };
    // A placeholder is not a secret, and redacting it would garble the report.
    if secret_leftover(jwt.expose()).is_none() {
        context.output.add_secret(jwt.expose());
    }
    let message = format!("{} from {source}", fingerprint(jwt.expose()));
    checks.add(Check::passed(CheckId::Token, message));
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
                let help = "pass --user ID, or change the default user";
                checks.add(Check::failed(
                    CheckId::User,
                    "invalid-user-id",
                    message,
                    help,
                ));
            }
            None
        }
    }
}

/// Checks that the named user can exist. Returns false for what a program prints for no value, for a
/// placeholder and the like.
fn check_user(user: &UserId, checks: &mut Checks) -> bool {
    let Some(mistake) = user_id_mistake(user.as_str()) else {
        return true;
    };
    let message = user_ids::describe(user.as_str(), &mistake);
    let (id, is_usable) = (CheckId::User, matches!(mistake, UserIdMistake::Wrapped(_)));
    checks.add(if is_usable {
        let help = "pass the ID alone, and check the call that made this ID";
        Check::warning(id, "wrapped-user-id", message, help)
    } else {
        let help = "pass the ID of a real user, and check where this value comes from";
        Check::failed(id, "placeholder-user-id", message, help)
    });
    is_usable
}
