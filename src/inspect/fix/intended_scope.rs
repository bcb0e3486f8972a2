//! The user and the scopes that a token was meant to have.

use std::{borrow::Cow, collections::HashSet};

use super::misplaced_scope::misplaced_scope;
use crate::{
    inspect::{
        finding::Finding,
        report::Report,
        requirements::Requirements,
        rules::{self, is_broad_scope},
        scope_entry::{
            EntryKind, ScopeEntry, entry_parts, intended_by_part, intended_scopes, misnamed_user,
            scope_entries, suggested_scopes, user_before_missing_space, whole_user_id,
        },
        subject::Subject,
    },
    text::is_invisible_or_control,
    token::{
        FEATURES, Feature, UserId,
        leftover::{UserIdMistake, user_id_mistake},
        scope::{USER_PREFIX, grants, is_known},
    },
};

/// The maximum length of a user ID or scope in a command, in bytes.
const MAX_LENGTH: usize = 256;

/// The rules about valid scopes that a fix leaves out.
const BROAD: &str = rules::names(["broad-scope"])[0];
const LEGACY: &str = rules::names(["legacy-messages-scope"])[0];

/// The rule about a user ID within other text, of which a fix takes the ID.
const WRAPPED: &str = rules::names(["wrapped-user-id"])[0];

/// The rules that mark an unknown entry and suggest what it was meant to be.
const MARKING: [&str; 3] = rules::names(["missing-scope", "no-user", "unknown-scope"]);

/// The scope of a token, taken from whichever claim contains it.
pub(super) struct IntendedScope<'s> {
    text: Cow<'s, str>,
    entries: Vec<ScopeEntry>,
    /// True if the text is the `scope` claim, so that findings name its entries.
    is_scope_claim: bool,
    /// The scopes of the features that the token was meant to have in full.
    complete: Vec<&'static str>,
    findings: &'s [Finding],
    requirements: &'s Requirements,
}

impl<'s> IntendedScope<'s> {
    pub(super) fn new(subject: &'s Subject<'_>, report: &'s Report) -> Self {
        // The scopes of another service say nothing about those that the app needs.
        let is_foreign = subject.foreign_issuer.is_some();
        let is_scope_claim = subject.scope_text().is_some() && !is_foreign;
        let text = match subject.scope_text() {
            _ if is_foreign => Cow::Borrowed(""),
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(misplaced_scope(subject).unwrap_or_default()),
        };
        let entries = if is_scope_claim {
            subject.scope_entries.clone()
        } else {
            scope_entries(&text)
        };
        let mut this = Self {
            entries,
            text,
            is_scope_claim,
            complete: Vec::new(),
            findings: &report.findings,
            requirements: subject.requirements,
        };
        this.complete = this.complete_features();
        this
    }

    /// Returns the scopes of the features that the token was meant to have in full.
    fn complete_features(&self) -> Vec<&'static str> {
        let parts = self.entries.iter().flat_map(|entry| self.parts_of(entry));
        let intended: Vec<String> = parts.flat_map(|(_, scopes)| scopes).collect();
        let is_complete = |feature: &&Feature| {
            let mut required = feature.essential_scopes();
            required.all(|need| intended.iter().any(|scope| grants(scope, need.scope)))
        };
        let complete = FEATURES.iter().filter(is_complete);
        complete
            .flat_map(|feature| feature.required_scopes)
            .map(|need| need.scope)
            .collect()
    }

    /// Returns the required user, otherwise the only user that the token names. `None` if there is
    /// no such user or a new token cannot name it.
    pub(super) fn user(&self) -> Option<String> {
        if let Some(user) = &self.requirements.user {
            let entry = format!("{USER_PREFIX}{user}");
            let user = user_before_missing_space(&entry).unwrap_or(user);
            return is_safe_in_command(user).then(|| user.to_owned());
        }
        let is_split = self
            .entries
            .iter()
            .any(|entry| entry.kind == EntryKind::Stray);
        let user_in = |scope: String| scope.strip_prefix(USER_PREFIX).map(str::to_owned);
        let named = self.entries.iter().filter(|entry| {
            matches!(
                entry.kind,
                EntryKind::User
                    | EntryKind::Joined
                    | EntryKind::MissingSpace
                    | EntryKind::WrongCase
            )
        });
        let mut users: Vec<String> = named
            .flat_map(|entry| {
                let text = self.text_of(entry);
                // A second user after a missing space is left out, as in the finding about it.
                match user_before_missing_space(text) {
                    Some(user) if entry.kind == EntryKind::MissingSpace => {
                        vec![format!("{USER_PREFIX}{user}")]
                    }
                    _ => intended_scopes(text, entry.kind),
                }
            })
            .filter_map(user_in)
            .collect();
        if users.is_empty() {
            let unknown = self.entries.iter();
            let unknown = unknown.filter(|entry| entry.kind == EntryKind::Unknown);
            let misnamed = unknown.filter_map(|entry| misnamed_user(self.text_of(entry)));
            users.extend(misnamed.filter_map(user_in));
        }
        users.dedup();
        let [user] = users.as_slice() else {
            return None;
        };
        let user = match self.unwrapped_user() {
            Some(unwrapped) => unwrapped,
            None if is_split => return None,
            None => user.clone(),
        };
        let is_leftover = matches!(user_id_mistake(&user), Some(UserIdMistake::Leftover(_)));
        (is_safe_in_command(&user) && !is_leftover).then_some(user)
    }

    /// Returns the ID within the text that a finding says is around it.
    fn unwrapped_user(&self) -> Option<String> {
        let mut findings = self.findings.iter();
        findings.find(|finding| finding.rule.name == WRAPPED)?;
        let mut entries = self.entries.iter();
        let user = entries.find(|entry| entry.kind == EntryKind::User)?;
        match user_id_mistake(whole_user_id(&self.text, &self.entries, user))? {
            UserIdMistake::Wrapped(wrapped) => Some(wrapped.id),
            UserIdMistake::Leftover(_) => None,
        }
    }

    /// Returns the needed scopes, then the other intended ones, each once. `None` if a command
    /// cannot contain one of them.
    ///
    /// A scope for one tenant or brand that satisfies a need stays as narrow as it is. If all tenant
    /// scopes are for one tenant, a missing one is added for that tenant only, and not if it is
    /// optional. A scope is left out only if a finding says what is wrong with it.
    pub(super) fn permissions(&self) -> Option<Vec<String>> {
        let intended: Vec<String> = self
            .distinct_entries()
            .flat_map(|entry| self.scopes_of(entry))
            .collect();
        let tenant = only_tenant(&intended);
        let (mut permissions, mut seen) = (Vec::new(), HashSet::new());
        let mut add = |scope: &str| {
            if seen.insert(scope.to_owned()) {
                permissions.push(scope.to_owned());
            }
        };
        for need in &self.requirements.needs {
            let granting = || intended.iter().filter(|scope| grants(scope, need.scope));
            if granting().any(|scope| scope == need.scope) {
                add(need.scope);
            } else if granting().next().is_some() {
                granting().for_each(|scope| add(scope));
            } else {
                match tenant.and_then(|tenant| scope_for_tenant(need.scope, tenant)) {
                    Some(_) if need.is_optional => {}
                    Some(scope) => add(&scope),
                    None => add(need.scope),
                }
            }
        }
        for scope in &intended {
            add(scope);
        }
        let are_safe = permissions.iter().all(|scope| is_safe_in_command(scope));
        are_safe.then_some(permissions)
    }

    /// Returns the texts, each once, from which the fix takes neither a scope nor the user.
    pub(super) fn omitted(&self) -> Vec<&str> {
        let (mut omitted, mut seen) = (Vec::new(), HashSet::new());
        for entry in self.distinct_entries() {
            for (text, scopes) in self.parts_of(entry) {
                let is_used = |scope: &String| {
                    scope.starts_with(USER_PREFIX) || !self.is_unwanted(scope, entry)
                };
                if !scopes.iter().any(is_used) && seen.insert(text) {
                    omitted.push(text);
                }
            }
        }
        omitted
    }

    /// Returns the entries, each text once.
    fn distinct_entries(&self) -> impl Iterator<Item = &ScopeEntry> {
        let mut seen = HashSet::new();
        let entries = self.entries.iter();
        entries.filter(move |entry| seen.insert(self.text_of(entry)))
    }

    /// Returns the scopes that the fix takes from an entry.
    fn scopes_of(&self, entry: &ScopeEntry) -> Vec<String> {
        let parts = self.parts_of(entry).into_iter();
        parts
            .flat_map(|(_, scopes)| scopes)
            .filter(|scope| !scope.starts_with(USER_PREFIX) && !self.is_unwanted(scope, entry))
            .collect()
    }

    /// Returns the parts of an entry that name permissions, each with the scopes that it was meant
    /// to name. Only an entry of several scopes has more than one part.
    fn parts_of(&self, entry: &ScopeEntry) -> Vec<(&str, Vec<String>)> {
        let text = self.text_of(entry);
        let mut scopes = match entry.kind {
            EntryKind::User | EntryKind::Stray => return Vec::new(),
            EntryKind::Joined | EntryKind::MissingSpace => {
                let parts = entry_parts(text, entry.kind).into_iter();
                return parts.map(|part| (part, intended_by_part(part))).collect();
            }
            EntryKind::Unknown if self.is_marked(entry) => suggested_scopes(text),
            kind => intended_scopes(text, kind),
        };
        scopes.retain(|scope| entry.kind != EntryKind::Placeholder || scope != text);
        if scopes.is_empty() && !self.is_faulty(entry) {
            scopes.push(text.to_owned());
        }
        vec![(text, scopes)]
    }

    /// Returns true if a finding says that a browser should not have a scope, or that it was
    /// mistaken for a scope of the Inbox, or would say so about the corrected entry.
    fn is_unwanted(&self, scope: &str, entry: &ScopeEntry) -> bool {
        let (is_unwanted, rule) = if scope == "read:messages" {
            let is_needed = self.requirements.is_needed("inbox:read:messages");
            (is_needed, LEGACY)
        } else {
            let is_complete = || self.complete.iter().any(|need| grants(scope, need));
            let is_needed = || self.requirements.is_needed(scope) || is_complete();
            (is_broad_scope(scope) && !is_needed(), BROAD)
        };
        is_unwanted
            && match entry.kind {
                EntryKind::Known => self.is_named_by(rule, entry),
                _ => self.is_faulty(entry),
            }
    }

    /// Returns true if a finding says what is wrong with this entry. Findings name only the entries
    /// of the `scope` claim, so those of any other claim are faulty if they are unknown.
    fn is_faulty(&self, entry: &ScopeEntry) -> bool {
        !self.is_scope_claim
            || self.is_named_by(rule_about(entry.kind), entry)
            || self.is_marked(entry)
    }

    /// Returns true if a finding marks this entry and suggests what to write instead.
    fn is_marked(&self, entry: &ScopeEntry) -> bool {
        self.findings
            .iter()
            .any(|finding| MARKING.contains(&finding.rule.name) && self.is_about(finding, entry))
    }

    /// Returns true if a finding of a scope rule is about this entry. A finding without a span
    /// counts the entries that are not listed one by one.
    fn is_named_by(&self, rule: &str, entry: &ScopeEntry) -> bool {
        self.findings.iter().any(|finding| {
            finding.rule.name == rule && (finding.span.is_none() || self.is_about(finding, entry))
        })
    }

    /// Returns true if a finding marks this entry, or another one with the same text.
    fn is_about(&self, finding: &Finding, entry: &ScopeEntry) -> bool {
        let marked = finding.span.clone().and_then(|span| self.text.get(span));
        marked == Some(self.text_of(entry))
    }

    fn text_of(&self, entry: &ScopeEntry) -> &str {
        self.text.get(entry.span.clone()).unwrap_or_default()
    }
}

/// Returns the ID of the tenant that all tenant scopes are for. `None` if there are no such scopes,
/// or if they are for several tenants or for all.
fn only_tenant(scopes: &[String]) -> Option<&str> {
    let mut tenant_scopes = scopes
        .iter()
        .map(String::as_str)
        .filter(|scope| scope.starts_with("tenant") && is_known(scope));
    let tenant = tenant_of(tenant_scopes.next()?)?;
    tenant_scopes
        .all(|scope| tenant_of(scope) == Some(tenant))
        .then_some(tenant)
}

/// Returns the tenant ID in a scope such as `tenant:acme:read`. `None` if it is for all tenants.
fn tenant_of(scope: &str) -> Option<&str> {
    let (tenant, _) = scope.strip_prefix("tenant:")?.split_once(':')?;
    Some(tenant)
}

/// Returns the form for one tenant of a scope for all tenants: `tenant:acme:notification:read` for
/// `tenants:notifications:read`. `None` if the scope is not about tenants.
fn scope_for_tenant(scope: &str, tenant: &str) -> Option<String> {
    let rest = scope.strip_prefix("tenants:")?;
    let rest = rest.replace("notifications:", "notification:");
    let narrow = format!("tenant:{tenant}:{rest}");
    grants(&narrow, scope).then_some(narrow)
}

/// Returns the rule whose findings are about the entries of this kind.
fn rule_about(kind: EntryKind) -> &'static str {
    const NAMES: [&str; 8] = rules::names([
        "bad-separator",
        "missing-space",
        "mixed-tenant-scope",
        "placeholder-scope",
        "scope-case",
        "undocumented-scope",
        "unknown-scope",
        "wildcard-scope",
    ]);
    let [
        joined,
        space,
        mixed,
        placeholder,
        case,
        undocumented,
        unknown,
        wildcard,
    ] = NAMES;
    match kind {
        EntryKind::Joined => joined,
        EntryKind::MissingSpace => space,
        EntryKind::Wildcard => wildcard,
        EntryKind::MixedTenant => mixed,
        EntryKind::Placeholder => placeholder,
        EntryKind::WrongCase => case,
        EntryKind::Undocumented => undocumented,
        EntryKind::User | EntryKind::Known | EntryKind::Stray | EntryKind::Unknown => unknown,
    }
}

/// Returns true if a new token can contain the text and a terminal shows it unchanged.
fn is_safe_in_command(text: &str) -> bool {
    text.len() <= MAX_LENGTH
        && text.parse::<UserId>().is_ok()
        && !text.contains(|c: char| is_invisible_or_control(c) || c == char::REPLACEMENT_CHARACTER)
}
