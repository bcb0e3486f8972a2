//! Runs the program: parses the command line, dispatches to the command, prints the error and chooses
//! the exit code.

use std::{ffi::OsString, process::ExitCode};

use clap::{Parser, ValueEnum as _, error::ErrorKind};

use crate::{
    cli::{Cli, ColorWhen, Command, UsageError, help::global_options_last},
    commands,
    console::{Console, Verbosity},
    context::Context,
    env_vars,
    error::Error,
    exit::Exit,
    output::Output,
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
        folder,
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
    let parsed = Cli::try_parse_from(&args);
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
    let forced_color = match globals {
        Some(globals) => globals.color.forced(),
        None => requested_color(&args).and_then(ColorWhen::forced),
    };
    let console = Console::new(stderr, verbosity).with_json(json);
    let output = Output::new(stdout, console, forced_color, &env);
    let mut context = Context {
        env,
        now,
        folder,
        stdin,
        output,
        json,
        no_input,
        strict_config: globals.is_some_and(|globals| globals.strict_config),
    };
    let ended = match parsed {
        Ok(cli) => dispatch(cli.command, &mut context),
        Err(error) => report_parse_result(&error, &args, usage_exit, &mut context),
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

/// Returns the color choice of the unparsed arguments.
fn requested_color(args: &[OsString]) -> Option<ColorWhen> {
    let mut args = args.iter().map(|arg| arg.to_string_lossy());
    let value = loop {
        let arg = args.next()?;
        match arg.strip_prefix("--color") {
            Some("") => break args.next()?.into_owned(),
            Some(value) => break value.trim_start_matches('=').to_owned(),
            None => {}
        }
    };
    ColorWhen::from_str(&value, false).ok()
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
    args: &[OsString],
    usage_exit: Exit,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    let page = error.render();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let page = if context.output.stdout_palette().has_color() {
                page.ansi().to_string()
            } else {
                page.to_string()
            };
            // Help contains only constants, and some of them look like tokens.
            let page = global_options_last(&page);
            context.output.print_unredacted(page.as_bytes())?;
            return Ok(Exit::Ok);
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if !context.json => {
            let page = global_options_last(&page.to_string());
            context.output.print_error(page.trim_end());
        }
        _ => {
            let UsageError { message, help } = UsageError::of(error, args);
            context.report_failure(usage_exit, message, Some(help));
        }
    }
    Ok(usage_exit)
}
