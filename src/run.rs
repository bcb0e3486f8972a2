//! Runs the program: parses the command line, dispatches to the command, prints the error and chooses
//! the exit code.

use std::{ffi::OsString, process::ExitCode};

use clap::{Parser as _, ValueEnum as _, error::ErrorKind};

use crate::{
    cli::{
        Cli, ColorWhen, Command, Globals, JsonVersion, UsageError,
        command_line::{CommandLine, with_help_first},
        help::Detail,
        tree,
    },
    commands,
    console::{Console, Verbosity},
    context::Context,
    env_vars::{self, EnvVars},
    error::Error,
    exit::Exit,
    output::Output,
    process::Process,
    reason::Reason,
    settings::SettingsError,
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
    let parsed = parse(&args);
    let globals = parsed.as_ref().ok().map(|cli| &cli.globals);
    // The raw arguments decide only if they cannot be parsed.
    let json = globals.map_or(requests_json, |globals| {
        globals.json.is_some() || matches!(globals.format.as_deref(), Some("json" | "jsonl"))
    });
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
        format_option: globals.and_then(format_option),
        no_input,
        strict_config: globals.is_some_and(|globals| globals.strict_config),
    };
    let ended = match parsed {
        Ok(cli) => {
            let is_exec = cli.command.runs_command();
            refuse_contradiction(&cli.globals, is_exec)
                .and_then(|()| refuse_invalid_variable(&cli.command, is_exec, &context.env))
                .and_then(|()| dispatch(cli.command, &mut context))
        }
        Err(error) => report_parse_result(&error, &args, &mut context),
    };
    ended.unwrap_or_else(|error| {
        context.report(&error);
        error.exit()
    })
}

/// Returns the option that selects the output format.
fn format_option(globals: &Globals) -> Option<&'static str> {
    match globals {
        Globals {
            format: Some(_), ..
        } => Some("--format"),
        Globals { json: Some(_), .. } => Some("--json"),
        _ => None,
    }
}

/// Refuses `--json` with a format that is not JSON. Lists of IDs and counts have a JSON form.
fn refuse_contradiction(globals: &Globals, is_exec: bool) -> Result<(), Error> {
    let format = globals.format.as_deref().filter(|_| globals.json.is_some());
    let Some(format) = format.filter(|name| !matches!(*name, "json" | "ids" | "count")) else {
        return Ok(());
    };
    let error = Error::Usage {
        message: format!("--json cannot be combined with --format {format}"),
        help: "remove one of them",
    };
    Err(if is_exec {
        Error::Exec(Box::new(error))
    } else {
        error
    })
}

/// Refuses a variable whose value is not UTF-8, because a replaced character would make it another key,
/// token or address. Commands that only print reference texts read no variables.
fn refuse_invalid_variable(command: &Command, is_exec: bool, env: &EnvVars) -> Result<(), Error> {
    let is_reference = matches!(
        command,
        Command::Explain(_)
            | Command::Scopes(_)
            | Command::ExitCodes(_)
            | Command::Commands(_)
            | Command::Completions(_)
            | Command::Man(_)
            | Command::Schema(_)
            | Command::Help(_)
    );
    let Some(name) = env.first_invalid().filter(|_| !is_reference) else {
        return Ok(());
    };
    let reason = "it is not valid UTF-8; set it again, or unset it".to_owned();
    let error = Error::Settings(SettingsError::Variable { name, reason });
    Err(if is_exec {
        Error::Exec(Box::new(error))
    } else {
        error
    })
}

/// Parses the command line. `sandbox help start` is read as `help sandbox start`.
fn parse(args: &[OsString]) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(args).or_else(|error| {
        let help_first = with_help_first(args).filter(|_| error.use_stderr());
        help_first.map_or(Err(error), Cli::try_parse_from)
    })
}

/// Returns true if the unparsed arguments request JSON output.
fn requests_json(args: &[OsString]) -> bool {
    let is_json = |arg: &OsString| arg == "json" || arg == "jsonl";
    let mut args = args.iter().take_while(|arg| *arg != "--").peekable();
    std::iter::from_fn(|| args.next().map(|arg| (arg, args.peek().copied()))).any(|(arg, next)| {
        let is_joined = arg == "--format=json" || arg == "--format=jsonl";
        arg == "--json"
            || arg.to_string_lossy().starts_with("--json=")
            || is_joined
            || (arg == "--format" && next.is_some_and(is_json))
    })
}

/// Returns the color choice of the unparsed arguments.
fn requested_color(args: &[OsString]) -> Option<ColorWhen> {
    let args = args.iter().take_while(|arg| *arg != "--");
    let mut args = args.map(|arg| arg.to_string_lossy());
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

/// Returns the version of JSON output in the unparsed arguments, if there is no such version.
fn unknown_json_version(args: &[OsString]) -> Option<String> {
    let args = args.iter().take_while(|arg| *arg != "--");
    let versions =
        args.filter_map(|arg| Some(arg.to_string_lossy().strip_prefix("--json=")?.to_owned()));
    let mut unknown = versions.filter(|version| JsonVersion::from_str(version, false).is_err());
    unknown.next()
}

/// Returns true if the unparsed arguments contain `--verbose` or `-v`, alone or as in `-Vv`.
fn requests_verbosity(args: &[OsString]) -> bool {
    let mut args = args.iter().map(|arg| arg.to_string_lossy());
    args.any(|arg| {
        arg == "--verbose" || arg.starts_with('-') && !arg.starts_with("--") && arg.contains('v')
    })
}

fn dispatch(command: Command, context: &mut Context<'_>) -> Result<Exit, Error> {
    match command {
        Command::Issue(args) => commands::issue::run(args, context),
        Command::Exec(args) => commands::exec::run(&args, context),
        Command::Inspect(args) => commands::inspect::run(args, context),
        Command::Diff(args) => commands::diff::run(args, context),
        Command::Can(args) => commands::can::run(args, context),
        Command::Scan(args) => commands::scan::run(&args, context),
        Command::Explain(args) => commands::explain::run(&args, context),
        Command::Scopes(_) => commands::scopes::run(context),
        Command::ExitCodes(_) => commands::exit_codes::run(context),
        Command::Hmac(args) => commands::hmac::run(args, context),
        Command::Messages(args) => commands::messages::run(&args, context),
        Command::Listen(args) => commands::listen::run(args, context),
        Command::MarkRead(args) => commands::mark_read::run(&args, context),
        Command::Doctor(args) => commands::doctor::run(&args, context),
        Command::Serve(args) => commands::serve::run(args, context),
        Command::Sandbox(args) => commands::sandbox::run(args, context),
        Command::Demo(_) => commands::demo::run(execute, context),
        Command::Profile(args) => commands::profile::run(args, context),
        Command::Commands(_) => commands::command_tree::run(context),
        Command::Completions(args) => commands::completions::run(&args, context),
        Command::Man(args) => commands::man::run(&args, context),
        Command::Schema(args) => commands::schema::run(&args, context),
        Command::Help(args) => commands::help::run(&args, context),
    }
}

/// Prints what clap reports: help and version on standard output, everything else as a usage error.
fn report_parse_result(
    error: &clap::Error,
    args: &[OsString],
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    // This builds the whole command line, which `--version` does not need.
    let path = || CommandLine::of(args).command;
    match error.kind() {
        // clap stops at these options, and has not seen what follows.
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            if let Some(version) = unknown_json_version(args) =>
        {
            Err(UsageError::unknown_json_version(&version).into())
        }
        ErrorKind::DisplayHelp => {
            let mut options = args.iter().take_while(|arg| *arg != "--");
            let is_long = options.any(|arg| arg == "--help");
            let detail = if is_long { Detail::Long } else { Detail::Short };
            commands::help::print(&path(), detail, context)
        }
        ErrorKind::DisplayVersion => commands::version::print(requests_verbosity(args), context),
        kind => {
            let path = path();
            if kind == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand && !context.json {
                commands::help::print_as_error(&path, context);
            } else {
                let UsageError { message, help } = UsageError::of(error, args);
                context.report_failure(usage_exit(&path), Reason::Usage, message, Some(help));
            }
            Ok(usage_exit(&path))
        }
    }
}

/// Returns the exit code of a usage error. Like env(1), commands that run another command exit with
/// 125 if they cannot.
fn usage_exit(path: &[String]) -> Exit {
    if tree::runs_command(path) {
        Exit::NoChild
    } else {
        Exit::Usage
    }
}
