//! Which user token a command uses: the one in a file, the one in the environment, or a new one.

use super::key;
use crate::{
    cli::{InboxArgs, KeyArgs},
    config::secret_file,
    context::Context,
    courier::Courier,
    environment,
    error::Error,
    inspect::{ScopeClaim, Subject, Unwrapped},
    token::{Decoded, ExpiresIn, Jwt, ScopeSet, UserId, scope},
};

/// How long a token lives that is issued for one command.
const LIFETIME: &str = "5 minutes";

/// The token in the file that the command line names.
pub(super) fn from_file(args: &InboxArgs, context: &mut Context<'_>) -> Result<Option<Jwt>, Error> {
    let Some(path) = &args.token_file else {
        return Ok(None);
    };
    let name = secret_file::name(path);
    match secret_file::read(path, &mut context.stdin) {
        Ok(text) => match Jwt::new(&Unwrapped::new(&text).text) {
            Ok(jwt) => Ok(Some(jwt)),
            Err(_) => Err(Error::NoToken(name)),
        },
        Err(source) => Err(Error::Read {
            what: format!("the token in {name}"),
            source,
        }),
    }
}

/// The token to use for `user` where no file gives one: that of the environment if it names the
/// user, else a new one for `permission` alone.
pub(super) async fn for_user(
    user: &UserId,
    permission: &str,
    key_args: &KeyArgs,
    courier: &Courier,
    context: &mut Context<'_>,
) -> Result<Jwt, Error> {
    if let Some(text) = context.environment.get(environment::JWT)
        && let Ok(jwt) = Jwt::new(&Unwrapped::new(text).text)
        && users(&jwt).iter().any(|named| named == user.as_str())
    {
        return Ok(jwt);
    }
    let key = key::for_courier(courier, key_args, context)?;
    let scopes = ScopeSet::new(user.clone(), [permission]);
    let lifetime: ExpiresIn = LIFETIME.parse().expect("the constant is a span");
    Ok(courier.issue_token(&key, &scopes, &lifetime).await?.jwt)
}

/// The users that a token names; none when it cannot be read.
pub(super) fn users(jwt: &Jwt) -> Vec<String> {
    let named = |jwt: &Jwt| -> Option<Vec<String>> {
        let decoded = Decoded::new(jwt.expose()).ok()?;
        match Subject::scope_of(&decoded.token().ok()?.claims) {
            ScopeClaim::Text(scope) => Some(scope::users(&scope).map(str::to_owned).collect()),
            _ => None,
        }
    };
    named(jwt).unwrap_or_default()
}
