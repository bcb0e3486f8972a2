//! CA5xx: which workspace is it of?

use crate::{
    inspect::{
        example::Example,
        finding::{Findings, Severity},
        rule::{Rule, Server},
        subject::Subject,
    },
    token::Value,
};

pub(super) const RULES: &[Rule] = &[Rule {
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
}];

fn no_workspace(subject: &Subject<'_>, findings: &mut Findings) {
    let is_text =
        |claim| matches!(subject.claim(claim), Some(Value::String(text)) if !text.is_empty());
    if subject.token.is_none() || is_text("client_key") {
        return;
    }
    let missing: Vec<&str> = ["tenant_id", "tenant_scope"]
        .into_iter()
        .filter(|claim| !is_text(claim))
        .collect();
    if !missing.is_empty() {
        let names = missing.join("` and no `");
        findings
            .add(format!("it has no `{names}`"))
            .claim(missing[0]);
    }
}
