//! The JSON of every command: frozen shapes, apart from the domain types, each with its version
//! in `schema`. Within a version fields are only added.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{
    Serialize, Serializer,
    ser::{Error as _, SerializeMap},
};
use serde_json::value::RawValue;

use crate::{
    courier::{InboxMessage, InboxPage, Issued, Outcome},
    error::Error,
    inspect::{self, Report, Rule, ScopeClaim, Subject, Verdict, Wanted, fix, rules},
    token::{
        Decoded, FEATURES, Object, SCOPES, ScopeSet, Value,
        scope::{USER_PREFIX, entries, is_known, users},
    },
};

/// `courier-auth/error/v1`, on standard error.
#[derive(Serialize)]
pub(crate) struct Failure {
    schema: &'static str,
    exit_code: u8,
    message: String,
    help: Option<String>,
}

/// `courier-auth/issue/v1`
#[derive(Serialize)]
pub(crate) struct Issue<'a> {
    schema: &'static str,
    token: &'a str,
    user: &'a str,
    scopes: &'a [String],
    issued_at: Option<Moment>,
    expires_at: Option<Moment>,
}

/// `courier-auth/inspect/v1`
#[derive(Serialize)]
pub(crate) struct Inspect<'a> {
    schema: &'static str,
    verdict: &'static str,
    fingerprint: Option<String>,
    judged_at: Moment,
    r#for: Vec<&'static str>,
    header: Option<Members<'a>>,
    claims: Option<Members<'a>>,
    users: Vec<String>,
    scopes: Vec<Scope>,
    issued_at: Option<Moment>,
    expires_at: Option<Moment>,
    findings: Vec<Finding<'a>>,
    fix: Option<String>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    rule: &'static str,
    severity: &'static str,
    message: &'a str,
    help: &'a str,
    claim: Option<&'static str>,
    span: Option<Span>,
}

/// Byte offsets in the decoded scope string.
#[derive(Serialize)]
struct Span {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Scope {
    scope: String,
    state: &'static str,
}

/// A moment, twice.
#[derive(Serialize)]
pub(crate) struct Moment {
    epoch: i64,
    rfc3339: String,
}

/// `courier-auth/explain/v1`
#[derive(Serialize)]
pub(crate) struct Explain {
    schema: &'static str,
    rules: Vec<Explanation>,
}

#[derive(Serialize)]
struct Explanation {
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
    scopes: Vec<ScopeMeaning>,
    features: Vec<FeatureNeeds>,
}

#[derive(Serialize)]
struct ScopeMeaning {
    scope: &'static str,
    allows: &'static str,
}

#[derive(Serialize)]
struct FeatureNeeds {
    feature: &'static str,
    summary: &'static str,
    needs: Vec<NeedOf>,
}

#[derive(Serialize)]
struct NeedOf {
    scope: &'static str,
    to: &'static str,
}

/// `courier-auth/hmac/v1`
#[derive(Serialize)]
pub(crate) struct Hmac<'a> {
    pub(crate) schema: &'static str,
    pub(crate) signatures: Vec<Signature<'a>>,
}

#[derive(Serialize)]
pub(crate) struct Signature<'a> {
    pub(crate) user: &'a str,
    pub(crate) signature: String,
}

/// `courier-auth/messages/v1`
#[derive(Serialize)]
pub(crate) struct Messages<'a> {
    schema: &'static str,
    user: &'a str,
    total: u64,
    unread: u64,
    messages: Vec<Message<'a>>,
}

#[derive(Serialize)]
struct Message<'a> {
    id: &'a str,
    title: Option<&'a str>,
    preview: Option<&'a str>,
    created: Option<&'a str>,
    read: Option<&'a str>,
    opened: Option<&'a str>,
    archived: Option<&'a str>,
    tags: &'a [String],
}

/// `courier-auth/mark-read/v1`
#[derive(Serialize)]
pub(crate) struct MarkRead<'a> {
    schema: &'static str,
    marked: Vec<&'a str>,
    failed: Vec<Unmarked<'a>>,
}

#[derive(Serialize)]
struct Unmarked<'a> {
    id: &'a str,
    reason: &'a str,
}

/// `courier-auth/sandbox/v1`, the ready line
#[derive(Serialize)]
pub(crate) struct Ready<'a> {
    pub(crate) schema: &'static str,
    pub(crate) url: &'a str,
    pub(crate) api_key: &'a str,
    pub(crate) client_key: &'a str,
    pub(crate) inbox_url: &'a str,
    pub(crate) socket_url: &'a str,
    pub(crate) pid: u32,
}

/// `courier-auth/demo/v1`
#[derive(Serialize)]
pub(crate) struct Demo {
    pub(crate) schema: &'static str,
    pub(crate) steps: Vec<DemoStep>,
}

#[derive(Serialize)]
pub(crate) struct DemoStep {
    pub(crate) title: &'static str,
    pub(crate) command: String,
    pub(crate) exit_code: u8,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// `courier-auth/completions/v1`
#[derive(Serialize)]
pub(crate) struct Completions {
    pub(crate) schema: &'static str,
    pub(crate) shell: String,
    pub(crate) script: String,
}

impl Failure {
    pub(crate) fn of(error: &Error) -> Self {
        Self::new(error.exit().code(), error.to_string(), error.help())
    }

    pub(crate) fn new(exit_code: u8, message: String, help: Option<String>) -> Self {
        Self {
            schema: "courier-auth/error/v1",
            exit_code,
            message,
            help,
        }
    }
}

impl<'a> Issue<'a> {
    pub(crate) fn of(issued: &'a Issued, scopes: &'a ScopeSet) -> Self {
        Self {
            schema: "courier-auth/issue/v1",
            token: issued.jwt.expose(),
            user: scopes.user().as_str(),
            scopes: scopes.permissions(),
            issued_at: Moment::of_seconds(issued.iat),
            expires_at: Moment::of_seconds(issued.exp),
        }
    }
}

impl<'a> Inspect<'a> {
    pub(crate) fn of(report: &'a Report<'a>, wanted: &Wanted, verdict: Verdict) -> Self {
        let token = report
            .decoded
            .as_ref()
            .ok()
            .and_then(|decoded| decoded.token().ok());
        let claims = token
            .as_ref()
            .map(|token| token.claims.clone())
            .unwrap_or_default();
        let scope = match Subject::scope_of(&claims) {
            ScopeClaim::Text(text) => text,
            _ => "".into(),
        };
        let time = |name| match claims.get(name) {
            Some(Value::Number(seconds)) => Moment::of_seconds(seconds),
            _ => None,
        };
        Self {
            schema: "courier-auth/inspect/v1",
            verdict: verdict.name(),
            fingerprint: report.decoded.as_ref().ok().map(Decoded::fingerprint),
            judged_at: Moment::of(wanted.now),
            r#for: wanted.features.iter().map(|feature| feature.name).collect(),
            users: users(&scope).map(str::to_owned).collect(),
            scopes: entries(&scope).map(|entry| Scope::of(entry.text)).collect(),
            issued_at: time("iat"),
            expires_at: time("exp"),
            findings: report.findings.iter().map(Finding::of).collect(),
            fix: fix::command(report, wanted),
            header: token.map(|token| Members(token.header)),
            claims: report.decoded.is_ok().then_some(Members(claims)),
        }
    }
}

impl<'a> Finding<'a> {
    fn of(finding: &'a inspect::Finding) -> Self {
        Self {
            code: finding.rule.code,
            rule: finding.rule.name,
            severity: finding.severity.name(),
            message: &finding.message,
            help: finding.help.as_deref().unwrap_or(finding.rule.fix),
            claim: finding.claim,
            span: finding.span.as_ref().map(|span| Span {
                start: span.start,
                end: span.end,
            }),
        }
    }
}

impl Scope {
    fn of(entry: &str) -> Self {
        let state = if entry.starts_with(USER_PREFIX) {
            "user"
        } else if is_known(entry) {
            "known"
        } else {
            "unknown"
        };
        Self {
            scope: entry.to_owned(),
            state,
        }
    }
}

impl Moment {
    fn of(time: DateTime<Utc>) -> Self {
        Self {
            epoch: time.timestamp(),
            rfc3339: time.to_rfc3339_opts(SecondsFormat::Secs, true),
        }
    }

    /// Rounded down to whole seconds; `None` where no calendar holds it.
    pub(crate) fn of_seconds(seconds: f64) -> Option<Self> {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "saturates to what no calendar holds"
        )]
        DateTime::from_timestamp(seconds.floor() as i64, 0).map(Self::of)
    }
}

impl Moment {
    pub(crate) fn into_rfc3339(self) -> String {
        self.rfc3339
    }
}

impl Explain {
    pub(crate) fn of(rule: Option<&'static Rule>) -> Self {
        let chosen = rules::all().filter(|known| rule.is_none_or(|rule| rule.code == known.code));
        Self {
            schema: "courier-auth/explain/v1",
            rules: chosen
                .map(|rule| Explanation {
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
        let scopes = SCOPES
            .iter()
            .map(|(scope, allows)| ScopeMeaning { scope, allows });
        let features = FEATURES.iter().map(|feature| FeatureNeeds {
            feature: feature.name,
            summary: feature.summary,
            needs: feature
                .needs
                .iter()
                .map(|need| NeedOf {
                    scope: need.scope,
                    to: need.to,
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

impl<'a> Messages<'a> {
    pub(crate) fn of(page: &'a InboxPage, user: &'a str) -> Self {
        Self {
            schema: "courier-auth/messages/v1",
            user,
            total: page.total,
            unread: page.unread,
            messages: page.messages.iter().map(Message::of).collect(),
        }
    }
}

impl<'a> Message<'a> {
    fn of(message: &'a InboxMessage) -> Self {
        Self {
            id: &message.message_id,
            title: message.title.as_deref(),
            preview: message.preview.as_deref(),
            created: message.created.as_deref(),
            read: message.read.as_deref(),
            opened: message.opened.as_deref(),
            archived: message.archived.as_deref(),
            tags: message.tags.as_deref().unwrap_or_default(),
        }
    }
}

impl<'a> MarkRead<'a> {
    pub(crate) fn of(outcomes: &'a [(String, Outcome)]) -> Self {
        let mut report = Self {
            schema: "courier-auth/mark-read/v1",
            marked: Vec::new(),
            failed: Vec::new(),
        };
        for (id, outcome) in outcomes {
            match outcome {
                Outcome::Marked => report.marked.push(id),
                Outcome::Failed(reason) => report.failed.push(Unmarked { id, reason }),
            }
        }
        report
    }
}

/// A JSON object member by member, each value in the text it had. Of duplicates the last one
/// is written, as JavaScript reads them.
struct Members<'a>(Object<'a>);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (at, member) in self.0.members().iter().enumerate() {
            let later = &self.0.members()[at + 1..];
            if later.iter().any(|other| other.name == member.name) {
                continue;
            }
            // A line end can only stand between the values of a container, where a space does.
            let line = member.raw.replace(['\n', '\r'], " ");
            let raw = RawValue::from_string(line).map_err(S::Error::custom)?;
            map.serialize_entry(&member.name, &raw)?;
        }
        map.end()
    }
}
