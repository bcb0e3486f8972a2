//! Runs the program: parses the command line, dispatches to the command, prints the error and chooses
//! the exit code.

use std::{ffi::OsString, process::ExitCode};

use clap::{Parser, error::ErrorKind};

use crate::{
    cli::{Cli, Command},
    commands,
    console::{Console, Verbosity},
    context::Context,
    env_vars,
    error::Error,
    exit::Exit,
    output::{Output, json::Failure},
    process::Process,
};

/// Runs the program and returns its exit code.
#[must_use]
pub fn run(process: Process<'_>) -> ExitCode {
    execute(process).into()
}

/// Runs the program. Unlike [`run`], it returns an exit code that can be compared; `demo` uses it.
pub(crate) fn execute(process: Process<'_>) -> Exit {
    let Process {
        args,
        env,
        now,
        stdin,
        stdout,
        stderr,
    } = process;
    let requests_json = requests_json(&args);
    let usage_exit = if runs_exec(&args) {
        Exit::NoChild
    } else {
        Exit::Usage
    };
    let parsed = Cli::try_parse_from(args);
    let globals = parsed.as_ref().ok().map(|cli| &cli.globals);
    // The raw arguments decide only if they cannot be parsed.
    let json = globals.map_or(requests_json, |globals| globals.json);
    let no_input =
        globals.is_some_and(|globals| globals.no_input) || env.get(env_vars::NO_INPUT).is_some();
    let verbosity = match globals {
        Some(globals) if globals.quiet => Verbosity::Quiet,
        Some(globals) if globals.verbose >= 2 => Verbosity::Trace,
        Some(globals) if globals.verbose == 1 => Verbosity::Verbose,
        _ => Verbosity::Normal,
    };
    let forced_color = globals.and_then(|globals| globals.color.forced());
    let console = Console::new(stderr, verbosity).with_json(json);
    let output = Output::new(stdout, console, forced_color, &env);
    let mut context = Context {
        env,
        now,
        stdin,
        output,
        json,
        no_input,
    };
    let ended = match parsed {
        Ok(cli) => dispatch(cli.command, &mut context),
        Err(error) => report_parse_result(&error, usage_exit, &mut context),
    };
    ended.unwrap_or_else(|error| {
        context.report(&error);
        error.exit()
    })
}

/// Returns true if the unparsed arguments request JSON output.
fn requests_json(args: &[OsString]) -> bool {
    let is_json = |arg: &OsString| arg == "json" || arg == "jsonl";
    let mut args = args.iter().take_while(|arg| *arg != "--").peekable();
    std::iter::from_fn(|| args.next().map(|arg| (arg, args.peek().copied()))).any(|(arg, next)| {
        let is_joined = arg == "--format=json" || arg == "--format=jsonl";
        arg == "--json"
            || arg == "--jsonl"
            || is_joined
            || (arg == "--format" && next.is_some_and(is_json))
    })
}

/// Returns true if the command is `exec` or `sandbox exec`. Like env(1), they exit with 125 if they
/// cannot run their command.
fn runs_exec(args: &[OsString]) -> bool {
    let mut args = args.iter().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--color" {
            args.next();
        } else if arg != "sandbox" && !arg.to_string_lossy().starts_with('-') {
            return arg == "exec";
        }
    }
    false
}

fn dispatch(command: Command, context: &mut Context<'_>) -> Result<Exit, Error> {
    match command {
        Command::Issue(args) => commands::issue::run(args, context),
        Command::Exec(args) => commands::exec::run(&args, context),
        Command::Inspect(args) => commands::inspect::run(args, context),
        Command::Can(args) => commands::can::run(args, context),
        Command::Explain(args) => commands::explain::run(&args, context),
        Command::Scopes(_) => commands::scopes::run(context),
        Command::ExitCodes(_) => commands::exit_codes::run(context),
        Command::Hmac(args) => commands::hmac::run(args, context),
        Command::Messages(args) => commands::messages::run(&args, context),
        Command::MarkRead(args) => commands::mark_read::run(&args, context),
        Command::Doctor(args) => commands::doctor::run(&args, context),
        Command::Serve(args) => commands::serve::run(&args, context),
        Command::Sandbox(args) => commands::sandbox::run(args, context),
        Command::Demo(_) => commands::demo::run(execute, context),
        Command::Profile(args) => commands::profile::run(args, context),
        Command::Completions(args) => commands::completions::run(&args, context),
        Command::Man(args) => commands::man::run(&args, context),
    }
}

/// Prints what clap reports: help and version on standard output, everything else as a usage error.
fn report_parse_result(
    error: &clap::Error,
    usage_exit: Exit,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    let text = error.render();
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        context.output.print(|out, palette| {
            if palette.has_color() {
                write!(out, "{}", text.ansi())
            } else {
                write!(out, "{text}")
            }
        })?;
        return Ok(Exit::Ok);
    }
    if context.json {
        let text = text.to_string();
        let mut lines = text.trim_start_matches("error: ").lines();
        let mut message = lines.next().unwrap_or_default().to_owned();
        // clap lists missing arguments on the lines below.
        if message.ends_with(':') {
            for line in lines.take_while(|line| !line.trim().is_empty()) {
                message = format!("{message} {}", line.trim());
            }
        }
        let tip = text
            .lines()
            .find_map(|line| line.trim().strip_prefix("tip: "));
        let help = || format!("{} --help", command_in(&text));
        let help = Some(tip.map_or_else(help, str::to_owned));
        context.report_json(&Failure::new(usage_exit.code(), message, help));
    } else {
        // Without colors: a color code directly before a secret would hide it from redaction.
        context.output.print_error(text.to_string().trim_end());
    }
    Ok(usage_exit)
}

/// Returns the command that a usage error is about, from the error's usage line.
fn command_in(error: &str) -> String {
    let usage = error.lines().find_map(|line| line.strip_prefix("Usage: "));
    let words = usage.unwrap_or("courier-auth").split(' ');
    let is_name = |word: &&str| !word.starts_with(['[', '<', '-']);
    words.take_while(is_name).collect::<Vec<_>>().join(" ")
}
