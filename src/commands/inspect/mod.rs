//! `inspect`: what is wrong with these tokens? Nothing is sent anywhere.

mod judge;

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use self::judge::{Form, Judge, Judged, Tally};
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
    if matches!(form, Form::Json | Form::Jsonl) {
        context.json = true;
    }
    let requirements = requirements(&args.judge, (context.now)());
    let mut judge = Judge {
        judged_at: json::Timestamp::of(requirements.now),
        requirements,
        levels: levels(&args.levels)?,
        fail_on: fail_on(&args.levels),
        form,
        palette: context.output.stdout_palette(),
        several: false,
        secrets: context.output.console().secrets().clone(),
    };
    refuse_nonsense(&args)?;
    if args.verify {
        judge.requirements.signing_key =
            Some(Credentials::resolve(&args.key, context)?.api_key(context)?);
    }
    let variable = context.env.get(env_vars::JWT);
    let mut chunks = Chunks::new(args.tokens, args.files, variable, &mut context.stdin)?;
    let mut printer = Printer::new(&mut context.output);

    // One token for each line is shown as soon as it is there; elsewhere one alone looks different.
    let streams = matches!(judge.form, Form::Jsonl | Form::Github);
    let (first, tokens) = gather(&mut chunks, if streams { 1 } else { 2 })?;
    judge.several = streams || tokens > 1;
    printer.start(&judge)?;
    for chunk in &first {
        printer.show(&judge, &judge.chunk(chunk).map_err(StdoutError::from)?)?;
    }
    // What was judged before a source fails is shown, and the answer is ended as it must be.
    let read = parallel::map_in_order(
        || chunks.next(),
        |chunk| chunk.bytes.len(),
        |chunk| judge.chunk(chunk),
        |judged| printer.show(&judge, &judged.map_err(StdoutError::from)?),
    )?;
    printer.end(&judge)?;
    read?;
    Ok(judge.exit(&printer.tally, args.levels.exit_zero))
}

/// What the command line asks of a token.
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
    match (&args.shape.field, args.shape.format) {
        (Some(path), _) => Form::Field(path.clone()),
        _ if args.shape.fix_scope => Form::FixScope,
        _ if context.json => Form::Json,
        (_, Format::Text) => Form::Text,
        (_, Format::Json) => Form::Json,
        (_, Format::Jsonl) => Form::Jsonl,
        (_, Format::Github) => Form::Github,
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

/// Refuses what clap's own rules cannot tell: standard input can be read once.
fn refuse_nonsense(args: &InspectArgs) -> Result<(), Error> {
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

/// Chunks until there are enough tokens, or no more of anything; and how many tokens there are, as
/// far as it was counted. What holds no token is not kept.
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

/// How many tokens are in it, as far as it matters: none, one, or more.
fn count(chunk: &Chunk) -> usize {
    if chunk.is_one {
        1
    } else {
        let text = document::decode_text(&chunk.bytes);
        document::token_lines(&text).take(2).count()
    }
}

/// Writes what was judged, part by part.
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

    fn start(&mut self, judge: &Judge) -> Result<(), Error> {
        if judge.form == Form::Json && judge.several {
            self.write(br#"{"schema":"courier-auth/inspect/v1","tokens":["#)?;
        }
        Ok(())
    }

    fn show(&mut self, judge: &Judge, judged: &Judged) -> Result<(), Error> {
        if judge.form == Form::Json && self.tally.total() > 0 && !judged.shown.is_empty() {
            self.write(b",")?;
        }
        self.write(&judged.shown)?;
        self.tally.add(&judged.tally);
        Ok(())
    }

    /// The end of the answer, and beside it what was found how often.
    fn end(&mut self, judge: &Judge) -> Result<(), Error> {
        if judge.form == Form::Json {
            self.write(if judge.several { b"]}\n" } else { b"\n" })?;
        }
        if self.tally.blank > 0 {
            let label = self.output.stderr_palette().paint(Paint::Error, "error:");
            let reason = match &judge.form {
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

/// How many tokens were judged how, and what was found in how many.
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
    // Writing to memory does not fail.
    let _ = table::write(&mut lines, &rows.collect::<Vec<_>>());
    text.push('\n');
    text.push_str(&String::from_utf8_lossy(&lines));
    text.trim_end().to_owned()
}
