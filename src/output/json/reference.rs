//! JSON output of `explain`, `scopes`, `exit-codes` and `can`.

use serde::Serialize;

use crate::{
    exit::{EXITS, Exit},
    inspect::{self, Report, Selector, Subject, fix, rules},
    token::{ACTIONS, Action, FEATURES, SCOPES},
};

/// `courier-auth/explain/v1`
#[derive(Serialize)]
pub(crate) struct Explain {
    schema: &'static str,
    rules: Vec<RuleExplanation>,
}

#[derive(Serialize)]
struct RuleExplanation {
    code: &'static str,
    rule: &'static str,
    severity: &'static str,
    server: &'static str,
    summary: &'static str,
    why: &'static str,
    fix: &'static str,
    bad: String,
    good: String,
}

/// `courier-auth/scopes/v1`
#[derive(Serialize)]
pub(crate) struct Scopes {
    schema: &'static str,
    scopes: Vec<ScopeDescription>,
    features: Vec<FeatureScopes>,
}

/// `courier-auth/exit-codes/v1`
#[derive(Serialize)]
pub(crate) struct ExitCodes {
    schema: &'static str,
    exit_codes: Vec<ExitCode>,
}

#[derive(Serialize)]
pub(super) struct ExitCode {
    code: u8,
    meaning: &'static str,
}

impl From<&(Exit, &'static str)> for ExitCode {
    fn from(&(exit, meaning): &(Exit, &'static str)) -> Self {
        Self {
            code: exit.code(),
            meaning,
        }
    }
}

#[derive(Serialize)]
struct ScopeDescription {
    scope: &'static str,
    allows: &'static str,
}

#[derive(Serialize)]
struct FeatureScopes {
    feature: &'static str,
    summary: &'static str,
    needs: Vec<RequiredScope>,
}

#[derive(Serialize)]
struct RequiredScope {
    scope: &'static str,
    to: &'static str,
}

impl ExitCodes {
    pub(crate) fn all() -> Self {
        Self {
            schema: "courier-auth/exit-codes/v1",
            exit_codes: EXITS.iter().map(ExitCode::from).collect(),
        }
    }
}

impl Explain {
    pub(crate) fn of(selector: Option<Selector>) -> Self {
        let selected =
            rules::all().filter(|rule| selector.is_none_or(|selector| selector.matches(rule)));
        Self {
            schema: "courier-auth/explain/v1",
            rules: selected
                .map(|rule| RuleExplanation {
                    code: rule.code,
                    rule: rule.name,
                    severity: rule.severity.name(),
                    server: rule.server.name(),
                    summary: rule.summary,
                    why: rule.why,
                    fix: rule.fix,
                    bad: rule.bad.to_string(),
                    good: rule.good.to_string(),
                })
                .collect(),
        }
    }
}

impl Scopes {
    pub(crate) fn all() -> Self {
        let scopes = SCOPES.iter().map(|scope| ScopeDescription {
            scope: scope.pattern,
            allows: scope.permits,
        });
        let features = FEATURES.iter().map(|feature| FeatureScopes {
            feature: feature.name,
            summary: feature.summary,
            needs: feature
                .required_scopes
                .iter()
                .map(|required| RequiredScope {
                    scope: required.scope,
                    to: required.purpose,
                })
                .collect(),
        });
        Self {
            schema: "courier-auth/scopes/v1",
            scopes: scopes.collect(),
            features: features.collect(),
        }
    }
}

/// `courier-auth/can/v1`
#[derive(Serialize)]
pub(crate) struct Can<'a> {
    schema: &'static str,
    action: &'static str,
    can: bool,
    reasons: Vec<Reason<'a>>,
    fix: Option<String>,
}

/// A finding that is a reason why the token does not allow the action.
#[derive(Serialize)]
struct Reason<'a> {
    code: &'static str,
    rule: &'static str,
    message: &'a str,
}

/// `courier-auth/actions/v1`
#[derive(Serialize)]
pub(crate) struct Actions {
    schema: &'static str,
    actions: Vec<ActionScope>,
}

#[derive(Serialize)]
struct ActionScope {
    action: &'static str,
    scope: &'static str,
    to: &'static str,
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
            schema: "courier-auth/can/v1",
            action: action.name,
            can: reasons.is_empty(),
            reasons: reasons
                .iter()
                .map(|finding| Reason {
                    code: finding.rule.code,
                    rule: finding.rule.name,
                    message: &finding.message,
                })
                .collect(),
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
            to: action.required.purpose,
            endpoint: action.endpoint,
        });
        Self {
            schema: "courier-auth/actions/v1",
            actions: actions.collect(),
        }
    }
}
