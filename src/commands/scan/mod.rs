//! `scan`: finds mistakes in files, before a token exists.

mod baseline;
mod files;
mod read;
mod staged;
mod walk;

use self::{
    baseline::Baseline,
    files::{Excludes, ScannedFile, Tree},
};
use crate::{
    cli::{ScanArgs, ScanFormat},
    commands::shared::{
        levels::levels,
        project::{apply_report_format, load_project},
        stdin,
    },
    config::ProjectFile,
    context::Context,
    error::Error,
    exit::Exit,
    inspect::{Levels, Severity},
    output::{StdoutError, json, sarif, scan_github, scan_report},
    scan::Options,
};

pub(crate) fn run(args: &ScanArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let project = load_project(context)?;
    if args.format.selected().is_none() {
        apply_report_format(project.as_ref(), context);
    }
    stdin::require_single_reader(
        args.paths.iter().filter_map(|path| path.to_str()),
        std::iter::empty(),
        "use `-` only once",
    )?;
    let levels = [levels(&args.levels)?, project_levels(project.as_ref())];
    let fail_on = args.levels.fail_on();
    let fail_on = fail_on.or(project.as_ref().and_then(|project| project.scan.fail_on));
    let fail_on = fail_on.unwrap_or(Severity::Error);
    let baseline = match &args.files.baseline {
        Some(path) if !args.files.write_baseline => Some(Baseline::read(path)?),
        _ => None,
    };

    let mut tree = scan_files(args, project.as_ref(), context)?;
    for unreadable in &tree.unreadable {
        context.output.warn(&format!("cannot read {unreadable}"));
    }
    for rule in &tree.unknown_rules {
        let advice = "`courier-auth explain` lists the rules";
        context
            .output
            .warn(&format!("{rule} is not a rule; {advice}"));
    }
    apply_levels(&mut tree.files, &levels);
    if let Some(path) = args
        .files
        .baseline
        .as_ref()
        .filter(|_| args.files.write_baseline)
    {
        let count = Baseline::write(path, &tree.files)?;
        context.output.info(&baseline::written(path, count));
        return Ok(if tree.unreadable.is_empty() {
            Exit::Ok
        } else {
            Exit::Local
        });
    }
    let known = baseline.map_or(0, |baseline| baseline.remove_known(&mut tree.files));
    let report = report(&tree, known, fail_on);
    print(&report, args.format.choose(context.json), context)?;
    Ok(match (report.fails(), args.levels.exit_zero) {
        (true, false) => Exit::No,
        _ if !tree.unreadable.is_empty() => Exit::Local,
        _ => Exit::Ok,
    })
}

/// Reads and scans the files that the arguments select.
fn scan_files(
    args: &ScanArgs,
    project: Option<&ProjectFile>,
    context: &mut Context<'_>,
) -> Result<Tree, Error> {
    let options = Options {
        now: (context.now)(),
        features: match project.and_then(|project| project.features.as_ref()) {
            Some(features) if args.requirements.features.is_empty() => features.clone(),
            _ => args.requirements.features.clone(),
        },
        max_lifetime: args.requirements.max_lifetime,
    };
    let excludes = Excludes::new(&args.files.exclude, project, context.folder.as_deref())?;
    if args.files.staged {
        staged::scan(&args.paths, &excludes, &options)
    } else {
        walk::scan(args, &excludes, &options, context)
    }
}

fn project_levels(project: Option<&ProjectFile>) -> Levels {
    project
        .map(|project| project.scan.levels.clone())
        .unwrap_or_default()
}

/// Changes the severities of findings, and drops those that are allowed. The first levels that name a
/// rule apply.
fn apply_levels(files: &mut [ScannedFile], levels: &[Levels]) {
    for finding_list in files.iter_mut().map(|file| &mut file.findings) {
        finding_list.retain_mut(|finding| {
            let level = levels
                .iter()
                .find_map(|levels| levels.level_of(finding.rule));
            match level.map(crate::inspect::Level::severity) {
                None => true,
                Some(None) => false,
                Some(Some(severity)) => {
                    finding.severity = severity;
                    true
                }
            }
        });
    }
}

/// Puts together what is reported.
fn report(tree: &Tree, known: usize, fail_on: Severity) -> scan_report::ScanReport<'_> {
    let findings = tree.files.iter().flat_map(|file| {
        let findings = file.findings.iter();
        findings.map(|finding| scan_report::PlacedFinding {
            path: &file.path,
            finding,
        })
    });
    scan_report::ScanReport {
        findings: findings.collect(),
        files: tree.file_count,
        bytes: tree.byte_count,
        silenced: tree.files.iter().map(|file| file.silenced).sum(),
        truncated: tree
            .files
            .iter()
            .filter(|file| file.is_truncated)
            .map(|file| file.path.as_str())
            .collect(),
        unreadable: &tree.unreadable,
        known,
        fail_on,
    }
}

fn print(
    report: &scan_report::ScanReport<'_>,
    format: ScanFormat,
    context: &mut Context<'_>,
) -> Result<(), Error> {
    for path in &report.truncated {
        let limit = crate::scan::MAX_FINDINGS;
        context.output.warn(&format!(
            "{path} has more than {limit} findings, and the others are left out"
        ));
    }
    let output = &mut context.output;
    match format {
        ScanFormat::Text => {
            output.print(|out, palette| scan_report::write(out, palette, report))?;
        }
        ScanFormat::Json => output.print_json(&json::Scan::from(report))?,
        ScanFormat::Jsonl => {
            let mut lines = Vec::new();
            for placed in &report.findings {
                let line = json::ScanFinding::from(placed);
                serde_json::to_writer(&mut lines, &line).map_err(StdoutError::from)?;
                lines.push(b'\n');
            }
            output.print_json_lines(&lines)?;
        }
        ScanFormat::Github => output.print(|out, _| scan_github::write(out, report))?,
        ScanFormat::Sarif => output.print_json(&sarif::Log::from(report))?,
    }
    Ok(())
}
