//! CA4xx: whose is it?

use crate::{
    inspect::{
        example::Example,
        finding::{Findings, Severity},
        rule::{Rule, Server},
        subject::Subject,
    },
    token::scope::users,
};

pub(super) const RULES: &[Rule] = &[Rule {
    code: "CA401",
    name: "no-user",
    severity: Severity::Error,
    server: Server::Refuses,
    summary: "the token names no user",
    why: "the user is the one after `user_id:` in the scope; without it Courier does not know whose Inbox to show and answers 401",
    fix: "put `user_id:<id>` first in the scope; claims like `sub` or `user_id` are not looked at",
    reissue: true,
    bad: Example::Claims(r#"{"scope":"inbox:read:messages inbox:write:events"}"#),
    good: Example::Good,
    hidden_by: &["no-scope", "scope-not-a-string"],
    check: no_user,
}];

fn no_user(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(scope) = subject.scope_text() else {
        return;
    };
    if users(scope).next().is_none() {
        findings
            .add("the scope has no `user_id:` entry")
            .claim("scope");
    }
}
