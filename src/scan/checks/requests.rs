//! Requests for tokens: calls of `issueToken` in SDKs, and of `/auth/issue-token` over HTTP.

use std::{cell::LazyCell, ops::Range};

use super::{
    calls::{Call, sends_arguments_unchanged},
    lifetimes,
    request_parts::{
        BODY_DISTANCE, body_around, has_lifetime, has_other_scope, has_scope, members,
    },
};
use crate::{
    inspect::rules::REQUEST_FIELDS,
    scan::{
        file_kind::{FileKind, Language},
        finding::SourceFinding,
        options::Options,
        source::{Source, contains_ignoring_case, word_around},
        strings::scope_string::ScopeString,
    },
};

/// The names of lifetimes, which have checks of their own.
const LIFETIMES: [&str; 2] = ["expires_in", "expiresIn"];

/// The maximum number of requests and lifetimes of a file. More are no code that a person wrote.
const MAX_PLACES: usize = 1_000;

/// The requests, scopes and lifetimes of a file, which belong together.
#[derive(Debug, Default)]
pub(in crate::scan) struct Requests {
    calls: Vec<Call>,
    bodies: Vec<Range<usize>>,
    lifetimes: Vec<Range<usize>>,
}

impl Requests {
    /// Adds the call whose name is in a range.
    pub(in crate::scan) fn add_call(&mut self, source: &Source<'_>, name: Range<usize>) {
        if self.calls.len() < MAX_PLACES && !source.is_prose(name.start) {
            self.calls.extend(Call::read(source, name));
        }
    }

    /// Adds the object or the arguments with a scope string.
    pub(in crate::scan) fn add_scope(&mut self, source: &Source<'_>, scope: &ScopeString) {
        if scope.is_named_scope {
            self.add_body(source, &scope.expression.range);
        }
    }

    /// Adds the object around the name `scope` in quotes, whatever its value.
    pub(in crate::scan) fn add_scope_name(&mut self, source: &Source<'_>, name: &Range<usize>) {
        let after = source.text[name.end..].trim_start();
        // In Go, the name in JSON is in a tag: `json:"scope"`.
        let is_member = [":", "=>", "to ", "`"]
            .iter()
            .any(|sign| after.starts_with(sign));
        if is_member && !source.is_prose(name.start) {
            self.add_body(source, name);
        }
    }

    fn add_body(&mut self, source: &Source<'_>, part: &Range<usize>) {
        if self.bodies.len() < MAX_PLACES {
            let body = body_around(source, part);
            let is_own = |body: &Range<usize>| !has_other_scope(&source.text[body.clone()]);
            let body = body.filter(is_own);
            self.bodies
                .extend(body.filter(|body| self.bodies.last() != Some(body)));
        }
    }

    /// Adds the name of a lifetime.
    pub(in crate::scan) fn add_lifetime(&mut self, source: &Source<'_>, name: Range<usize>) {
        if self.lifetimes.len() < MAX_PLACES && !source.is_prose(name.start) {
            self.lifetimes.push(name);
        }
    }

    /// Reports a scope of a raw request that is a list, or that has the name of another field.
    pub(in crate::scan) fn check_scope(
        &self,
        source: &Source<'_>,
        scope: &ScopeString,
    ) -> Option<SourceFinding> {
        let range = &scope.expression.range;
        let member = scope.other_name.as_ref().filter(|name| {
            let after = source.text[name.end..].trim_start_matches(['"', '\'', '\\', ' ']);
            let arguments = self.calls.iter().filter_map(|call| call.arguments.as_ref());
            let is_member = after.starts_with(':') || after.starts_with("=>");
            is_member && arguments.clone().any(|part| part.contains(&name.start))
        });
        if let Some(name) = member {
            let message = "Courier reads the scopes from `scope` only";
            let finding = SourceFinding::new("scope-elsewhere", name.clone(), message);
            return Some(if scope.expression.is_list {
                finding.help("write `scope`, and join the scopes with a space")
            } else {
                finding.help("write `scope`").fix(name.clone(), "scope")
            });
        }
        let is_raw = |call: &Call| {
            let distance = call.name.start.abs_diff(range.start);
            call.is_http && distance < BODY_DISTANCE
        };
        if !self.calls.iter().any(is_raw) {
            return None;
        }
        (scope.is_named_scope && scope.expression.is_list).then(|| {
            let message = "`scope` is an array, not a string";
            SourceFinding::new("scope-not-a-string", range.clone(), message)
                .help("join the scopes with a space")
        })
    }

    /// Returns true if the file requests tokens.
    pub(in crate::scan) fn has_calls(&self) -> bool {
        !self.calls.is_empty()
    }

    pub(in crate::scan) fn check(
        &self,
        source: &Source<'_>,
        options: &Options,
    ) -> Vec<SourceFinding> {
        let mut findings = Vec::new();
        for call in &self.calls {
            findings.extend(call.published_key(source));
            findings.extend(self.no_expiry(source, call));
        }
        let sends_unchanged = LazyCell::new(|| sends_arguments_unchanged(source));
        for name in &self.lifetimes {
            let is_leaked = self.is_leaked(source, name, || *sends_unchanged);
            if is_leaked {
                findings.push(leaked(source, name));
            }
            if self.is_requested(source, name) {
                let is_in_form = self.is_in_form(source, name);
                findings.extend(lifetimes::check(source, name, is_in_form, options));
            }
        }
        findings.extend(self.unknown_fields(source));
        findings
    }

    /// Returns the parts of the file that belong to a call: its arguments, and the objects with a scope
    /// near it.
    fn parts<'r>(&'r self, call: &'r Call) -> impl Iterator<Item = &'r Range<usize>> {
        let is_near = |body: &&Range<usize>| body.start.abs_diff(call.name.start) < BODY_DISTANCE;
        call.arguments
            .iter()
            .chain(self.bodies.iter().filter(is_near))
    }

    /// Returns true if a lifetime belongs to a request for a token.
    fn is_requested(&self, source: &Source<'_>, name: &Range<usize>) -> bool {
        let is_within = |part: &Range<usize>| part.contains(&name.start);
        let is_in_context = source.names_courier || self.calls.iter().any(|call| call.is_http);
        // The scope of an Inbox is context enough.
        let has_scope = |part: &&Range<usize>| {
            let body = &source.text[(*part).clone()];
            body.contains("user_id:") && body.contains("inbox:")
        };
        let mut bodies = self.bodies.iter().filter(|body| is_within(body));
        let is_in_body = bodies.any(|body| is_in_context || has_scope(&body));
        let mut calls = self.calls.iter().filter_map(|call| call.arguments.as_ref());
        is_in_body || calls.any(is_within) || is_setting(source, name)
    }

    /// Returns true if a lifetime is in an object that becomes a form, in which all values are texts.
    fn is_in_form(&self, source: &Source<'_>, name: &Range<usize>) -> bool {
        const FORMS: [&str; 6] = [
            "URLSearchParams({",
            "data={",
            "urlencode({",
            "qs.stringify({",
            "querystring.stringify({",
            "form: {",
        ];
        let mut bodies = self.bodies.iter().filter(|body| body.contains(&name.start));
        bodies.any(|body| {
            let before = &source.text[..body.start];
            FORMS.iter().any(|form| before.ends_with(form))
        })
    }

    /// Reports a call without a lifetime.
    fn no_expiry(&self, source: &Source<'_>, call: &Call) -> Option<SourceFinding> {
        let text = source.text;
        let contains_call = |other: &Call| {
            let arguments = other.arguments.as_ref();
            let is_other = other.name != call.name;
            is_other && arguments.is_some_and(|arguments| arguments.contains(&call.name.start))
        };
        if self.calls.iter().any(contains_call) {
            return None;
        }
        let in_arguments = call
            .arguments
            .iter()
            .find(|part| has_scope(&text[(*part).clone()]));
        let part = match in_arguments {
            Some(part) => part,
            // An object with a scope that is made near the call, and near no other.
            None if self.calls.len() == 1 => self
                .parts(call)
                .find(|part| has_scope(&text[(*part).clone()]))?,
            None => return None,
        };
        let body = &text[part.clone()];
        let near = source.near(part);
        let is_open = body.contains("...") || body.contains("**");
        if is_open || has_lifetime(body) || in_arguments.is_none() && has_lifetime(near) {
            return None;
        }
        let message = "without `expires_in`, the token never expires and cannot be revoked";
        let finding = SourceFinding::new("no-expiry", call.name.clone(), message);
        Some(finding.help(format!("add {}", lifetime_in(source.kind, body))))
    }

    /// Reports the fields of raw requests that Courier does not know.
    fn unknown_fields(&self, source: &Source<'_>) -> Vec<SourceFinding> {
        let text = source.text;
        let is_sent = |body: &&Range<usize>| {
            let is_in_call = |call: &Call| {
                let arguments = call.arguments.as_ref();
                call.is_http && arguments.is_some_and(|part| part.contains(&body.start))
            };
            // An object with a scope of Courier that is made near the only call.
            let is_near = || {
                let has_scope = ["user_id:", "inbox:"]
                    .iter()
                    .any(|scope| text[(*body).clone()].contains(scope));
                let is_near = |call: &Call| {
                    call.is_http && body.start.abs_diff(call.name.start) < BODY_DISTANCE
                };
                has_scope && self.calls.len() == 1 && self.calls.iter().any(is_near)
            };
            let is_object = text[..body.start].ends_with('{');
            is_object && (self.calls.iter().any(is_in_call) || is_near())
        };
        let names = self.bodies.iter().filter(is_sent).flat_map(|body| {
            let members = members(text, body);
            members.filter(|name| REQUEST_FIELDS.contains(&&text[name.clone()]))
        });
        // `expiresIn` has a finding of its own.
        let names = names.filter(|name| !LIFETIMES.contains(&&text[name.clone()]));
        let findings = names.map(|name| {
            let message = format!(
                "Courier does not know `{}`: it becomes a claim of the token",
                &text[name.clone()]
            );
            SourceFinding::new("request-field-leaked", name, message)
        });
        findings.collect()
    }

    /// Returns true if `expiresIn` is sent to Courier, which does not know the field.
    fn is_leaked(
        &self,
        source: &Source<'_>,
        name: &Range<usize>,
        sends_unchanged: impl Fn() -> bool,
    ) -> bool {
        let text = source.text;
        if &text[name.clone()] != "expiresIn" || !is_member(source, name) {
            return false;
        }
        let is_within = |part: &Range<usize>| part.contains(&name.start);
        let call = self
            .calls
            .iter()
            .find(|call| call.arguments.as_ref().is_some_and(is_within));
        match call {
            Some(call) if call.is_http => true,
            Some(_) => sends_unchanged(),
            None => self.calls.iter().any(|call| call.is_http) && self.bodies.iter().any(is_within),
        }
    }
}

/// Returns true if a name is that of a member of an object that becomes JSON, not a parameter or a
/// method.
fn is_member(source: &Source<'_>, name: &Range<usize>) -> bool {
    let text = source.text;
    let is_quoted = text[..name.start].ends_with(['"', '\'']);
    // A value, as in `expires_in: expiresIn`, is no member.
    let is_first = text[..name.start].trim_end().ends_with(['{', ',', '(']);
    // The SDKs of these languages have a parameter of this name.
    let has_parameter = matches!(
        source.kind,
        FileKind::Code(Language::Php | Language::Java | Language::Swift)
    );
    // A default value, as in the parameters of a function, is no member either.
    let after = text[name.end..]
        .trim_start_matches(['"', '\''])
        .trim_start();
    let is_script = source.kind == FileKind::Code(Language::JavaScript);
    let is_default = is_script && after.starts_with('=') && !after.starts_with("=>");
    !is_default && (is_quoted || is_first && !has_parameter)
}

/// Returns true for the name of a setting of Courier, such as `COURIER_EXPIRES_IN` in a dotenv file.
fn is_setting(source: &Source<'_>, name: &Range<usize>) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let word = &source.text[word_around(source.text, name, is_part)];
    let is_variable = contains_ignoring_case(word, "courier");
    let before = source.shortly_before(name.start);
    let is_option = before.ends_with("--") && before.contains("courier");
    let near = source.near(name);
    let scopes = ["user_id%3A", "user_id:", "inbox%3A"];
    let is_of_courier = scopes.iter().any(|scope| near.contains(scope));
    let is_in_form = before.ends_with(['&', '?']) && is_of_courier;
    is_variable || is_option || is_in_form
}

/// Writes a lifetime in the syntax of the place.
fn lifetime_in(kind: FileKind, body: &str) -> &'static str {
    if body.contains("\"scope\"") || body.contains("\\\"scope") {
        return "`\"expires_in\": \"1 day\"`";
    }
    match kind {
        FileKind::Code(Language::Python) => "`expires_in=\"1 day\"`",
        FileKind::Code(Language::Java) => "`.expiresIn(\"1 day\")`",
        FileKind::Code(Language::CSharp) => "`ExpiresIn = \"1 day\"`",
        FileKind::Code(Language::Go) => "`ExpiresIn: \"1 day\"`",
        FileKind::Code(Language::Php) => "`expiresIn: '1 day'`",
        _ => "`expires_in: \"1 day\"`",
    }
}

fn leaked(source: &Source<'_>, name: &Range<usize>) -> SourceFinding {
    let message =
        "Courier does not know `expiresIn`: it becomes a claim, and the token never expires";
    let is_shorthand = source.text[name.end..].trim_start().starts_with([',', '}']);
    let fix = if is_shorthand && source.kind == FileKind::Code(Language::CSharp) {
        "expires_in = expiresIn"
    } else if is_shorthand {
        "expires_in: expiresIn"
    } else {
        "expires_in"
    };
    SourceFinding::new("request-field-leaked", name.clone(), message)
        .help(format!("write `{fix}`"))
        .fix(name.clone(), fix)
}
