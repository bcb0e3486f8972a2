//! Arguments of `listen`.

use std::{num::NonZeroU64, str::FromStr};

use clap::{Args, ValueEnum, builder::PossibleValuesParser};

use super::{InboxArgs, KeyArgs, TEMPLATE, format::FormatArgs, time_arg::TimeArg, values};
use crate::{courier::EVENTS, token::UserId};

// The time limit of `listen` is that of the whole run.
const TIMEOUT_HELP: &str = "Stop after this time; exits 1 if too few came";
const TIMEOUT_LONG_HELP: &str = "\
Stop after this time; exits 1 if too few came

With --count, all of them must come, otherwise one. The time runs from the first connection on. A number \
without a unit is in seconds.";

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth listen --user alice
  courier-auth listen --user alice --event message --count 1 --timeout 10s
  courier-auth listen --user alice --since 1m --match title=Hello --count 1
  courier-auth listen --user alice --format json | jq -r .title",
    mut_arg("timeout", |arg| {
        arg.help(TIMEOUT_HELP)
            .long_help(TIMEOUT_LONG_HELP)
            .help_heading(None)
            .hide_short_help(false)
    }))]
pub(crate) struct ListenArgs {
    /// User ID whose events to print
    ///
    /// The default is the token's user, then that of the project file or the profile.
    #[arg(long, value_name = "USER_ID")]
    pub(crate) user: Option<UserId>,
    /// Only this event, such as read; repeatable
    #[arg(long = "event", value_name = "EVENT", value_parser = PossibleValuesParser::new(EVENTS),
          hide_possible_values = true,
          long_help = format!("Only this event; repeatable\n\nOne of {}.", EVENTS.join(", ")))]
    pub(crate) events: Vec<String>,
    /// Only events of this tenant
    #[arg(long, value_name = "TENANT_ID", value_parser = values::non_empty_text)]
    pub(crate) tenant: Option<String>,
    /// Only events with this text in a field; repeatable
    ///
    /// FIELD=TEXT compares the whole text, FIELD~TEXT searches for a part of it. The fields are
    /// those of --format json, such as `title`, `tags` and `data.orderId`.
    #[arg(long = "match", value_name = "FIELD=TEXT")]
    pub(crate) conditions: Vec<Condition>,
    /// First print the messages since this time
    ///
    /// RFC 3339, a date, seconds since 1970, or a duration: 1m and -1m both mean a minute ago.
    #[arg(long, value_name = "TIME", value_parser = TimeArg::parse_past, allow_hyphen_values = true)]
    pub(crate) since: Option<TimeArg>,
    /// Stop after this number of events
    #[arg(long, value_name = "N")]
    pub(crate) count: Option<NonZeroU64>,
    #[command(flatten)]
    pub(crate) format: FormatArgs<ListenFormat>,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) inbox: InboxArgs,
}

/// An output format of `listen`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListenFormat {
    /// A line for each event
    Text,
    /// One JSON document per line, one line per event; same as --json
    #[value(alias = "jsonl")]
    Json,
}

/// A condition of a field's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Condition {
    /// The path of the field in the JSON document of an event.
    pub(crate) path: Vec<String>,
    pub(crate) text: String,
    /// True if the text may be a part of the field's.
    pub(crate) is_part: bool,
}

impl FromStr for Condition {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = "expected FIELD=TEXT or FIELD~TEXT, for example title=Hello";
        let at = text.find(['=', '~']).ok_or(error)?;
        let (field, rest) = text.split_at(at);
        let path: Vec<String> = field.split('.').map(str::to_owned).collect();
        if path.iter().any(String::is_empty) {
            return Err(error);
        }
        Ok(Self {
            path,
            text: rest[1..].to_owned(),
            is_part: rest.starts_with('~'),
        })
    }
}
