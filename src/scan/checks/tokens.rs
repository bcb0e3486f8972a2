//! User tokens in files.

use std::collections::HashSet;

use crate::{
    inspect::{
        Finding, Levels, Requirements, Severity, Subject, TimeClaim, Workspace, rules, with_report,
    },
    scan::{features::features_of, finding::SourceFinding, options::Options, source::Source},
    time::humanize,
    token::{FoundJwt, find_jwts, fingerprint},
};

/// The rules whose findings the message of a committed token states.
const STATED: [&str; 2] = rules::names(["expired", "no-expiry"]);

const SANDBOX_TOKEN: &str = rules::names(["sandbox-token"])[0];

/// Checks all tokens of a file. A token that occurs several times is reported once.
pub(in crate::scan) fn check(source: &Source<'_>, options: &Options) -> Vec<SourceFinding> {
    let mut seen = HashSet::new();
    let mut findings = Vec::new();
    for FoundJwt { range, .. } in find_jwts(source.text) {
        let text = &source.text[range.clone()];
        if !seen.insert(fingerprint(text)) {
            continue;
        }
        let requirements = requirements(text, options);
        with_report(
            text,
            &requirements,
            &Levels::default(),
            |subject, report| {
                if !is_of_real_workspace(subject, &report.findings) {
                    return;
                }
                findings.push(committed(subject, range.clone()));
                let about_token = report.findings.iter().filter_map(|finding| {
                    let severity = severity(finding)?;
                    let mut found =
                        SourceFinding::new(finding.rule.name, range.clone(), &finding.message);
                    found.help.clone_from(&finding.help);
                    Some(found.severity(severity))
                });
                findings.extend(about_token);
            },
        );
    }
    findings
}

/// Returns the requirements of `--for`, otherwise those of the features that the token has a scope of.
fn requirements(text: &str, options: &Options) -> Requirements {
    let any = Requirements::for_features(&[], options.now);
    let features = with_report(text, &any, &Levels::default(), |subject, _| {
        features_of(subject.scope_text().unwrap_or_default(), options)
    });
    let mut requirements = Requirements::for_features(&features, options.now);
    requirements.max_lifetime = options.max_lifetime;
    requirements
}

/// Returns true for a token of Courier that is not a sandbox's.
fn is_of_real_workspace(subject: &Subject<'_>, findings: &[Finding]) -> bool {
    let mut rules = findings.iter().map(|finding| finding.rule.name);
    subject.token.is_ok()
        && subject.foreign_issuer.is_none()
        && subject.workspace != Workspace::Unnamed
        && !rules.any(|rule| rule == SANDBOX_TOKEN)
}

fn committed(subject: &Subject<'_>, range: std::ops::Range<usize>) -> SourceFinding {
    let now = subject.requirements.unix_now();
    let users: Vec<&str> = subject.users().take(1).collect();
    let owner = users
        .first()
        .map_or_else(String::new, |user| format!(" of the user `{user}`"));
    let (expiry, is_expired) = match subject.exp {
        TimeClaim::At(exp) if exp <= now => (format!("expired {} ago", humanize(now - exp)), true),
        TimeClaim::At(exp) => (format!("expires in {}", humanize(exp - now)), false),
        _ => ("never expires".to_owned(), false),
    };
    let message = format!("this token{owner} {expiry}");
    let finding = SourceFinding::new("committed-token", range, message);
    if is_expired {
        finding.help("remove the token, and let the app fetch one from your backend")
    } else {
        finding.severity(Severity::Error)
    }
}

/// Returns the severity of a finding about a token in a file, `None` if it is not reported. The token
/// may have been good when it was written.
fn severity(finding: &Finding) -> Option<Severity> {
    let limit = match &finding.rule.code[..3] {
        "CA3" | "CA4" => Severity::Warning,
        "CA2" => Severity::Note,
        _ => return None,
    };
    let is_stated = STATED.contains(&finding.rule.name);
    let severity = finding.severity.min(limit);
    (!is_stated && (severity > Severity::Note || limit == Severity::Note)).then_some(severity)
}
