//! Findings of `scan` in SARIF 2.1.0, which GitHub code scanning and other tools read:
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::{
    page::sentences,
    scan_report::{PlacedFinding, ScanReport},
};
use crate::{
    inspect::{Rule, rules},
    scan::Position,
};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The name under which the fingerprint of a finding is listed.
const FINGERPRINT: &str = "courierAuth/v1";

/// The characters of a path that need no escape in a URL.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<SarifResult<'r>>,
}

/// The run of the program, with what it could not scan.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<ReportingDescriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportingDescriptor {
    id: &'static str,
    name: &'static str,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Properties>,
}

/// The property that makes GitHub list the findings of a rule as security alerts
/// <https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>.
#[derive(Serialize)]
struct Properties {
    tags: [&'static str; 1],
    #[serde(rename = "security-severity")]
    security_severity: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Text<'t> {
    text: &'t str,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'r> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    partial_fingerprints: serde_json::Map<String, serde_json::Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix<'r>>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize, Clone)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'r> {
    description: Text<'r>,
    artifact_changes: [ArtifactChange<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'r> {
    artifact_location: ArtifactLocation,
    replacements: [Replacement<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'r> {
    deleted_region: Region,
    inserted_content: Text<'r>,
}

impl<'r> From<&ScanReport<'r>> for Log<'r> {
    fn from(report: &ScanReport<'r>) -> Self {
        let rules: Vec<&'static Rule> = rules::all().collect();
        let results = report.findings.iter().map(|placed| result(placed, &rules));
        Self {
            schema: SCHEMA,
            version: "2.1.0",
            runs: [Run {
                results: results.collect(),
                invocations: [invocation(report)],
                column_kind: "unicodeCodePoints",
                tool: Tool {
                    driver: Driver {
                        name: "courier-auth",
                        version: env!("CARGO_PKG_VERSION"),
                        semantic_version: env!("CARGO_PKG_VERSION"),
                        rules: rules.into_iter().map(descriptor).collect(),
                    },
                },
            }],
        }
    }
}

/// Returns the run, with the paths that could not be read and those with too many findings.
fn invocation(report: &ScanReport<'_>) -> Invocation {
    let unreadable = report.unreadable.iter().map(|path| Notification {
        level: "error",
        message: Message {
            text: format!("cannot read {path}"),
        },
    });
    let truncated = report.truncated.iter().map(|path| Notification {
        level: "warning",
        message: Message {
            text: format!("`{path}` has more findings than are listed"),
        },
    });
    Invocation {
        execution_successful: report.unreadable.is_empty(),
        tool_execution_notifications: unreadable.chain(truncated).collect(),
    }
}

/// Returns the severity of a rule about secrets on the scale of GitHub, on which 7.0 to 8.9 is high.
fn security(rule: &Rule) -> Option<Properties> {
    const SECRETS: [&str; 3] = rules::names(["committed-token", "committed-key", "published-key"]);
    SECRETS.contains(&rule.name).then_some(Properties {
        tags: ["security"],
        security_severity: "8.0",
    })
}

fn descriptor(rule: &'static Rule) -> ReportingDescriptor {
    ReportingDescriptor {
        properties: security(rule),
        id: rule.code,
        name: rule.name,
        short_description: Message {
            text: sentences(rule.summary),
        },
        full_description: Message {
            text: sentences(rule.why),
        },
        help: Help {
            text: format!("{} {}", sentences(rule.why), sentences(rule.fix)),
            markdown: format!(
                "{}\n\n**How to fix it:** {}\n\nMore: `courier-auth explain {}`",
                sentences(rule.why),
                sentences(rule.fix),
                rule.code
            ),
        },
        default_configuration: Configuration {
            level: rule.severity.name(),
        },
    }
}

fn result<'r>(placed: &PlacedFinding<'r>, rules: &[&'static Rule]) -> SarifResult<'r> {
    let finding = placed.finding;
    let artifact = ArtifactLocation {
        uri: uri(placed.path),
    };
    let fix = finding.fix.as_ref();
    let fix = fix.and_then(|fix| Some((fix, fix.text.as_deref()?)));
    let fix = fix.map(|(fix, text)| SarifFix {
        description: Text {
            text: &finding.help,
        },
        artifact_changes: [ArtifactChange {
            artifact_location: artifact.clone(),
            replacements: [Replacement {
                deleted_region: Region::new(fix.start, fix.end),
                inserted_content: Text { text },
            }],
        }],
    });
    let fingerprint = serde_json::Value::from(finding.fingerprint.as_str());
    SarifResult {
        rule_id: finding.rule.code,
        rule_index: rules
            .iter()
            .position(|rule| rule.code == finding.rule.code)
            .unwrap_or_default(),
        level: finding.severity.name(),
        message: Message {
            text: format!("{}: {}", finding.message, finding.help),
        },
        locations: [Location {
            physical_location: PhysicalLocation {
                artifact_location: artifact,
                region: Region::new(finding.start, finding.end),
            },
        }],
        partial_fingerprints: [(FINGERPRINT.to_owned(), fingerprint)]
            .into_iter()
            .collect(),
        fixes: fix.into_iter().collect(),
    }
}

impl Region {
    fn new(start: Position, end: Position) -> Self {
        Self {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

/// Returns a relative path as a relative URL, and an absolute one as a file URL.
fn uri(path: &str) -> String {
    let escaped = utf8_percent_encode(path, PATH);
    if path.starts_with('/') {
        format!("file://{escaped}")
    } else {
        escaped.to_string()
    }
}
