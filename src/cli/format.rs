//! The `--format` option. Every command has it, each with the formats that it can print.

use clap::{
    Arg, ArgMatches, Args, Command, Error, FromArgMatches, ValueEnum,
    builder::{PossibleValue, PossibleValuesParser},
};

use super::values;

/// The ID of the option. A command that has more formats than [`TextFormat`] defines an option with
/// this ID, which replaces the global one.
const ID: &str = "format";

/// The `--format` option of a command that has these formats. The first one is the default.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FormatArgs<F> {
    selected: Option<F>,
}

impl<F: ValueEnum> FormatArgs<F> {
    /// Returns the format of `--format`, `None` if it was not given.
    pub(crate) fn selected(&self) -> Option<F> {
        self.selected.clone()
    }

    /// Returns the format that `--format` or `--json` selects, or the default.
    pub(crate) fn choose(&self, json: bool) -> F {
        let from_json = || F::from_str("json", false).ok().filter(|_| json);
        let selected = self.selected.clone().or_else(from_json);
        selected.unwrap_or_else(|| F::value_variants()[0].clone())
    }
}

impl<F: ValueEnum> Args for FormatArgs<F> {
    fn augment_args(command: Command) -> Command {
        // The arguments of a command are added when it is used, after the global ones.
        let has_global = command.get_arguments().any(|arg| arg.get_id() == ID);
        if has_global {
            command.mut_arg(ID, |_| arg::<F>())
        } else {
            command.arg(arg::<F>())
        }
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<F: ValueEnum> FromArgMatches for FormatArgs<F> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let name = matches.get_one::<String>(ID);
        let selected = name.and_then(|name| F::from_str(name, false).ok());
        Ok(Self { selected })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// A format that all commands have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextFormat {
    /// Text for people
    Text,
    /// One JSON document; same as --json
    Json,
}

/// Creates the option.
fn arg<F: ValueEnum>() -> Arg {
    let values = values::<F>();
    let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
    Arg::new(ID)
        .long(ID)
        .value_name("FORMAT")
        .help_heading("Output")
        .help(format!("{} (default), {}", names[0], names[1..].join(", ")))
        .long_help(values::enum_help::<F>(&format!(
            "Output format [default: {}]",
            names[0]
        )))
        .hide_possible_values(true)
        .value_parser(parser::<F>())
}

/// Returns the parser of a format's name.
pub(super) fn parser<F: ValueEnum>() -> PossibleValuesParser {
    PossibleValuesParser::new(values::<F>())
}

fn values<F: ValueEnum>() -> Vec<PossibleValue> {
    let variants = F::value_variants().iter();
    variants.filter_map(F::to_possible_value).collect()
}
