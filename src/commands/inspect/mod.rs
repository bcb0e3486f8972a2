//! `inspect`: decodes and lints tokens. Nothing is sent.

mod inspector;

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use self::inspector::{Form, Inspector, RenderedResults, Tally};
use crate::private_file;
use crate::{
    cli::{FailOn, Format, InspectArgs, JudgeArgs, KeyArgs, LevelArgs},
    commands::shared::{
        credentials::Credentials,
        parallel,
        token_input::{Chunk, Chunks},
    },
    context::Context,
    env_vars,
    error::Error,
    exit::Exit,
    inspect::{Level, Levels, Requirements, Severity, document},
    output::{Output, Paint, StdoutError, json, sanitize, table},
};

pub(crate) fn run(args: InspectArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let form = form(&args, context);
    if matches!(form, Form::Whole(Format::Json | Format::Jsonl)) {
        context.json = true;
    }
    let requirements = requirements(&args.judge, (context.now)());
    let mut inspector = Inspector {
        judged_at: json::Timestamp::of(requirements.now),
        requirements,
        levels: levels(&args.levels)?,
        fail_on: fail_on(&args.levels),
        form,
        palette: context.output.stdout_palette(),
        several: false,
        secrets: context.output.console().secrets().clone(),
    };
    refuse_conflicting_options(&args)?;
    if args.verify {
        inspector.requirements.signing_key =
            Some(Credentials::resolve(&args.key, context)?.api_key(context)?);
    }
    let variable = context.env.get(env_vars::JWT);
    let mut chunks = Chunks::new(args.tokens, args.files, variable, &mut context.stdin)?;
    let mut printer = Printer::new(&mut context.output);

    // Streaming formats show each token at once. The others show a single token differently, so two
    // tokens have to be read first.
    let streams = matches!(inspector.form, Form::Whole(Format::Jsonl | Format::Github));
    let (first, tokens) = gather(&mut chunks, if streams { 1 } else { 2 })?;
    inspector.several = streams || tokens > 1;
    printer.start(&inspector)?;
    for chunk in &first {
        printer.show(
            &inspector,
            &inspector.chunk(chunk).map_err(StdoutError::from)?,
        )?;
    }
    // If a source fails, earlier results are shown and the output is completed first.
    let read = parallel::map_in_order(
        || chunks.next(),
        |chunk| chunk.bytes.len(),
        |chunk| inspector.chunk(chunk),
        |results| printer.show(&inspector, &results.map_err(StdoutError::from)?),
    )?;
    printer.end(&inspector)?;
    read?;
    Ok(inspector.exit(&printer.tally, args.levels.exit_zero))
}

/// Returns the requirements that the command line states.
pub(crate) fn requirements(args: &JudgeArgs, now: DateTime<Utc>) -> Requirements {
    let at = args.at.map_or(now, |at| at.resolve(now));
    Requirements {
        user: args.user.clone(),
        environment: args.environment.clone(),
        client_key: args.client_key.clone(),
        leeway: args.leeway,
        valid_for: args.valid_for,
        max_lifetime: args.max_lifetime,
        ..Requirements::for_features(&args.features, at)
    }
}

fn form(args: &InspectArgs, context: &Context<'_>) -> Form {
    match &args.shape.field {
        Some(path) => Form::Field(path.clone()),
        None if args.shape.fix_scope => Form::FixScope,
        None if context.json => Form::Whole(Format::Json),
        None => Form::Whole(args.shape.format),
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
        help: "name a rule or family in one of --allow, --warn and --deny",
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

/// Refuses combinations of options that clap cannot express.
fn refuse_conflicting_options(args: &InspectArgs) -> Result<(), Error> {
    let is_stdin = |path: &&PathBuf| private_file::is_stdin(path);
    let tokens = args.tokens.iter().filter(|token| *token == "-").count();
    let files = args.files.iter().filter(is_stdin).count();
    let keys = args.key.api_key_file.iter().filter(is_stdin).count();
    let KeyArgs {
        api_key_file,
        profile,
        any_environment,
    } = &args.key;
    let names_key = api_key_file.is_some() || profile.is_some() || *any_environment;
    if !args.verify && names_key {
        return Err(Error::Usage {
            message: "an API key is of no use here without --verify".to_owned(),
            help: "add --verify, or leave the options out that say where the key is",
        });
    }
    if tokens + files + keys > 1 {
        return Err(Error::Usage {
            message: "standard input can be read only once".to_owned(),
            help: "name `-` once; the API key can come from COURIER_API_KEY, a token from a file",
        });
    }
    Ok(())
}

/// Reads chunks until there are enough tokens or the input ends. Returns the chunks that contain
/// tokens, and the number of tokens found.
fn gather(chunks: &mut Chunks<'_>, enough: usize) -> Result<(Vec<Chunk>, usize), Error> {
    let (mut gathered, mut tokens) = (Vec::new(), 0);
    while tokens < enough
        && let Some(chunk) = chunks.next()?
    {
        let more = count(&chunk);
        if more > 0 {
            tokens += more;
            gathered.push(chunk);
        }
    }
    Ok((gathered, tokens))
}

/// Returns the number of tokens in a chunk, at most two.
fn count(chunk: &Chunk) -> usize {
    if chunk.is_one {
        1
    } else {
        let text = document::decode_text(&chunk.bytes);
        document::token_lines(&text).take(2).count()
    }
}

/// Prints the results part by part.
struct Printer<'p, 'o> {
    output: &'p mut Output<'o>,
    tally: Tally,
}

impl<'p, 'o> Printer<'p, 'o> {
    fn new(output: &'p mut Output<'o>) -> Self {
        Self {
            output,
            tally: Tally::default(),
        }
    }

    fn start(&mut self, inspector: &Inspector) -> Result<(), Error> {
        if inspector.form == Form::Whole(Format::Json) && inspector.several {
            self.write(br#"{"schema":"courier-auth/inspect/v1","tokens":["#)?;
        }
        Ok(())
    }

    fn show(&mut self, inspector: &Inspector, results: &RenderedResults) -> Result<(), Error> {
        if inspector.form == Form::Whole(Format::Json)
            && self.tally.total() > 0
            && !results.shown.is_empty()
        {
            self.write(b",")?;
        }
        self.write(&results.shown)?;
        self.tally.add(&results.tally);
        Ok(())
    }

    /// Completes the output, and prints the summary on standard error.
    fn end(&mut self, inspector: &Inspector) -> Result<(), Error> {
        if inspector.form == Form::Whole(Format::Json) {
            self.write(if inspector.several { b"]}\n" } else { b"\n" })?;
        }
        if self.tally.blank > 0 {
            let label = self.output.stderr_palette().paint(Paint::Error, "error:");
            let reason = match &inspector.form {
                _ if self.tally.blank == self.tally.unreadable => {
                    "there is no token to take it from".to_owned()
                }
                Form::Field(path) => format!("there is no field `{path}`"),
                _ => "the token does not tell whose it is: pass --user ID".to_owned(),
            };
            self.output
                .print_error(&format!("{label} {}", sanitize(&reason)));
        }
        if self.tally.total() > 1 {
            self.output.note(&summary(&self.tally));
        }
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), StdoutError> {
        self.output.print_unredacted(bytes)
    }
}

/// Returns the summary: the number of tokens by verdict, and by rule.
fn summary(tally: &Tally) -> String {
    let mut text = format!(
        "{} tokens: {} ok, {} bad, {} unreadable",
        tally.total(),
        tally.ok,
        tally.bad,
        tally.unreadable
    );
    let rows = tally
        .rules
        .iter()
        .map(|(code, (name, count))| [format!("  {code}"), (*name).to_owned(), count.to_string()]);
    let mut lines = Vec::new();
    // Writing to a `Vec` never fails.
    let _ = table::write(&mut lines, &rows.collect::<Vec<_>>());
    text.push('\n');
    text.push_str(&String::from_utf8_lossy(&lines));
    text.trim_end().to_owned()
}
