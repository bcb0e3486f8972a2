//! The facts about a token that are compared.

use std::collections::{BTreeMap, HashSet};

use super::field_value::FieldValue;
use crate::{
    inspect::{
        claim::TimeClaim, finding::Finding, report::Report, rules, subject::Subject,
        workspace::Workspace,
    },
    token::{DecodedToken, Value, scope::USER_PREFIX},
};

/// Claims that are compared by their meaning: who, what and where the token is for.
const RESOLVED_CLAIMS: [&str; 4] = ["scope", "tenant_id", "tenant_scope", "client_key"];

/// Claims that differ between any two tokens of the same kind.
const CLAIMS_OF_ONE_TOKEN: [&str; 6] = ["iat", "exp", "nbf", "jti", "auth_time", "nonce"];

/// The rule whose finding depends on how long ago the token was issued, unless a remaining lifetime is
/// required.
const EXPIRES_SOON: &str = rules::names(["expires-soon"])[0];

/// Rules whose findings are not compared: about `iat`, which Courier does not check, and about claims
/// that are compared by their values.
const NOT_COMPARED: [&str; 2] = rules::names(["issued-in-future", "extra-claim"]);

/// The facts about a readable token that are compared.
#[derive(Debug, Clone)]
pub struct TokenFacts {
    /// The fingerprint of the whole token.
    pub fingerprint: String,
    /// The users that its scope names.
    pub user_ids: Vec<String>,
    /// The other entries of its scope.
    pub scopes: Vec<String>,
    /// The workspace that it belongs to.
    pub workspace_id: Option<String>,
    /// The environment of the workspace.
    pub environment: Option<String>,
    /// The time of issue in seconds since 1970. Not compared.
    pub issued_at: Option<f64>,
    /// The time of expiry in seconds since 1970. Not compared.
    pub expires_at: Option<f64>,
    /// The time from issue to expiry in seconds. `None` if the token does not expire.
    pub lifetime: Option<f64>,
    /// True if the token has expired.
    pub is_expired: bool,
    /// The algorithm of its signature.
    pub algorithm: Option<String>,
    /// True if it is signed with the required API key. `None` if none is required.
    pub is_signed_with_key: Option<bool>,
    /// The other claims: the name and the JSON text of each.
    pub claims: BTreeMap<String, String>,
    /// The findings of the rules that are compared.
    pub findings: Vec<Finding>,
}

impl TokenFacts {
    /// Collects what is compared of an inspected token. Returns `None` if it cannot be read.
    #[must_use]
    pub fn of(subject: &Subject<'_>, report: Report) -> Option<Self> {
        let token = subject.readable_token()?;
        let key = subject.requirements.signing_key.as_ref();
        let signed = |decoded: &DecodedToken<'_>| key.map(|key| decoded.is_signed_with(key));
        let entries = subject.scope_entries.iter();
        let entries = entries.map(|entry| subject.entry_text(entry));
        let members = token.claims.effective_members();
        let is_other =
            |name: &str| !RESOLVED_CLAIMS.contains(&name) && !CLAIMS_OF_ONE_TOKEN.contains(&name);
        Some(Self {
            fingerprint: subject.decoded.map(DecodedToken::fingerprint)?,
            user_ids: unique(subject.users()),
            scopes: unique(entries.filter(|entry| !entry.starts_with(USER_PREFIX))),
            workspace_id: subject.workspace.tenant().map(str::to_owned),
            environment: environment(&subject.workspace),
            issued_at: seconds(subject.iat),
            expires_at: seconds(subject.exp),
            lifetime: subject.lifetime().filter(|lifetime| lifetime.is_finite()),
            is_expired: subject.is_expired(),
            algorithm: match &subject.alg {
                Some(Value::String(name)) => Some(name.clone().into_owned()),
                _ => None,
            },
            is_signed_with_key: subject.decoded.and_then(signed),
            claims: members
                .filter(|member| is_other(&member.name))
                // JSON allows a space for a line end, and strings contain no raw ones.
                .map(|member| {
                    let json = member.raw.get().replace(['\n', '\r'], " ");
                    (member.name.clone().into_owned(), json)
                })
                .collect(),
            findings: report
                .findings
                .into_iter()
                .filter(|finding| is_compared(finding, subject))
                .collect(),
        })
    }

    /// Returns the fields that every token has, with their names.
    pub(super) fn fields(&self) -> [(&'static str, FieldValue); 8] {
        let text =
            |text: &Option<String>| text.clone().map_or(FieldValue::Missing, FieldValue::Text);
        let lifetime = self.lifetime.map(FieldValue::Seconds);
        let signed = self.is_signed_with_key.map(FieldValue::Flag);
        [
            ("user_ids", FieldValue::List(self.user_ids.clone())),
            ("scopes", FieldValue::List(self.scopes.clone())),
            ("workspace_id", text(&self.workspace_id)),
            ("environment", text(&self.environment)),
            ("lifetime_seconds", lifetime.unwrap_or(FieldValue::Missing)),
            ("expired", FieldValue::Flag(self.is_expired)),
            ("algorithm", text(&self.algorithm)),
            ("signed_with_api_key", signed.unwrap_or(FieldValue::Missing)),
        ]
    }
}

/// Returns false for a finding that depends on when the token was issued, or that adds nothing to the
/// comparison of the claims.
fn is_compared(finding: &Finding, subject: &Subject<'_>) -> bool {
    match finding.rule.name {
        EXPIRES_SOON => subject.requirements.valid_for.is_some(),
        name => !NOT_COMPARED.contains(&name),
    }
}

/// Returns the environment, or else the name that the claims have in its place.
fn environment(workspace: &Workspace<'_>) -> Option<String> {
    match (workspace.environment(), workspace) {
        (Some(environment), _) => Some(environment.to_string()),
        (None, Workspace::TenantClaims { scope, .. }) => Some(scope.clone().into_owned()),
        (None, _) => None,
    }
}

fn seconds(claim: TimeClaim) -> Option<f64> {
    match claim {
        TimeClaim::At(seconds) if seconds.is_finite() => Some(seconds),
        _ => None,
    }
}

fn unique<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut seen = HashSet::new();
    texts
        .filter(|text| seen.insert(*text))
        .map(str::to_owned)
        .collect()
}
