//! `inspect`: finds problems of tokens without a connection to Courier.

mod inspector;
mod printer;

use self::{
    inspector::{Inspector, Rendering, ValueStyle},
    printer::Printer,
};
use crate::{
    cli::{InspectArgs, InspectFormat},
    commands::shared::{
        levels::levels,
        parallel,
        progress::Progress,
        project::{apply_report_format, load_project},
        requirements::{refuse_key_without_verify, requirements, signing_key},
        stdin,
        token_input::{Chunk, Chunks},
    },
    context::Context,
    env_vars,
    error::Error,
    exit::Exit,
    inspect::{Severity, document},
    output::StdoutError,
    private_file,
};

pub(crate) fn run(args: InspectArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let project = load_project(context)?;
    if args.output.names_no_format() {
        apply_report_format(project.as_ref(), context);
    }
    let rendering = rendering(&args, context);
    let requirements = requirements(&args.requirements, project.as_ref(), (context.now)());
    let mut inspector = Inspector {
        at: args.requirements.at,
        requirements,
        levels: levels(&args.levels)?,
        fail_on: args.levels.fail_on().unwrap_or(Severity::Error),
        rendering,
        shows_json: args.output.raw,
        palette: context.output.stdout_palette(),
        value_style: match context.output.stdout_is_terminal() {
            _ if context.json => ValueStyle::Json,
            true => ValueStyle::Escaped,
            false => ValueStyle::Unchanged,
        },
        has_several_tokens: false,
        secrets: context.output.console().secrets().clone(),
    };
    refuse_ineffective_options(&args, &inspector.rendering)?;
    inspector.requirements.signing_key = signing_key(args.verify, &args.key, project, context)?;
    let progress = progress(&args, context);
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
        progress.set_position(printer.tally.total());
    }
    // If a source fails, the output still contains the tokens before it and is a valid document.
    let read = parallel::map_in_order(
        || chunks.next(),
        |chunk| chunk.bytes.len(),
        |chunk| inspector.inspect_chunk(chunk),
        |result| {
            printer.print(&inspector, &result.map_err(StdoutError::from)?)?;
            progress.set_position(printer.tally.total());
            Ok(())
        },
    )?;
    drop(progress);
    printer.finish(&inspector)?;
    read?;
    Ok(inspector.exit(&printer.tally, args.levels.exit_zero))
}

/// Returns the progress of a batch. It is hidden if the tokens are typed on the terminal.
fn progress(args: &InspectArgs, context: &Context<'_>) -> Progress {
    let is_stdin_argument = args.tokens.iter().any(|token| token == "-");
    let is_stdin_file = args.files.iter().any(|path| private_file::is_stdin(path));
    let reads_stdin = is_stdin_argument || is_stdin_file;
    if reads_stdin && context.stdin.is_terminal {
        return Progress::hidden();
    }
    Progress::beside_results("inspecting tokens", None, context)
}

fn rendering(args: &InspectArgs, context: &Context<'_>) -> Rendering {
    match &args.output.field {
        Some(path) => Rendering::Field(path.clone()),
        None if args.output.fix_scope => Rendering::FixedScope,
        None => Rendering::Report(args.output.format.choose(context.json)),
    }
}

/// Refuses options that would have no effect, or that exclude each other in a way clap cannot express.
fn refuse_ineffective_options(args: &InspectArgs, rendering: &Rendering) -> Result<(), Error> {
    if args.output.raw && *rendering != Rendering::Report(InspectFormat::Text) {
        return Err(Error::Usage {
            message: "--raw is for the text report only".to_owned(),
            help: "remove --raw: the JSON report has `header` and `claims`",
        });
    }
    refuse_key_without_verify(args.verify, &args.key)?;
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
    let lines = chunk.tokens_by_line(&text);
    lines.flat_map(|(_, tokens)| tokens).take(2).count()
}
