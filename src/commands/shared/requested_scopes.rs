//! The scopes that `--for` and `--scope` request together, and the user that a scope names.

use std::collections::HashSet;

use super::project;
use crate::{
    cli::TokenRequestArgs,
    config::ProjectFile,
    error::Error,
    token::{Feature, Scope, required_scopes, scope::USER_PREFIX},
};

/// The feature if the command line names neither features nor scopes, and the project file no features.
const DEFAULT_FEATURE: &str = "sdk";

/// The scopes of the command line.
pub(in crate::commands) struct RequestedScopes {
    /// The permissions that every user gets: those of the features, then those of `--scope`.
    pub(in crate::commands) permissions: Vec<String>,
    /// The features whose scopes are requested.
    pub(super) features: Vec<&'static Feature>,
    /// The user that `--scope` names.
    user: Option<String>,
}

impl RequestedScopes {
    /// Reads the scopes from the command line.
    ///
    /// # Errors
    /// Returns an error if an option has no effect, if an entry is not a scope, or if the scopes name
    /// different users.
    pub(super) fn of(
        args: &TokenRequestArgs,
        project: Option<&ProjectFile>,
    ) -> Result<Self, Error> {
        let features = requested_features(args, project);
        refuse_ineffective_options(args, &features)?;
        let TypedScopes { permissions, users } = TypedScopes::of(&args.scopes);
        for permission in &permissions {
            permission.parse::<Scope>().map_err(|error| Error::Usage {
                message: error.to_string(),
                help: "`courier-auth scopes` lists the scopes",
            })?;
        }
        let feature_scopes = feature_scopes(args, &features).into_iter();
        Ok(Self {
            permissions: unique(feature_scopes.chain(permissions)),
            features,
            user: only_user(users)?,
        })
    }

    /// Returns the user of `--user`, or else the one that `--scope` names.
    ///
    /// # Errors
    /// Returns an error if they differ.
    pub(in crate::commands) fn user_or(
        &self,
        option: Option<&str>,
    ) -> Result<Option<String>, Error> {
        match (option, &self.user) {
            (Some(user), Some(named)) if user != named => Err(Error::InvalidRequest {
                message: format!("--user is `{user}`, but --scope contains `{USER_PREFIX}{named}`"),
                help: Some("name the same user in both, or in only one of them".to_owned()),
            }),
            (Some(user), _) => Ok(Some(user.to_owned())),
            (None, named) => Ok(named.clone()),
        }
    }

    /// Refuses a scope that names a user in a run for several users.
    ///
    /// # Errors
    /// Returns an error if `--scope` names a user.
    pub(in crate::commands) fn require_no_user(&self) -> Result<(), Error> {
        match &self.user {
            None => Ok(()),
            Some(user) => Err(Error::InvalidRequest {
                message: format!(
                    "--scope contains `{USER_PREFIX}{user}`, but the tokens are for several users"
                ),
                help: Some(format!("remove `{USER_PREFIX}{user}` from --scope")),
            }),
        }
    }
}

/// The entries of `--scope`.
struct TypedScopes {
    permissions: Vec<String>,
    /// The user IDs after `user_id:`.
    users: Vec<String>,
}

impl TypedScopes {
    /// Splits values, each of which may be a whole scope string.
    fn of(values: &[String]) -> Self {
        let entries = values
            .iter()
            .flat_map(|value| value.split_ascii_whitespace());
        let (users, permissions): (Vec<&str>, _) =
            entries.partition(|entry| entry.starts_with(USER_PREFIX));
        let users = users
            .iter()
            .filter_map(|entry| entry.strip_prefix(USER_PREFIX));
        Self {
            permissions: unique(permissions.iter().map(|entry: &&str| (*entry).to_owned())),
            users: unique(users.map(str::to_owned)),
        }
    }
}

/// Returns the user that scopes name, if they name one.
///
/// # Errors
/// Returns an error if they name different users.
fn only_user(mut users: Vec<String>) -> Result<Option<String>, Error> {
    if let [first, second, ..] = &users[..] {
        let message =
            format!("--scope contains both `{USER_PREFIX}{first}` and `{USER_PREFIX}{second}`");
        let help = "keep only one of them: a token is for one user";
        return Err(Error::Usage { message, help });
    }
    Ok(users.pop())
}

/// Returns each text once, in the order of the first occurrences.
fn unique(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    texts.filter(|text| seen.insert(text.clone())).collect()
}

/// Returns the features whose scopes are requested. There is no default if scopes are given.
fn requested_features(
    args: &TokenRequestArgs,
    project: Option<&ProjectFile>,
) -> Vec<&'static Feature> {
    if args.features.is_empty() && !args.scopes.is_empty() {
        return Vec::new();
    }
    project::features(&args.features, project, DEFAULT_FEATURE)
}

/// Refuses options that would have no effect.
fn refuse_ineffective_options(args: &TokenRequestArgs, features: &[&Feature]) -> Result<(), Error> {
    let required = required_scopes(features);
    let requests = |start: &str| required.iter().any(|scope| scope.scope.starts_with(start));
    if args.tenant.is_some() && !requests("tenants:") {
        return Err(Error::Usage {
            message: "--tenant has no effect: no Courier Create scopes are requested".to_owned(),
            help: "add --for create",
        });
    }
    if args.brand.is_some() && !requests("read:brands") {
        return Err(Error::Usage {
            message: "--brand has no effect: `read:brands` is not requested".to_owned(),
            help: "add --for brands",
        });
    }
    Ok(())
}

/// Returns the scopes of the features, narrowed to one tenant or brand if the command line names it.
fn feature_scopes(args: &TokenRequestArgs, features: &[&Feature]) -> Vec<String> {
    let required = required_scopes(features);
    required
        .iter()
        .map(
            |required| match (required.scope, &args.tenant, &args.brand) {
                ("read:brands", _, Some(brand)) => format!("read:brands:{brand}"),
                (scope, Some(tenant), _) => narrow_to_tenant(scope, tenant),
                (scope, ..) => scope.to_owned(),
            },
        )
        .collect()
}

/// Narrows a scope of Courier Create to one tenant. Courier writes `tenants:notifications:read` for
/// all tenants and `tenant:<id>:notification:read`, with a singular, for one.
fn narrow_to_tenant(scope: &str, tenant: &str) -> String {
    match scope.strip_prefix("tenants:") {
        None => scope.to_owned(),
        Some(rest) => format!(
            "tenant:{tenant}:{}",
            rest.replace("notifications", "notification")
        ),
    }
}
