//! CA4xx: whose is it?

use crate::{
    inspect::{
        example::Example,
        finding::{Findings, Severity},
        rule::{Rule, Server},
        subject::Subject,
        word::{Kind, Word},
    },
    token::{placeholder::is_placeholder, scope::USER_PREFIX},
};

pub(super) const RULES: &[Rule] = &[
    Rule {
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
        hidden_by: &["no-scope", "scope-elsewhere", "scope-not-a-string"],
        check: no_user,
    },
    Rule {
        code: "CA402",
        name: "empty-user",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "nothing stands behind `user_id:`",
        why: "the id was empty or a space came before it, which ends the word; Courier finds no user and answers 401",
        fix: "write the id right behind the colon",
        reissue: true,
        bad: Example::Claims(r#"{"scope":"user_id: inbox:read:messages inbox:write:events"}"#),
        good: Example::Good,
        hidden_by: &[],
        check: empty_user,
    },
    Rule {
        code: "CA403",
        name: "several-users",
        severity: Severity::Warning,
        server: Server::Depends,
        summary: "the token names more than one user",
        why: "Courier then knows no single user: requests that do not say whom they are for are refused, and who has the token is all of them",
        fix: "issue a token for each user",
        reissue: true,
        bad: Example::Claims(
            r#"{"scope":"user_id:alice user_id:bob inbox:read:messages inbox:write:events"}"#,
        ),
        good: Example::Good,
        hidden_by: &[],
        check: several_users,
    },
    Rule {
        code: "CA404",
        name: "placeholder-user",
        severity: Severity::Error,
        server: Server::Depends,
        summary: "the user id is what stood in the place of one",
        why: "a variable was not set or a template not filled; the token is valid for a user of that very name, whose Inbox is empty",
        fix: "find out why the id was not there; issue the token after the user has signed in",
        reissue: true,
        bad: Example::Claims(
            r#"{"scope":"user_id:undefined inbox:read:messages inbox:write:events"}"#,
        ),
        good: Example::Claims(
            r#"{"scope":"user_id:cash$money inbox:read:messages inbox:write:events"}"#,
        ),
        hidden_by: &[],
        check: placeholder_user,
    },
    Rule {
        code: "CA405",
        name: "user-mismatch",
        severity: Severity::Error,
        server: Server::Depends,
        summary: "the token is another user's",
        why: "the SDK says whose Inbox it wants beside the token; where the two differ Courier refuses, or shows the Inbox of the token's user",
        fix: "sign in with the id the token was issued for, letter by letter",
        reissue: true,
        bad: Example::For("bob"),
        good: Example::For("alice"),
        hidden_by: &[
            "no-user",
            "empty-user",
            "placeholder-user",
            "split-user-id",
            "bad-separator",
            "scope-case",
        ],
        check: user_mismatch,
    },
    Rule {
        code: "CA406",
        name: "unsafe-user-id",
        severity: Severity::Note,
        server: Server::Serves,
        summary: "the user id has characters that SDKs do not encode",
        why: "SDKs put the id into URLs and headers as it is: `/ ? # & + % \"` lead push and preferences to another address, and a browser cannot send characters above U+00FF or line ends in a header at all",
        fix: "use ids of letters, digits and `- _ . : @`; Courier takes any id, so map yours once and keep it",
        reissue: false,
        bad: Example::Claims(r#"{"scope":"user_id:a/b inbox:read:messages inbox:write:events"}"#),
        good: Example::Claims(
            r#"{"scope":"user_id:ada@example.com inbox:read:messages inbox:write:events"}"#,
        ),
        hidden_by: &[],
        check: unsafe_user_id,
    },
    Rule {
        code: "CA407",
        name: "split-user-id",
        severity: Severity::Warning,
        server: Server::Depends,
        summary: "the user id seems to have a space in it",
        why: "Courier splits the scope at spaces: the user is what stands before the first one, and the rest is an unknown scope",
        fix: "use an id without spaces for this user; a token cannot name one that has them",
        reissue: true,
        bad: Example::Claims(
            r#"{"scope":"user_id:ada lovelace inbox:read:messages inbox:write:events"}"#,
        ),
        good: Example::Good,
        hidden_by: &["placeholder-user", "empty-user"],
        check: split_user_id,
    },
    Rule {
        code: "CA408",
        name: "user-only",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "the token names a user and allows nothing",
        why: "`user_id:` says who it is; what the app may do takes scopes of its own, and without them every request is answered 401",
        fix: "issue it with the scopes of the features in use: `--for inbox`",
        reissue: true,
        bad: Example::Claims(r#"{"scope":"user_id:alice"}"#),
        good: Example::Good,
        hidden_by: &["empty-user"],
        check: user_only,
    },
];

/// How many users are looked at one by one: a token is for one.
const MOST_USERS: usize = 10;

/// Characters that SDKs put into paths and queries as they are, where they mean something else.
const UNSAFE_IN_URLS: &[char] = &['/', '?', '#', '&', '+', '%', '"'];

fn no_user(subject: &Subject<'_>, findings: &mut Findings) {
    let lost = || subject.lost_users().next().is_some();
    if subject.scope_text().is_some() && subject.users().next().is_none() && !lost() {
        findings
            .add("the scope has no `user_id:` entry")
            .claim("scope");
    }
}

fn empty_user(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(word) = subject.words_of(Kind::User).next() else {
        return;
    };
    if subject.users().any(|user| !user.is_empty()) {
        return;
    }
    let finding = findings
        .add("nothing stands behind `user_id:`")
        .span(word.span.clone());
    let id = whole_id(subject, word).trim_start();
    if !id.is_empty() {
        finding.help(format!("did you mean `{USER_PREFIX}{id}`?"));
    }
}

fn several_users(subject: &Subject<'_>, findings: &mut Findings) {
    let users = subject.users().count();
    if users < 2 {
        return;
    }
    let second = subject
        .words
        .iter()
        .filter(|word| subject.text(word).starts_with(USER_PREFIX))
        .nth(1);
    let first = subject.users().next();
    let message = if subject.users().all(|user| Some(user) == first) {
        format!("it names the user {users} times, and Courier then knows no single one")
    } else {
        format!("it names {users} users, and Courier then knows no single one")
    };
    let finding = findings.add(message);
    if let Some(word) = second {
        finding.span(word.span.clone());
    }
}

fn placeholder_user(subject: &Subject<'_>, findings: &mut Findings) {
    for word in subject.words_of(Kind::User).take(MOST_USERS) {
        let id = whole_id(subject, word);
        if !is_placeholder(id) {
            continue;
        }
        let finding = findings
            .add(format!("`{id}` stands in the place of a user id"))
            .span(word.span.start..word.span.start + USER_PREFIX.len() + id.len());
        if asks_for_another(subject) {
            finding.refused();
        }
    }
}

fn user_mismatch(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(wanted) = subject.wanted.user.as_deref() else {
        return;
    };
    let Some(word) = subject.words_of(Kind::User).next() else {
        return;
    };
    if !asks_for_another(subject) {
        return;
    }
    let found = &subject.text(word)[USER_PREFIX.len()..];
    let finding = findings
        .add(format!("it is for `{found}`, not for `{wanted}`"))
        .span(word.span.clone())
        .refused();
    if found.eq_ignore_ascii_case(wanted) {
        finding.help("ids that differ in case are different users");
    }
}

fn unsafe_user_id(subject: &Subject<'_>, findings: &mut Findings) {
    // The SDKs of push and preferences put the id into the path of a URL.
    let goes_into_urls =
        subject.wanted.needs.iter().any(|need| {
            need.scope.ends_with(":preferences") || need.scope.ends_with(":user-tokens")
        });
    for word in subject.words_of(Kind::User).take(MOST_USERS) {
        let id = &subject.text(word)[USER_PREFIX.len()..];
        if id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            continue;
        }
        let unsendable = |c: char| c > '\u{FF}' || matches!(c, '\0' | '\r' | '\n');
        let (found, what, severity) = if let Some(found) = id.find(unsendable) {
            (
                found,
                "which no browser can send in a header",
                Severity::Warning,
            )
        } else if let Some(found) = id.find(UNSAFE_IN_URLS) {
            let severity = if goes_into_urls {
                Severity::Warning
            } else {
                Severity::Note
            };
            (found, "which SDKs put into URLs unencoded", severity)
        } else {
            continue;
        };
        let c = id[found..].chars().next().unwrap_or_default();
        let start = word.span.start + USER_PREFIX.len() + found;
        findings
            .add(format!("the user id has `{c}` in it, {what}"))
            .span(start..start + c.len_utf8())
            .severity(severity);
    }
}

fn split_user_id(subject: &Subject<'_>, findings: &mut Findings) {
    for word in subject.words_of(Kind::User).take(MOST_USERS) {
        let id = whole_id(subject, word);
        let first = &subject.text(word)[USER_PREFIX.len()..];
        if id == first {
            continue;
        }
        let finding = findings
            .add(format!("is the user `{id}`? Courier reads `{first}`"))
            .span(word.span.start..word.span.start + USER_PREFIX.len() + id.len());
        if asks_for_another(subject) {
            finding.severity(Severity::Error).refused();
        }
    }
}

fn user_only(subject: &Subject<'_>, findings: &mut Findings) {
    let nobody_else = |word: &Word| matches!(word.kind, Kind::User | Kind::Stray);
    let mut users = subject.words_of(Kind::User);
    if users.next().is_some() && subject.words.iter().all(nobody_else) {
        findings
            .add("it names a user and holds no permission")
            .claim("scope");
    }
}

/// The id of a user with the stray words behind it, which may be the rest of it.
fn whole_id<'s>(subject: &'s Subject<'_>, word: &Word) -> &'s str {
    let end = subject
        .words
        .iter()
        .skip_while(|other| other.span.start <= word.span.start)
        .take_while(|other| other.kind == Kind::Stray)
        .last()
        .map_or(word.span.end, |last| last.span.end);
    let scope = subject.scope_text().unwrap_or_default();
    scope
        .get(word.span.start + USER_PREFIX.len()..end)
        .unwrap_or_default()
}

/// Whether a user is asked for whom a server does not read in the token.
fn asks_for_another(subject: &Subject<'_>) -> bool {
    let wanted = subject.wanted.user.as_deref();
    wanted.is_some_and(|wanted| subject.users().all(|user| user != wanted))
}
