//! CA3xx: may it do what the app needs?

use std::collections::HashSet;

use crate::{
    inspect::{
        example::Example,
        finding::{Finding, Findings, Severity},
        rule::{Rule, Server},
        subject::{ScopeClaim, Subject},
        word::{Kind, Word, meant, separator_name, suggestion},
    },
    token::scope::{USER_PREFIX, grants},
};

/// Up to how many words are compared one by one.
const FEW: usize = 16;

/// How many words are looked through for one that was meant: nobody types more.
const MOST_WORDS: usize = 100;

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
        hidden_by: &["scope-elsewhere"],
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
        code: "CA303",
        name: "scope-elsewhere",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "the scopes stand in another claim than `scope`",
        why: "Courier reads `scope` alone; OAuth's `scp`, `scopes` and `permissions` are claims like any other, and the token allows nothing",
        fix: "name the claim `scope` and join the scopes with single spaces",
        reissue: true,
        bad: Example::Payload(
            r#"{"scopes":"user_id:alice inbox:read:messages inbox:write:events","tenant_scope":"published/production","tenant_id":"c0ffee00-0000-4000-8000-000000000000","iat":1767225000,"exp":1767311400}"#,
        ),
        good: Example::Good,
        hidden_by: &[],
        check: scope_elsewhere,
    },
    Rule {
        code: "CA304",
        name: "bad-separator",
        severity: Severity::Warning,
        server: Server::Depends,
        summary: "something else than a space stands between scopes",
        why: "Courier splits the scope at spaces and nowhere else: with commas, `+`, tabs or line ends it reads one long scope that it does not know",
        fix: "join the scopes with single spaces",
        reissue: true,
        bad: Example::Claims(r#"{"scope":"user_id:alice inbox:read:messages,inbox:write:events"}"#),
        good: Example::Claims(
            r#"{"scope":"user_id:ada,inbox+test@example.com inbox:read:messages inbox:write:events"}"#,
        ),
        hidden_by: &[],
        check: bad_separator,
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
        hidden_by: &[
            "no-scope",
            "scope-elsewhere",
            "scope-not-a-string",
            "user-only",
        ],
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
    Rule {
        code: "CA307",
        name: "undocumented-scope",
        severity: Severity::Warning,
        server: Server::Serves,
        summary: "the token holds a scope that only Courier's source code names",
        why: "it stands in SDK enums or old READMEs and in no list of what a token may hold; what it allows today is not known",
        fix: "ask for the documented scope in its place",
        reissue: true,
        bad: Example::Claims(
            r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events inbox:write:messages"}"#,
        ),
        good: Example::Good,
        hidden_by: &[],
        check: undocumented_scope,
    },
    Rule {
        code: "CA308",
        name: "legacy-messages-scope",
        severity: Severity::Warning,
        server: Server::Serves,
        summary: "`read:messages` does not open the Inbox",
        why: "it is the scope of the old in-app client; the Inbox wants `inbox:read:messages` and stays empty without it",
        fix: "ask for `inbox:read:messages`, and `inbox:write:events` to mark messages read",
        reissue: true,
        bad: Example::Claims(r#"{"scope":"user_id:alice read:messages"}"#),
        good: Example::Claims(
            r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events read:messages"}"#,
        ),
        hidden_by: &[],
        check: legacy_messages_scope,
    },
    Rule {
        code: "CA309",
        name: "placeholder-scope",
        severity: Severity::Warning,
        server: Server::Depends,
        summary: "a scope has a gap that was to be filled",
        why: "Courier issues any scope as it is; `read:brands{:id}` in a document stands for `read:brands` or `read:brands:` and an id",
        fix: "write the id in the place of the gap, or leave the whole part out",
        reissue: true,
        bad: Example::Claims(
            r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events read:brands{:id}"}"#,
        ),
        good: Example::Claims(
            r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events read:brands:b1"}"#,
        ),
        hidden_by: &[],
        check: placeholder_scope,
    },
    Rule {
        code: "CA310",
        name: "duplicate-scope",
        severity: Severity::Note,
        server: Server::Serves,
        summary: "a scope stands in the token twice",
        why: "it does no harm and makes every request longer",
        fix: "name each scope once",
        reissue: true,
        bad: Example::Claims(
            r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events inbox:read:messages"}"#,
        ),
        good: Example::Good,
        hidden_by: &[],
        check: duplicate_scope,
    },
    Rule {
        code: "CA311",
        name: "scope-case",
        severity: Severity::Warning,
        server: Server::Depends,
        summary: "a scope is right but for its case",
        why: "Courier compares scopes letter by letter: in another case they allow nothing",
        fix: "write scopes in lower case",
        reissue: true,
        bad: Example::Claims(r#"{"scope":"user_id:alice Inbox:Read:Messages inbox:write:events"}"#),
        good: Example::Good,
        hidden_by: &[],
        check: scope_case,
    },
    Rule {
        code: "CA312",
        name: "mixed-tenant-scope",
        severity: Severity::Warning,
        server: Server::Serves,
        summary: "singular and plural are mixed up in a tenant's scope",
        why: "`tenants:notifications:read` is for all tenants, `tenant:<id>:notification:read` for one; anything between allows nothing",
        fix: "take plural for all tenants, or singular and the id for one",
        reissue: true,
        bad: Example::Claims(
            r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events tenants:notification:read"}"#,
        ),
        good: Example::Claims(
            r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events tenants:notifications:read tenant:t1:notification:read"}"#,
        ),
        hidden_by: &[],
        check: mixed_tenant_scope,
    },
    Rule {
        code: "CA313",
        name: "broad-scope",
        severity: Severity::Warning,
        server: Server::Serves,
        summary: "the token may change what belongs to the whole workspace",
        why: "a user token lies in the user's browser: who opens the developer tools can change brands or every tenant's templates with it",
        fix: "leave the scope out, or name the feature that needs it with `--for`",
        reissue: true,
        bad: Example::Claims(
            r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events write:brands"}"#,
        ),
        good: Example::Claims(
            r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events read:brands"}"#,
        ),
        hidden_by: &[],
        check: broad_scope,
    },
    Rule {
        code: "CA314",
        name: "extra-space",
        severity: Severity::Note,
        server: Server::Serves,
        summary: "the scope has spaces that separate nothing",
        why: "Courier reads empty scopes between them; they do no harm",
        fix: "join the scopes with single spaces",
        reissue: true,
        bad: Example::Claims(
            r#"{"scope":"user_id:alice  inbox:read:messages inbox:write:events"}"#,
        ),
        good: Example::Good,
        hidden_by: &[],
        check: extra_space,
    },
];

fn no_scope(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.token.is_err() {
        return;
    }
    match &subject.scope {
        ScopeClaim::Absent => {
            findings.add("it has no `scope`").claim("scope");
        }
        ScopeClaim::Text(_) if subject.words.is_empty() => {
            findings.add("`scope` is empty").claim("scope");
        }
        ScopeClaim::Text(_) | ScopeClaim::Other(_) => {}
    }
}

fn scope_not_a_string(subject: &Subject<'_>, findings: &mut Findings) {
    if let ScopeClaim::Other(kind) = subject.scope {
        findings
            .add(format!("`scope` is {kind}, not a string"))
            .claim("scope");
    }
}

fn scope_elsewhere(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.token.is_err() || subject.scope != ScopeClaim::Absent {
        return;
    }
    for claim in ["scopes", "scp", "permissions"] {
        if subject.claim(claim).is_some() {
            findings
                .add(format!("it has `{claim}` and no `scope`"))
                .claim(claim);
        }
    }
}

fn bad_separator(subject: &Subject<'_>, findings: &mut Findings) {
    let words = subject.words_of(Kind::Joined);
    findings.add_each(words, "with a bad separator", |word, findings| {
        let text = subject.text(word);
        let separator = separator_name(text).unwrap_or("no space");
        let message = match meant(text, Kind::Joined).len() {
            0 | 1 => format!("{separator} follows this scope"),
            count => format!("{separator} is between these {count} scopes"),
        };
        let finding = findings
            .add(message)
            .span(word.span.clone())
            .help("one space, and nothing else, goes between scopes");
        raise_if_lost(subject, word, finding);
    });
}

fn placeholder_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let words = subject.words_of(Kind::Placeholder);
    findings.add_each(words, "with a gap", |word, findings| {
        let text = subject.text(word);
        let finding = findings
            .add(format!("`{text}` has a gap that was not filled"))
            .span(word.span.clone());
        did_you_mean(&meant(text, word.kind), finding);
        raise_if_lost(subject, word, finding);
    });
}

fn scope_case(subject: &Subject<'_>, findings: &mut Findings) {
    let words = subject.words_of(Kind::WrongCase);
    findings.add_each(words, "in the wrong case", |word, findings| {
        let text = subject.text(word);
        let finding = findings
            .add(format!("`{text}` is right but for its case"))
            .span(word.span.clone());
        did_you_mean(&meant(text, word.kind), finding);
        raise_if_lost(subject, word, finding);
    });
}

/// Makes a finding about a word an error where something needed is lost by it.
fn raise_if_lost(subject: &Subject<'_>, word: &Word, finding: &mut Finding) {
    let lost: Vec<String> = meant(subject.text(word), word.kind);
    let is_user = |scope: &String| scope.starts_with(USER_PREFIX);
    let loses_user = subject.words_of(Kind::User).next().is_none() && lost.iter().any(is_user);
    let needs: Vec<String> = subject
        .missing()
        .filter(|need| subject.was_meant_to_give(word, need))
        .map(|need| format!("`{}`", need.scope))
        .collect();
    let asked_for = subject.wanted.user.as_deref();
    let loses_asked_user = asked_for.is_some_and(|user| {
        let is_it = |scope: &String| scope.strip_prefix(USER_PREFIX) == Some(user);
        lost.iter().any(is_it) && subject.users().all(|other| other != user)
    });
    let lost = if !needs.is_empty() {
        needs.join(" and ")
    } else if loses_user || loses_asked_user {
        "the user".to_owned()
    } else {
        return;
    };
    let are = if needs.len() > 1 { "are" } else { "is" };
    finding.message = format!("{}, so {lost} {are} lost", finding.message);
    finding.severity(Severity::Error).refused();
}

fn missing_scope(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.scope_text().is_none() {
        return;
    }
    for need in subject.missing() {
        let lost = |word: &Word| subject.was_meant_to_give(word, need);
        if subject.words.iter().any(lost) {
            continue;
        }
        let finding = findings
            .add(format!(
                "`{}` is missing, needed to {}",
                need.scope, need.to
            ))
            .claim("scope");
        let near = |word: &&Word| {
            let text = subject.text(word);
            match word.kind {
                Kind::Undocumented | Kind::MixedTenant => meant(text, word.kind),
                Kind::Unknown => suggestion(text),
                _ => Vec::new(),
            }
            .iter()
            .any(|scope| grants(scope, need.scope))
        };
        if let Some(word) = subject.words.iter().take(MOST_WORDS).find(near) {
            finding.span(word.span.clone());
            did_you_mean(&[need.scope.to_owned()], finding);
        }
    }
}

fn unknown_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let words = subject.words_of(Kind::Unknown);
    findings.add_each(words, "unknown scopes", |word, findings| {
        let text = subject.text(word);
        let finding = findings
            .add(format!("`{text}` is no scope of Courier's"))
            .span(word.span.clone());
        did_you_mean(&suggestion(text), finding);
    });
}

fn undocumented_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let words = subject.words_of(Kind::Undocumented);
    findings.add_each(words, "undocumented scopes", |word, findings| {
        let text = subject.text(word);
        let finding = findings
            .add(format!("`{text}` stands in no list of Courier's scopes"))
            .span(word.span.clone());
        did_you_mean(&meant(text, word.kind), finding);
    });
}

fn legacy_messages_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let word = |scope: &str| {
        subject
            .words
            .iter()
            .find(|word| subject.text(word) == scope)
    };
    let (Some(legacy), None) = (word("read:messages"), word("inbox:read:messages")) else {
        return;
    };
    let finding = findings
        .add("`read:messages` is of the old in-app client and does not open the Inbox")
        .span(legacy.span.clone())
        .help("the Inbox wants `inbox:read:messages`");
    if !subject.wanted.is_needed("inbox:read:messages") {
        finding.severity(Severity::Note);
    }
}

fn duplicate_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let mut seen = HashSet::new();
    let is_scope = |word: &&Word| !matches!(word.kind, Kind::User | Kind::Stray);
    let scopes = || subject.words.iter().filter(is_scope);
    // Few are compared faster than hashed.
    let is_few = subject.words.len() <= FEW;
    let words = scopes().enumerate().filter(|(at, word)| {
        let text = subject.text(word);
        if is_few {
            scopes().take(*at).any(|other| subject.text(other) == text)
        } else {
            !seen.insert(text)
        }
    });
    let words = words.map(|(_, word)| word);
    findings.add_each(words, "duplicates", |word, findings| {
        findings
            .add(format!("`{}` stands here again", subject.text(word)))
            .span(word.span.clone());
    });
}

fn mixed_tenant_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let words = subject.words_of(Kind::MixedTenant);
    findings.add_each(
        words,
        "with singular and plural mixed up",
        |word, findings| {
            let text = subject.text(word);
            let finding = findings
                .add(format!("`{text}` mixes up singular and plural"))
                .span(word.span.clone());
            did_you_mean(&meant(text, word.kind), finding);
        },
    );
}

fn broad_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let words = subject.words_of(Kind::Known).filter(|word| {
        let text = subject.text(word);
        is_broad(text) && !subject.wanted.is_needed(text)
    });
    findings.add_each(words, "broad scopes", |word, findings| {
        findings
            .add(format!(
                "`{}` lets the user change what is not the user's",
                subject.text(word)
            ))
            .span(word.span.clone());
    });
}

/// Whether a scope lets one user change what all see.
pub(in crate::inspect) fn is_broad(scope: &str) -> bool {
    scope.starts_with("write:brands")
        || (scope.starts_with("tenants:") && scope.ends_with(":write"))
}

fn extra_space(subject: &Subject<'_>, findings: &mut Findings) {
    let scope = subject.scope_text().unwrap_or_default();
    let words = &subject.words;
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return;
    };
    let doubled = words
        .windows(2)
        .find(|pair| pair[1].span.start - pair[0].span.end > 1)
        .map(|pair| pair[0].span.end..pair[1].span.start);
    let (what, span) = if first.span.start > 0 {
        ("begins with a space", 0..first.span.start)
    } else if let Some(span) = doubled {
        ("has more than one space between scopes", span)
    } else if last.span.end < scope.len() {
        ("ends with a space", last.span.end..scope.len())
    } else {
        return;
    };
    findings.add(format!("the scope {what}")).span(span);
}

fn did_you_mean(scopes: &[String], finding: &mut Finding) {
    if !scopes.is_empty() {
        finding.help(format!("did you mean `{}`?", scopes.join(" ")));
    }
}
