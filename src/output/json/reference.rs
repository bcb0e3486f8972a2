//! JSON output of `explain`, `scopes`, `exit-codes` and `can`.

use schemars::JsonSchema;
use serde::Serialize;

use super::inspect::Finding;
use crate::{
    client_behaviors::ClientBehavior,
    document::SchemaName,
    exit::{EXITS, Exit},
    inspect::{self, Report, Rule, Subject, fix},
    token::{ACTIONS, Action, FEATURES, SCOPES},
};

#[derive(Serialize, JsonSchema)]
pub(crate) struct Explain {
    schema: SchemaName<Explain>,
    /// The rules.
    rules: Vec<RuleExplanation>,
    /// The behaviors of Courier's clients that surprise people.
    client_behaviors: Vec<ClientExplanation>,
}

/// A behavior of Courier's clients.
#[derive(Serialize, JsonSchema)]
struct ClientExplanation {
    /// The name, such as `renewal-undone`.
    name: &'static str,
    /// The packages with their versions.
    clients: &'static str,
    /// The observation in the app.
    symptom: &'static str,
    /// The reason in the client.
    cause: &'static str,
    /// The change that avoids it.
    remedy: &'static str,
    /// The names of related rules.
    rules: &'static [&'static str],
}

/// A rule of `inspect` or `scan`.
#[derive(Serialize, JsonSchema)]
struct RuleExplanation {
    /// The code, such as `CA305`.
    code: &'static str,
    /// The name, such as `missing-scope`.
    rule: &'static str,
    /// The default severity.
    #[schemars(extend("enum" = ["error", "warning", "note"]))]
    severity: &'static str,
    /// The reaction of Courier to such a token. `depends`: on the request, and on settings of the workspace.
    #[schemars(extend("enum" = ["refuses", "serves", "depends"]))]
    server: &'static str,
    /// The problem that the rule finds.
    summary: &'static str,
    /// Why it matters.
    why: &'static str,
    /// The correction.
    help: &'static str,
    /// An example with a finding.
    bad: String,
    /// The corrected example.
    good: String,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Scopes {
    schema: SchemaName<Scopes>,
    /// The known scopes of user tokens.
    scopes: Vec<&'static str>,
    /// The scopes with their permissions.
    scope_details: Vec<ScopeDescription>,
    /// The features of an app that `--for` takes.
    features: Vec<FeatureScopes>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct ExitCodes {
    schema: SchemaName<ExitCodes>,
    /// The exit codes.
    exit_codes: Vec<ExitCode>,
}

/// An exit code.
#[derive(Serialize, JsonSchema)]
pub(super) struct ExitCode {
    /// The number.
    exit_code: u8,
    /// The meaning.
    meaning: &'static str,
}

impl From<&(Exit, &'static str)> for ExitCode {
    fn from(&(exit, meaning): &(Exit, &'static str)) -> Self {
        Self {
            exit_code: exit.code(),
            meaning,
        }
    }
}

/// A scope, and what it allows.
#[derive(Serialize, JsonSchema)]
struct ScopeDescription {
    /// The scope.
    scope: &'static str,
    /// The permission in words.
    allows: &'static str,
}

/// The scopes that a feature requires.
#[derive(Serialize, JsonSchema)]
struct FeatureScopes {
    /// The name, as `--for` takes it.
    feature: &'static str,
    /// The feature in words.
    summary: &'static str,
    /// The scopes that it requires.
    scopes: Vec<&'static str>,
    /// Why it requires each scope.
    scope_purposes: Vec<RequiredScope>,
}

/// A scope that a feature requires.
#[derive(Serialize, JsonSchema)]
struct RequiredScope {
    /// The scope.
    scope: &'static str,
    /// The purpose in the feature.
    purpose: &'static str,
}

impl ExitCodes {
    pub(crate) fn all() -> Self {
        Self {
            schema: SchemaName::new(),
            exit_codes: EXITS.iter().map(ExitCode::from).collect(),
        }
    }
}

impl Explain {
    pub(crate) fn new(
        rules: impl Iterator<Item = &'static Rule>,
        behaviors: &'static [ClientBehavior],
    ) -> Self {
        Self {
            schema: SchemaName::new(),
            client_behaviors: behaviors.iter().map(ClientExplanation::from).collect(),
            rules: rules
                .map(|rule| RuleExplanation {
                    code: rule.code,
                    rule: rule.name,
                    severity: rule.severity.name(),
                    server: rule.server.name(),
                    summary: rule.summary,
                    why: rule.why,
                    help: rule.fix,
                    bad: rule.bad.to_string(),
                    good: rule.good.to_string(),
                })
                .collect(),
        }
    }
}

impl From<&'static ClientBehavior> for ClientExplanation {
    fn from(behavior: &'static ClientBehavior) -> Self {
        Self {
            name: behavior.name,
            clients: behavior.clients,
            symptom: behavior.symptom,
            cause: behavior.cause,
            remedy: behavior.remedy,
            rules: behavior.rules,
        }
    }
}

impl Scopes {
    pub(crate) fn all() -> Self {
        let scope_details = SCOPES.iter().map(|scope| ScopeDescription {
            scope: scope.pattern,
            allows: scope.permits,
        });
        let features = FEATURES.iter().map(|feature| {
            let required = feature.required_scopes.iter();
            FeatureScopes {
                feature: feature.name,
                summary: feature.summary,
                scopes: required.clone().map(|required| required.scope).collect(),
                scope_purposes: required
                    .map(|required| RequiredScope {
                        scope: required.scope,
                        purpose: required.purpose,
                    })
                    .collect(),
            }
        });
        Self {
            schema: SchemaName::new(),
            scopes: SCOPES.iter().map(|scope| scope.pattern).collect(),
            scope_details: scope_details.collect(),
            features: features.collect(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Can<'a> {
    schema: SchemaName<Can<'static>>,
    /// The action that is checked.
    action: &'static str,
    /// True if the token allows it.
    allowed: bool,
    /// Why the token does not allow it.
    findings: Vec<Finding<'a>>,
    /// The command that issues a token which allows it.
    fix: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Actions {
    schema: SchemaName<Actions>,
    /// The actions that `can` checks.
    actions: Vec<ActionScope>,
}

/// An action, and the scope that it requires.
#[derive(Serialize, JsonSchema)]
struct ActionScope {
    /// The name, as `can` takes it.
    action: &'static str,
    /// The scope that it requires.
    scope: &'static str,
    /// The purpose of the action.
    purpose: &'static str,
    /// The endpoint of Courier's API.
    endpoint: &'static str,
}

impl<'a> Can<'a> {
    pub(crate) fn of(
        action: &Action,
        subject: &Subject<'_>,
        report: &Report,
        reasons: &[&'a inspect::Finding],
    ) -> Self {
        Self {
            schema: SchemaName::new(),
            action: action.name,
            allowed: reasons.is_empty(),
            findings: reasons.iter().map(|finding| Finding::of(finding)).collect(),
            fix: if reasons.is_empty() {
                None
            } else {
                fix::command(subject, report)
            },
        }
    }
}

impl Actions {
    pub(crate) fn all() -> Self {
        let actions = ACTIONS.iter().map(|action| ActionScope {
            action: action.name,
            scope: action.required.scope,
            purpose: action.required.purpose,
            endpoint: action.endpoint,
        });
        Self {
            schema: SchemaName::new(),
            actions: actions.collect(),
        }
    }
}
