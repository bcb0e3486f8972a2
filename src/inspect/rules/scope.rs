//! CA3xx: may it do what the app needs?

use crate::{
    inspect::{
        example::Example,
        finding::{Findings, Severity},
        rule::{Rule, Server},
        subject::{ScopeClaim, Subject},
    },
    token::{
        feature::needs_of,
        scope::{USER_PREFIX, entries, grants, is_known, nearest},
    },
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "CA301",
        name: "no-scope",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "the token has no scope",
        why: "without `scope` it names no user and allows nothing: every request is answered 401",
        fix: "issue it with a scope: `user_id:<id>` and what the app needs",
        reissue: true,
        bad: Example::Without("scope"),
        good: Example::Good,
        hidden_by: &[],
        check: no_scope,
    },
    Rule {
        code: "CA302",
        name: "scope-not-a-string",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "`scope` is not a string",
        why: "Courier splits the scope at spaces, which an array or an object does not survive",
        fix: "join the scopes with single spaces into one string",
        reissue: true,
        bad: Example::Claims(r#"{"scope":["user_id:alice","inbox:read:messages"]}"#),
        good: Example::Good,
        hidden_by: &[],
        check: scope_not_a_string,
    },
    Rule {
        code: "CA305",
        name: "missing-scope",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "a feature that the app uses lacks a scope",
        why: "Courier checks the scope of each request: what is not in the token is answered 401, or the Inbox stays empty",
        fix: "issue the token for the features in use: `--for inbox`, `--for inbox,preferences` and so on",
        reissue: true,
        bad: Example::Claims(r#"{"scope":"user_id:alice inbox:read:messages"}"#),
        good: Example::Good,
        hidden_by: &["no-scope", "scope-not-a-string"],
        check: missing_scope,
    },
    Rule {
        code: "CA306",
        name: "unknown-scope",
        severity: Severity::Warning,
        server: Server::Serves,
        summary: "the token holds a scope that Courier does not know",
        why: "Courier issues any scope and never says that one is misspelt; it just allows nothing",
        fix: "correct it, or leave it out; `courier-auth scopes` lists those there are",
        reissue: true,
        bad: Example::Claims(
            r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events read:everything"}"#,
        ),
        good: Example::Good,
        hidden_by: &[],
        check: unknown_scope,
    },
];

fn no_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let empty = subject
        .scope_text()
        .is_some_and(|text| entries(text).next().is_none());
    if empty {
        findings.add("`scope` is empty").claim("scope");
    } else if subject.token.is_some() && subject.scope == ScopeClaim::Absent {
        findings.add("it has no `scope`").claim("scope");
    }
}

fn scope_not_a_string(subject: &Subject<'_>, findings: &mut Findings) {
    if let ScopeClaim::Other(kind) = subject.scope {
        findings
            .add(format!("`scope` is {kind}, not a string"))
            .claim("scope");
    }
}

fn missing_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(scope) = subject.scope_text() else {
        return;
    };
    for need in needs_of(&subject.wanted.features) {
        if entries(scope).any(|entry| grants(entry.text, need.scope)) {
            continue;
        }
        let finding = findings
            .add(format!(
                "`{}` is missing, needed to {}",
                need.scope, need.to
            ))
            .claim("scope");
        let meant = |entry: &str| !is_known(entry) && nearest(entry) == Some(need.scope);
        if let Some(entry) = entries(scope).find(|entry| meant(entry.text)) {
            finding.span(entry.span);
        }
    }
}

fn unknown_scope(subject: &Subject<'_>, findings: &mut Findings) {
    for entry in entries(subject.scope_text().unwrap_or_default()) {
        if is_known(entry.text) || entry.text.starts_with(USER_PREFIX) {
            continue;
        }
        let finding = findings
            .add(format!("`{}` is no scope of Courier's", entry.text))
            .span(entry.span);
        if let Some(meant) = nearest(entry.text) {
            finding.help(format!("did you mean `{meant}`?"));
        }
    }
}
