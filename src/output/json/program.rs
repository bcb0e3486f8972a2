//! JSON output of `commands` and of help.

use std::{any::TypeId, path::PathBuf, time::Duration};

use clap::{Arg, ArgAction};
use schemars::JsonSchema;
use serde::Serialize;
use url::Url;

use super::reference::ExitCode;
use crate::{
    cli::{help, tree},
    document::SchemaName,
    env_vars::VARIABLES,
    exit::EXITS,
};

/// The types of values by their type in Rust.
const TYPES: [(TypeId, &str); 6] = [
    (TypeId::of::<PathBuf>(), "path"),
    (TypeId::of::<Url>(), "url"),
    (TypeId::of::<Duration>(), "duration"),
    (TypeId::of::<u8>(), "integer"),
    (TypeId::of::<u16>(), "integer"),
    (TypeId::of::<u32>(), "integer"),
];

/// The types of other values by their placeholder in the help. `<USER_ID>`, `<MESSAGE_ID>` and so on
/// are the types `user-id` and `message-id`.
const PLACEHOLDERS: [(&str, &str); 3] = [
    ("DURATION", "duration"),
    ("TIME", "time"),
    ("SCOPES", "scope"),
];

#[derive(Serialize, JsonSchema)]
pub(crate) struct Commands {
    schema: SchemaName<Commands>,
    /// The version of courier-auth.
    version: &'static str,
    #[serde(flatten)]
    program: Node,
    /// The environment variables that the program reads.
    variables: Vec<Variable>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Command {
    schema: SchemaName<Command>,
    #[serde(flatten)]
    command: Node,
}

/// A command with its subcommands. What the whole document shares is in its top node only: the
/// options that every command has, and the exit codes.
#[derive(Serialize, JsonSchema)]
struct Node {
    /// The words that are typed after `courier-auth`.
    path: Vec<String>,
    /// A description in one line.
    summary: String,
    /// The long help without the summary.
    description: Option<String>,
    /// The form of the command line.
    usage: String,
    /// Command lines that show the most common uses.
    examples: Vec<String>,
    /// The options.
    options: Vec<CommandOption>,
    /// The arguments without a name.
    arguments: Vec<Argument>,
    /// `null` if they are the same as in the top node.
    exit_codes: Option<Vec<ExitCode>>,
    /// The network that the command uses.
    #[schemars(extend("enum" = ["never", "loopback", "yes"]))]
    network: &'static str,
    /// The page of Courier's documentation about the task of the command.
    documentation: &'static str,
    /// The subcommands.
    subcommands: Vec<Node>,
}

#[derive(Serialize, JsonSchema)]
struct CommandOption {
    /// The option as it is typed, such as `--for`.
    name: String,
    /// The short form, such as `-v`.
    short: Option<String>,
    /// The placeholder of the value, `null` if the option takes none.
    value_name: Option<String>,
    /// True if the option can be written without its value. Its value is then written after `=`.
    value_is_optional: bool,
    /// True if every command has the option.
    global: bool,
    /// The heading in the help.
    group: Option<String>,
    #[serde(flatten)]
    value: Value,
}

#[derive(Serialize, JsonSchema)]
struct Argument {
    /// The placeholder in the usage.
    name: String,
    /// True if the argument must follow `--`.
    after_separator: bool,
    #[serde(flatten)]
    value: Value,
}

/// The properties that options and arguments share.
#[derive(Serialize, JsonSchema)]
struct Value {
    /// The type of the value: `boolean`, `enum`, `string`, `path`, `url`, `duration`, `time`, `integer`, `user-id` and so on.
    r#type: String,
    /// The possible values, `null` if others are possible.
    values: Option<Vec<String>>,
    /// The value without the option.
    default: Option<String>,
    /// The character between several values in one word, `null` if a word is one value.
    separator: Option<char>,
    /// True if the option can be passed more than once.
    repeatable: bool,
    /// True if the command does not run without it.
    required: bool,
    /// True if help does not show it.
    hidden: bool,
    /// The options and arguments that cannot be combined with it.
    conflicts_with: Vec<String>,
    /// The short help.
    help: Option<String>,
    /// The long help, if there is more to say.
    long_help: Option<String>,
}

/// An environment variable.
#[derive(Serialize, JsonSchema)]
struct Variable {
    /// The name.
    name: &'static str,
    /// The purpose.
    meaning: &'static str,
}

impl Commands {
    pub(crate) fn of(program: &clap::Command) -> Self {
        let variables = VARIABLES.iter().flat_map(|&(names, meaning)| {
            let names = names.split(", ");
            names.map(move |name| Variable { name, meaning })
        });
        Self {
            schema: SchemaName::new(),
            version: env!("CARGO_PKG_VERSION"),
            program: Node::top(program, &[]),
            variables: variables.collect(),
        }
    }
}

impl Command {
    pub(crate) fn of(command: &clap::Command, path: &[String]) -> Self {
        Self {
            schema: SchemaName::new(),
            command: Node::top(command, path),
        }
    }
}

impl Node {
    /// Returns the node of a command, with what all commands in it share.
    fn top(command: &clap::Command, path: &[String]) -> Self {
        let exit_codes = EXITS
            .iter()
            .filter(|(exit, _)| path.is_empty() || exit.is_of_exec() == tree::runs_command(path));
        Self {
            options: options(command, |_| true),
            exit_codes: Some(exit_codes.map(ExitCode::from).collect()),
            ..Self::inner(command, path)
        }
    }

    /// Returns the node of a command below another one.
    fn inner(command: &clap::Command, path: &[String]) -> Self {
        let summary = text(command.get_about()).unwrap_or_default();
        let description = text(command.get_long_about());
        let description = description.and_then(|long| {
            let rest = long.strip_prefix(&summary).unwrap_or(&long).trim();
            (!rest.is_empty()).then(|| rest.to_owned())
        });
        let usage = command.clone().render_usage().to_string();
        let facts = tree::facts(&path.join(" "));
        let subcommands = command.get_subcommands().map(|inner| {
            let name = inner.get_name().to_owned();
            Self::inner(inner, &[path, &[name]].concat())
        });
        let own_exit_codes = EXITS.iter().filter(|(exit, _)| exit.is_of_exec());
        Self {
            path: path.to_vec(),
            description,
            usage: usage.trim_start_matches("Usage: ").to_owned(),
            examples: help::examples(command),
            options: options(command, |option| !option.is_global_set()),
            arguments: arguments(command),
            exit_codes: tree::runs_command(path)
                .then(|| own_exit_codes.map(ExitCode::from).collect()),
            network: facts.network.name(),
            documentation: facts.docs,
            subcommands: subcommands.collect(),
            summary,
        }
    }
}

fn options(command: &clap::Command, is_listed: fn(&Arg) -> bool) -> Vec<CommandOption> {
    let options = command.get_arguments().filter(|arg| !arg.is_positional());
    let options = options
        .filter(|arg| is_listed(arg))
        .map(|arg| CommandOption {
            name: name(arg),
            short: arg.get_short().map(|letter| format!("-{letter}")),
            value_name: takes_value(arg).then(|| placeholder(arg)),
            value_is_optional: arg.is_require_equals_set(),
            global: arg.is_global_set(),
            group: arg.get_help_heading().map(str::to_owned),
            value: Value::of(command, arg),
        });
    options.collect()
}

fn arguments(command: &clap::Command) -> Vec<Argument> {
    let arguments = command.get_positionals().map(|arg| Argument {
        name: name(arg),
        after_separator: arg.is_last_set(),
        value: Value::of(command, arg),
    });
    arguments.collect()
}

impl Value {
    fn of(command: &clap::Command, arg: &Arg) -> Self {
        let values = arg.get_possible_values();
        let values = values.iter().map(|value| value.get_name().to_owned());
        let values: Vec<String> = values.collect();
        let is_enum = takes_value(arg) && !values.is_empty();
        let default = arg.get_default_values().first();
        Self {
            r#type: type_of(arg, is_enum),
            values: is_enum.then_some(values),
            default: default
                .filter(|_| takes_value(arg))
                .map(|value| value.to_string_lossy().into_owned())
                .or_else(|| default_in_help(arg)),
            separator: arg.get_value_delimiter(),
            repeatable: matches!(arg.get_action(), ArgAction::Append | ArgAction::Count),
            required: arg.is_required_set(),
            hidden: arg.is_hide_set(),
            conflicts_with: conflicts(command, arg),
            help: text(arg.get_help()),
            long_help: text(arg.get_long_help()),
        }
    }
}

/// Returns the default that the help of an option names, if it is a value and not an explanation. The
/// program fills it in itself, because other sources come before it.
fn default_in_help(arg: &Arg) -> Option<String> {
    let help = text(arg.get_help())?;
    let (_, default) = help.split_once("[default: ")?;
    let default = default.strip_suffix(']')?;
    (!default.contains(' ')).then(|| default.to_owned())
}

fn type_of(arg: &Arg, is_enum: bool) -> String {
    if !takes_value(arg) {
        return "boolean".to_owned();
    }
    if is_enum {
        return "enum".to_owned();
    }
    let in_rust = arg.get_value_parser().type_id();
    let placeholder = placeholder(arg);
    let by_type = TYPES.iter().find(|(known, _)| in_rust == *known);
    let by_type = by_type.map(|(_, name)| *name);
    let by_name = || {
        let known = PLACEHOLDERS.iter().find(|(known, _)| *known == placeholder);
        known.map(|(_, name)| *name)
    };
    match by_type.or_else(by_name) {
        Some(name) => name.to_owned(),
        None if placeholder.ends_with("_ID") => placeholder.to_lowercase().replace('_', "-"),
        None => "string".to_owned(),
    }
}

/// Returns the names of the options and arguments that an argument conflicts with, whichever of the
/// two declares it.
fn conflicts(command: &clap::Command, arg: &Arg) -> Vec<String> {
    let declares = |one: &Arg, other: &Arg| {
        let conflicts = command.get_arg_conflicts_with(one);
        conflicts
            .iter()
            .any(|known| known.get_id() == other.get_id())
    };
    let others = command.get_arguments();
    let others = others.filter(|other| declares(arg, other) || declares(other, arg));
    others.map(name).collect()
}

fn takes_value(arg: &Arg) -> bool {
    arg.get_action().takes_values()
}

/// Returns an option as it is typed, or the placeholder of an argument.
fn name(arg: &Arg) -> String {
    match (arg.get_long(), arg.get_short()) {
        (Some(long), _) => format!("--{long}"),
        (None, Some(short)) => format!("-{short}"),
        (None, None) => placeholder(arg),
    }
}

fn placeholder(arg: &Arg) -> String {
    let names = arg.get_value_names().and_then(|names| names.first());
    names.map_or_else(|| arg.get_id().to_string(), ToString::to_string)
}

fn text(text: Option<&clap::builder::StyledStr>) -> Option<String> {
    text.map(ToString::to_string)
}
