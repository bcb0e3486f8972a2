//! Issues a token for one user, for `issue` and `exec`.

use super::{issue_plan::IssuePlan, preflight, session::Session};
use crate::{context::Context, courier::IssuedToken, error::Error, runtime, token::ScopeSet};

/// Issues a token for one user, and returns it with the scopes that were requested.
///
/// # Errors
/// Returns an error if the rules refuse the request, if there is no API key, or if Courier issues no
/// token.
pub(in crate::commands) fn issue_one(
    user: &str,
    plan: &IssuePlan,
    session: &mut Session,
    context: &mut Context<'_>,
) -> Result<(ScopeSet, IssuedToken), Error> {
    let planned = plan.scopes(user, (context.now)());
    let (scopes, warnings) = planned.map_err(|error| error.report(context))?;
    preflight::warn(&warnings, &scopes, &mut context.output);
    let key = session.api_key(context)?;
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let request = session.courier.issue_token(&key, &scopes, &plan.expires_in);
    let issued = runtime.block_on(request)?;
    if context.env.is_github_actions() {
        context.output.mask_in_github_log(issued.jwt.expose());
    }
    Ok((scopes, issued))
}
