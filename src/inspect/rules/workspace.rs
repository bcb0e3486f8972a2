//! CA5xx: which workspace is it of, and what else does it say?

use crate::{
    inspect::{
        example::Example,
        finding::{Findings, Severity},
        rule::{Rule, Server},
        subject::{ScopeClaim, Subject},
        workspace::Workspace,
    },
    token::{
        Environment, Value,
        json::Member,
        key::api_key_prefix,
        workspace::{SANDBOX_TENANT, is_uuid, tenant},
    },
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "CA501",
        name: "no-workspace",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "the token does not say which workspace it is of",
        why: "Courier finds the key to verify with by `tenant_id` and `tenant_scope`, or by `client_key`; without them it answers 401",
        fix: "issue the token at Courier, which puts them in; a token you sign yourself needs `client_key`",
        reissue: true,
        bad: Example::Without("tenant_id"),
        good: Example::Good,
        hidden_by: &[],
        check: no_workspace,
    },
    Rule {
        code: "CA502",
        name: "client-key-override",
        severity: Severity::Warning,
        server: Server::Depends,
        summary: "`client_key` in the token wins over `tenant_id`",
        why: "`client_key` was sent as a field of issue-token and became a claim; Courier then looks for the keys of that workspace, which did not sign the token",
        fix: "leave `client_key` out of the request: issue-token knows the workspace by the API key",
        reissue: true,
        bad: Example::Claims(
            r#"{"client_key":"MGRkYmExMWUtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAw"}"#,
        ),
        good: Example::Good,
        hidden_by: &[],
        check: client_key_override,
    },
    Rule {
        code: "CA503",
        name: "environment-mismatch",
        severity: Severity::Error,
        server: Server::Depends,
        summary: "the token is of another environment",
        why: "test and production have their own users and messages: the Inbox stays empty, and no error says why",
        fix: "issue the token with an API key of the environment that the app is for",
        reissue: false,
        bad: Example::Of("test"),
        good: Example::Of("production"),
        hidden_by: &[],
        check: environment_mismatch,
    },
    Rule {
        code: "CA504",
        name: "draft-environment",
        severity: Severity::Warning,
        server: Server::Serves,
        summary: "the token was issued with a draft key",
        why: "keys that begin `dk_` work on what is not published yet; users of a live app should not depend on it",
        fix: "issue the token with a published key: `pk_prod_`, or `pk_test_` for tests",
        reissue: false,
        bad: Example::Claims(r#"{"tenant_scope":"draft/production"}"#),
        good: Example::Good,
        hidden_by: &[],
        check: draft_environment,
    },
    Rule {
        code: "CA505",
        name: "workspace-disagrees",
        severity: Severity::Warning,
        server: Server::Depends,
        summary: "`tenant_id` and `tenant_scope` are of different environments",
        why: "Courier puts both in and they agree; where they do not, the token was built by hand, and no key may fit it",
        fix: "let Courier issue the token, or sign it with `client_key` alone",
        reissue: true,
        bad: Example::Claims(r#"{"tenant_id":"c0ffee00-0000-4000-8000-000000000000/test"}"#),
        good: Example::Claims(
            r#"{"tenant_id":"c0ffee00-0000-4000-8000-000000000000/test","tenant_scope":"published/test"}"#,
        ),
        hidden_by: &["client-key-override"],
        check: workspace_disagrees,
    },
    Rule {
        code: "CA506",
        name: "request-field-leaked",
        severity: Severity::Warning,
        server: Server::Serves,
        summary: "a field of the request became a claim and had no effect",
        why: "issue-token copies every field it does not know into the token, where the browser reads it: `expiresIn` makes a token that never expires",
        fix: "send `scope` and `expires_in` and nothing else",
        reissue: true,
        bad: Example::Claims(r#"{"expiresIn":"1 day"}"#),
        good: Example::Good,
        hidden_by: &[],
        check: request_field_leaked,
    },
    Rule {
        code: "CA507",
        name: "extra-claim",
        severity: Severity::Note,
        server: Server::Serves,
        summary: "the token holds a claim that Courier does not look at",
        why: "a token is not encrypted: whoever has it reads every claim, and it travels with every request",
        fix: "leave it out unless something of yours reads it",
        reissue: false,
        bad: Example::Claims(r#"{"email":"alice@example.com"}"#),
        good: Example::Good,
        hidden_by: &[],
        check: extra_claim,
    },
    Rule {
        code: "CA508",
        name: "other-key",
        severity: Severity::Warning,
        server: Server::Depends,
        summary: "the token was not signed with the given key",
        why: "Courier signs with a key it stores for the environment, which may be another one of yours; a token of another workspace is refused",
        fix: "compare the workspace and environment of the token with those of the key",
        reissue: false,
        bad: Example::Verified {
            key_is_right: false,
        },
        good: Example::Verified { key_is_right: true },
        hidden_by: &[],
        check: other_key,
    },
    Rule {
        code: "CA509",
        name: "client-key-mismatch",
        severity: Severity::Error,
        server: Server::Depends,
        summary: "the app's client key is of another workspace or environment",
        why: "SDKs that send a client key beside the token mix two workspaces, and see the messages of neither",
        fix: "copy the public key of the token's environment from Courier's settings",
        reissue: false,
        bad: Example::BesideClientKey("YzBmZmVlMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAwL3Rlc3Q="),
        good: Example::BesideClientKey("YzBmZmVlMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAw"),
        hidden_by: &[],
        check: client_key_mismatch,
    },
    Rule {
        code: "CA510",
        name: "sandbox-token",
        severity: Severity::Note,
        server: Server::Depends,
        summary: "the token was issued by a sandbox",
        why: "a sandbox is a local Courier for development and tests; the real one does not know its workspace and answers 401",
        fix: "for the real Courier issue the token with a key of your workspace",
        reissue: false,
        bad: Example::Claims(r#"{"tenant_id":"ca000000-0000-4000-8000-00005a4db0c5"}"#),
        good: Example::Good,
        hidden_by: &[],
        check: sandbox_token,
    },
];

/// Fields that people send to issue-token in the belief that they do something, and names under
/// which a request's fields end up in a token.
const REQUEST_FIELDS: &[&str] = &[
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

/// Claims that a token of Courier's has, or that Courier looks at.
const CLAIMS: &[&str] = &[
    "scope",
    "tenant_scope",
    "tenant_id",
    "account_id",
    "client_key",
    "iat",
    "exp",
    "nbf",
    "jti",
];

fn no_workspace(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.token.is_err() {
        return;
    }
    match &subject.workspace {
        Workspace::Unnamed => {
            let is_missing = |claim: &&str| subject.text_claim(claim).is_none();
            let missing: Vec<&str> = ["tenant_id", "tenant_scope"]
                .into_iter()
                .filter(is_missing)
                .collect();
            findings
                .add(format!("it has no `{}`", missing.join("` and no `")))
                .claim(missing.first().copied().unwrap_or("tenant_id"));
        }
        Workspace::ClientKey(None) => {
            findings
                .add("its `client_key` names no workspace, and wins over `tenant_id`")
                .claim("client_key");
        }
        Workspace::ClientKey(Some(_)) | Workspace::Tenant(..) => {}
    }
}

fn client_key_override(subject: &Subject<'_>, findings: &mut Findings) {
    let (Workspace::ClientKey(Some(key)), Some(id)) =
        (&subject.workspace, subject.text_claim("tenant_id"))
    else {
        return;
    };
    let scope = subject.text_claim("tenant_scope").unwrap_or_default();
    let environment = Environment::of_scope(&scope);
    let agrees = key.tenant() == tenant(&id) && key.environment() == environment;
    let finding = findings.add("it has `client_key`, which wins over `tenant_id`");
    finding.claim("client_key");
    if agrees {
        finding
            .severity(Severity::Note)
            .help("both are of the same workspace and environment, so nothing changes");
    }
}

fn environment_mismatch(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(wanted) = &subject.wanted.environment else {
        return;
    };
    let Some(found) = subject.workspace.environment() else {
        return;
    };
    if found.is_surely_not(wanted) {
        findings
            .add(format!("it is of `{found}`, not of `{wanted}`"))
            .claim("tenant_scope");
    } else if found != *wanted {
        findings
            .add(format!(
                "it is of `{found}`, which does not tell whether that is `{wanted}`"
            ))
            .claim("tenant_scope")
            .severity(Severity::Note)
            .help("compare the id with the environment's in Courier's settings");
    }
}

fn draft_environment(subject: &Subject<'_>, findings: &mut Findings) {
    if let Workspace::Tenant(_, scope) = &subject.workspace
        && scope.starts_with("draft/")
    {
        findings
            .add(format!("`tenant_scope` is `{scope}`"))
            .claim("tenant_scope");
    }
}

fn workspace_disagrees(subject: &Subject<'_>, findings: &mut Findings) {
    let Workspace::Tenant(id, scope) = &subject.workspace else {
        return;
    };
    let (of_id, of_scope) = (Environment::of_tenant_id(id), Environment::of_scope(scope));
    let disagree = match (&of_id, &of_scope) {
        (Some(Environment::Test), Some(Environment::Production)) => true,
        (None, Some(Environment::Test)) => is_uuid(id),
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

fn request_field_leaked(subject: &Subject<'_>, findings: &mut Findings) {
    let leaked = unusual(subject)
        .filter(|member| REQUEST_FIELDS.contains(&member.name.as_ref()) || holds_api_key(member));
    findings.add_each(leaked, "such claims", |member, findings| {
        let name = member.name.as_ref();
        if holds_api_key(member) {
            findings
                .add(format!("`{name}` holds an API key, for everyone to read"))
                .claim(name.to_owned())
                .help("rotate that key in Courier's settings now");
        } else {
            findings
                .add(format!("`{name}` became a claim and had no effect"))
                .claim(name.to_owned());
        }
    });
}

fn extra_claim(subject: &Subject<'_>, findings: &mut Findings) {
    let extra = unusual(subject)
        .filter(|member| !REQUEST_FIELDS.contains(&member.name.as_ref()) && !holds_api_key(member));
    findings.add_each(extra, "such claims", |member, findings| {
        findings
            .add(format!("`{}` is read by no one at Courier", member.name))
            .claim(member.name.clone().into_owned());
    });
}

/// The claims that Courier does not look at, but for those told of as the scopes' wrong place.
fn unusual<'s>(subject: &'s Subject<'_>) -> impl Iterator<Item = &'s Member<'s>> {
    let claims = subject.readable().map(|token| token.claims.members());
    claims.unwrap_or_default().iter().filter(|member| {
        let name = member.name.as_ref();
        !CLAIMS.contains(&name) && !is_scope_elsewhere(subject, name)
    })
}

/// Whether a claim is an API key.
fn holds_api_key(member: &Member<'_>) -> bool {
    let raw = member.raw.get();
    raw.starts_with('"')
        && matches!(Value::from_raw(raw), Value::String(text) if api_key_prefix(&text).is_some())
}

/// Whether this claim is told of as the scopes' wrong place.
fn is_scope_elsewhere(subject: &Subject<'_>, name: &str) -> bool {
    matches!(name, "scopes" | "scp" | "permissions") && subject.scope == ScopeClaim::Absent
}

fn other_key(subject: &Subject<'_>, findings: &mut Findings) {
    let (Some(key), Some(decoded), true) = (
        &subject.wanted.signed_with,
        subject.decoded,
        subject.token.is_ok(),
    ) else {
        return;
    };
    if !decoded.is_signed_with(key) {
        findings.add("it is not signed with this key").help(
            "another key of the same workspace may be right: Courier signs with one it stores",
        );
    }
}

fn client_key_mismatch(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(key) = &subject.wanted.client_key else {
        return;
    };
    let workspace = &subject.workspace;
    let Some(found) = workspace.tenant() else {
        return;
    };
    if found != key.tenant() {
        findings
            .add(format!(
                "the client key is of workspace `{}`, the token of `{found}`",
                key.tenant()
            ))
            .claim("tenant_id");
        return;
    }
    if let (Some(of_key), Some(of_token)) = (key.environment(), workspace.environment())
        && of_key.is_surely_not(&of_token)
    {
        findings
            .add(format!(
                "the client key is of `{of_key}`, the token of `{of_token}`"
            ))
            .claim("tenant_scope");
    }
}

fn sandbox_token(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.workspace.tenant() == Some(SANDBOX_TENANT) {
        findings
            .add("it was issued by a sandbox; the real Courier does not know its workspace")
            .claim("tenant_id");
    }
}
