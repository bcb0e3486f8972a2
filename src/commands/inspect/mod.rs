//! `inspect`: finds problems of tokens without a connection to Courier.

mod inspector;
mod printer;

use chrono::{DateTime, Utc};

use self::{
    inspector::{Inspector, Rendering},
    printer::Printer,
};
use crate::{
    cli::{FailOn, InspectArgs, InspectFormat, KeyArgs, LevelArgs, RequirementArgs},
    commands::shared::{
        credentials::Credentials,
        parallel,
        project::{self, apply_report_format, load_project},
        stdin,
        token_input::{Chunk, Chunks},
    },
    config::ProjectFile,
    context::Context,
    env_vars,
    error::Error,
    exit::Exit,
    inspect::{Level, Levels, Requirements, Severity, TokenText, document},
    output::StdoutError,
};

/// The feature that a token must allow if neither the command line nor the project file names one.
const DEFAULT_FEATURE: &str = "inbox";

pub(crate) fn run(args: InspectArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let project = load_project(context)?;
    if args.output.names_no_format() {
        apply_report_format(project.as_ref(), context);
    }
    let rendering = rendering(&args, context);
    if matches!(
        rendering,
        Rendering::Report(InspectFormat::Json | InspectFormat::Jsonl)
    ) {
        context.json = true;
    }
    let requirements = requirements(&args.requirements, project.as_ref(), (context.now)());
    let mut inspector = Inspector {
        at: args.requirements.at,
        requirements,
        levels: levels(&args.levels)?,
        fail_on: fail_on(&args.levels),
        rendering,
        palette: context.output.stdout_palette(),
        has_several_tokens: false,
        secrets: context.output.console().secrets().clone(),
    };
    refuse_ineffective_options(&args)?;
    if args.verify {
        inspector.requirements.signing_key =
            Some(Credentials::resolve_in(project, &args.key, context)?.api_key(context)?);
    }
    let variable = context.env.get(env_vars::JWT);
    let mut chunks = Chunks::new(
        args.tokens,
        args.files,
        variable,
        &mut context.stdin,
        context.now,
    )?;
    let mut printer = Printer::new(&mut context.output);

    // In the other formats a single token is rendered differently, so two are read first.
    let streams = matches!(
        inspector.rendering,
        Rendering::Report(InspectFormat::Jsonl | InspectFormat::Github)
    );
    let (first, tokens) = read_until(&mut chunks, if streams { 1 } else { 2 })?;
    inspector.has_several_tokens = streams || tokens > 1;
    printer.start(&inspector)?;
    for chunk in &first {
        let result = inspector.inspect_chunk(chunk).map_err(StdoutError::from)?;
        printer.print(&inspector, &result)?;
    }
    // If a source fails, the output still contains the tokens before it and is a valid document.
    let read = parallel::map_in_order(
        || chunks.next(),
        |chunk| chunk.bytes.len(),
        |chunk| inspector.inspect_chunk(chunk),
        |result| printer.print(&inspector, &result.map_err(StdoutError::from)?),
    )?;
    printer.finish(&inspector)?;
    read?;
    Ok(inspector.exit(&printer.tally, args.levels.exit_zero))
}

/// Returns the requirements of the command line, and the features that the project file names. Its user
/// is a default of other commands, and not a requirement.
pub(crate) fn requirements(
    args: &RequirementArgs,
    project: Option<&ProjectFile>,
    now: DateTime<Utc>,
) -> Requirements {
    let features = project::features(&args.features, project, DEFAULT_FEATURE);
    let at = args.at.map_or(now, |at| at.resolve(now));
    Requirements {
        user: args.user.clone(),
        environment: args.environment.clone(),
        client_key: args.client_key.clone(),
        leeway: args.leeway,
        valid_for: args.valid_for,
        max_lifetime: args.max_lifetime,
        ..Requirements::for_features(&features, at)
    }
}

fn rendering(args: &InspectArgs, context: &Context<'_>) -> Rendering {
    match &args.output.field {
        Some(path) => Rendering::Field(path.clone()),
        None if args.output.fix_scope => Rendering::FixedScope,
        None if context.json => Rendering::Report(InspectFormat::Json),
        None => Rendering::Report(args.output.format.unwrap_or(InspectFormat::Text)),
    }
}

fn levels(args: &LevelArgs) -> Result<Levels, Error> {
    let at = |selectors: &[_], level| {
        let pairs = selectors.iter().map(|selector| (*selector, level));
        pairs.collect::<Vec<_>>()
    };
    let entries = [
        at(&args.allow, Level::Allow),
        at(&args.warn, Level::Warn),
        at(&args.deny, Level::Deny),
    ];
    Levels::new(entries.concat()).map_err(|error| Error::Usage {
        message: error.to_string(),
        help: "name it in only one of --allow, --warn and --deny",
    })
}

fn fail_on(args: &LevelArgs) -> Severity {
    match args.fail_on {
        _ if args.strict => Severity::Warning,
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Note => Severity::Note,
    }
}

/// Refuses options that would have no effect, or that exclude each other in a way clap cannot express.
fn refuse_ineffective_options(args: &InspectArgs) -> Result<(), Error> {
    let KeyArgs {
        api_key_file,
        profile,
        any_environment,
    } = &args.key;
    let names_key = api_key_file.is_some() || profile.is_some() || *any_environment;
    if !args.verify && names_key {
        return Err(Error::Usage {
            message: "an API key has no effect without --verify".to_owned(),
            help: "add --verify, or remove --api-key-file, --profile and --any-environment",
        });
    }
    stdin::require_single_reader(
        args.tokens.iter().map(String::as_str),
        args.files.iter().chain(&args.key.api_key_file),
        "use `-` only once; set COURIER_API_KEY for the API key, or pass the tokens with --file PATH",
    )
}

/// Reads chunks until they contain `enough` tokens or the input ends. Returns the chunks, and the
/// number of tokens, which is capped for each chunk.
fn read_until(chunks: &mut Chunks<'_>, enough: usize) -> Result<(Vec<Chunk>, usize), Error> {
    let (mut first, mut tokens) = (Vec::new(), 0);
    while tokens < enough
        && let Some(chunk) = chunks.next()?
    {
        tokens += count_tokens(&chunk);
        first.push(chunk);
    }
    Ok((first, tokens))
}

/// Counts the tokens of a chunk, up to two.
fn count_tokens(chunk: &Chunk) -> usize {
    let text = document::decode_text(&chunk.bytes);
    if chunk.is_single_text {
        TokenText::all(&text).len().max(1)
    } else {
        let lines = document::lines(&text);
        lines
            .flat_map(|(_, line)| TokenText::all(line))
            .take(2)
            .count()
    }
}
