//! Checks of the workspace rules.

use crate::{
    inspect::{
        claim::ScopeClaim,
        finding::{Findings, Severity},
        subject::Subject,
        workspace::Workspace,
    },
    token::{
        CourierEnvironment, Member, Object, Value,
        key::looks_like_api_key,
        scope::MISPLACED_CLAIMS,
        workspace::{SANDBOX_WORKSPACE_ID, is_uuid, workspace_id},
    },
};

/// Names of request fields that occur as claims, mostly because issue-token copies every field that
/// it does not know into the token.
pub(crate) const REQUEST_FIELDS: &[&str] = &[
    "expires_in",
    "expiresIn",
    "expires",
    "expiresAt",
    "expires_at",
    "expiration",
    "expiry",
    "ttl",
    "user_id",
    "userId",
    "user",
    "scopes",
    "tenant",
    "tenantId",
    "api_key",
    "apiKey",
    "authorization",
];

/// Returns true if Courier issues tokens with this claim or reads it.
fn is_standard(claim: &str) -> bool {
    matches!(
        claim,
        "scope"
            | "tenant_scope"
            | "tenant_id"
            | "account_id"
            | "client_key"
            | "iat"
            | "exp"
            | "nbf"
            | "jti"
    )
}

pub(super) fn no_workspace(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.token.is_err() {
        return;
    }
    match &subject.workspace {
        Workspace::Unnamed => {
            let is_missing = |claim: &&str| subject.string_claim(claim).is_none();
            let missing: Vec<&str> = ["tenant_id", "tenant_scope"]
                .into_iter()
                .filter(is_missing)
                .collect();
            findings
                .add(format!("the token has no `{}`", missing.join("` and no `")))
                .claim(missing.first().copied().unwrap_or("tenant_id"));
        }
        Workspace::ClientKey(None) => {
            findings
                .add("`client_key` is not a valid client key, and it overrides `tenant_id`")
                .claim("client_key");
        }
        Workspace::ClientKey(Some(_)) | Workspace::TenantClaims { .. } => {}
    }
}

pub(super) fn client_key_override(subject: &Subject<'_>, findings: &mut Findings) {
    let Workspace::ClientKey(Some(key)) = &subject.workspace else {
        return;
    };
    let Some(id) = subject.string_claim("tenant_id") else {
        return;
    };
    let scope = subject.string_claim("tenant_scope").unwrap_or_default();
    let environment = CourierEnvironment::from_tenant_scope(&scope);
    let agrees = key.workspace_id() == workspace_id(&id)
        && key.environment() == environment
        && scope.starts_with("published/");
    let finding = findings.add("the token has `client_key`, which overrides `tenant_id`");
    finding.claim("client_key");
    if agrees {
        finding
            .severity(Severity::Note)
            .help("no change needed: both name the same workspace and environment");
    }
}

pub(super) fn environment_mismatch(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(required) = &subject.requirements.environment else {
        return;
    };
    let Some(found) = subject.workspace.environment() else {
        return;
    };
    if found.conflicts_with(required) {
        findings
            .add(format!(
                "the token belongs to `{found}`, not to `{required}`"
            ))
            .claim("tenant_scope");
    } else if found != *required {
        findings
            .add(format!(
                "the token belongs to `{found}`, which may or may not be `{required}`"
            ))
            .claim("tenant_scope")
            .severity(Severity::Note)
            .help("compare this ID with the environment's ID in Courier's settings");
    }
}

pub(super) fn draft_environment(subject: &Subject<'_>, findings: &mut Findings) {
    if let Workspace::TenantClaims { scope, .. } = &subject.workspace
        && scope.starts_with("draft/")
    {
        findings
            .add(format!("`tenant_scope` is `{scope}`"))
            .claim("tenant_scope");
    }
}

pub(super) fn workspace_disagrees(subject: &Subject<'_>, findings: &mut Findings) {
    let Workspace::TenantClaims { id, scope } = &subject.workspace else {
        return;
    };
    let (id_environment, scope_environment) = (
        CourierEnvironment::from_tenant_id(id),
        CourierEnvironment::from_tenant_scope(scope),
    );
    let disagree = match (&id_environment, &scope_environment) {
        (Some(CourierEnvironment::Test), Some(CourierEnvironment::Production)) => true,
        (None, Some(CourierEnvironment::Test)) => is_uuid(id),
        _ => false,
    };
    if disagree {
        findings
            .add(format!(
                "`tenant_id` is `{id}` and `tenant_scope` is `{scope}`"
            ))
            .claim("tenant_id");
    }
}

pub(super) fn request_field_leaked(subject: &Subject<'_>, findings: &mut Findings) {
    let (keys, others): (Vec<_>, Vec<_>) =
        nonstandard_claims(subject).partition(|member| holds_api_key(member));
    findings.add_each(keys, "claims with an API key", |member, findings| {
        let name = member.name.as_ref();
        findings
            .add(format!(
                "`{name}` contains an API key, which anyone with the token can read"
            ))
            .claim(name.to_owned())
            .help("rotate that key in Courier's settings now");
    });
    let names: Vec<&str> = others
        .into_iter()
        .map(|member| member.name.as_ref())
        .filter(|name| REQUEST_FIELDS.contains(name))
        .collect();
    match names.as_slice() {
        [] => {}
        [name] => {
            findings
                .add(format!("`{name}` became a claim and has no effect"))
                .claim((*name).to_owned());
        }
        _ => {
            findings.add(format!(
                "these fields became claims and have no effect: {}",
                names.join(", ")
            ));
        }
    }
}

pub(super) fn extra_claim(subject: &Subject<'_>, findings: &mut Findings) {
    let extra = nonstandard_claims(subject)
        .filter(|member| !REQUEST_FIELDS.contains(&member.name.as_ref()) && !holds_api_key(member));
    let names: Vec<&str> = extra.map(|member| member.name.as_ref()).collect();
    match names.as_slice() {
        [] => {}
        [name] => {
            findings
                .add(format!("Courier ignores this claim: {name}"))
                .claim((*name).to_owned());
        }
        _ => {
            findings
                .add(format!(
                    "Courier ignores these claims: {}",
                    names.join(", ")
                ))
                .help("remove them, unless your own code reads them");
        }
    }
}

/// Returns the claims that Courier does not read, except those that CA303 reports.
fn nonstandard_claims<'s>(subject: &'s Subject<'_>) -> impl Iterator<Item = &'s Member<'s>> {
    let claims = subject.readable_token().map(|token| &token.claims);
    let members = claims.into_iter().flat_map(Object::effective_members);
    members.filter(|member| {
        let name = member.name.as_ref();
        !is_standard(name) && !is_misplaced_scope(subject, name)
    })
}

/// Returns true if the value of a claim is an API key.
fn holds_api_key(member: &Member<'_>) -> bool {
    let raw = member.raw.get();
    raw.starts_with('"')
        && matches!(Value::from_raw(raw), Value::String(text) if looks_like_api_key(&text))
}

/// Returns true if CA303 reports this claim because it contains the scopes instead of `scope`.
fn is_misplaced_scope(subject: &Subject<'_>, name: &str) -> bool {
    MISPLACED_CLAIMS.contains(&name) && subject.scope == ScopeClaim::Absent
}

pub(super) fn other_key(subject: &Subject<'_>, findings: &mut Findings) {
    let (Some(key), Some(decoded), true) = (
        &subject.requirements.signing_key,
        subject.decoded,
        subject.token.is_ok(),
    ) else {
        return;
    };
    if !decoded.is_signed_with(key) {
        findings.add("the token is not signed with this key").help(
            "try another API key of the same workspace: Courier signs with one that it stores",
        );
    }
}

pub(super) fn client_key_mismatch(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(key) = &subject.requirements.client_key else {
        return;
    };
    let workspace = &subject.workspace;
    let Some(found) = workspace.tenant() else {
        return;
    };
    if found != key.workspace_id() {
        findings
            .add(format!(
                "the client key belongs to workspace `{}`, but the token belongs to `{found}`",
                key.workspace_id()
            ))
            .claim("tenant_id");
        return;
    }
    if let (Some(key_environment), Some(token_environment)) =
        (key.environment(), workspace.environment())
        && key_environment.conflicts_with(&token_environment)
    {
        findings
            .add(format!(
                "the client key belongs to `{key_environment}`, but the token belongs to `{token_environment}`"
            ))
            .claim("tenant_scope");
    }
}

pub(super) fn login_provider_token(subject: &Subject<'_>, findings: &mut Findings) {
    if let Some(issuer) = &subject.foreign_issuer {
        findings.add(issuer.describe()).claim(issuer.claim());
    }
}

pub(super) fn sandbox_token(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.workspace.tenant() == Some(SANDBOX_WORKSPACE_ID) {
        findings
            .add("the token was issued by a sandbox, so the real Courier does not accept it")
            .claim("tenant_id");
    }
}
