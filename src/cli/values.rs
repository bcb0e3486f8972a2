//! Parsers of argument values, for those without a `FromStr` type.

use std::time::Duration;

use clap::{
    ValueEnum,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};
use url::Url;

use super::name_parser::NameParser;
use crate::{
    document::{DOCUMENTS, DocumentName},
    endpoints::Region,
    inspect::{Selector, rules},
    listener::HostName,
    sandbox::{Api, MAX_LATENCY},
    token::{ACTIONS, Action, ClientKey, ClientKeyError, FEATURES, Feature},
    validate::{self, DefaultUnit},
};

/// The width of a list in long help, in columns: 80 without clap's indent.
const LIST_WIDTH: usize = 70;

/// The shortest timeout.
const MIN_TIMEOUT: Duration = Duration::from_millis(1);

/// The longest timeout.
const MAX_TIMEOUT: Duration = Duration::from_hours(24);

/// Parses the name of a feature.
pub(super) fn feature() -> NameParser<&'static Feature> {
    NameParser {
        names: || {
            FEATURES
                .iter()
                .map(|feature| (feature.name, feature.summary))
                .collect()
        },
        find: Feature::from_name,
        suggest: |_| None,
        list_hint: "`courier-auth scopes` lists all features",
    }
}

/// Parses the name of a JSON document.
pub(super) fn document() -> NameParser<&'static DocumentName> {
    NameParser {
        names: || {
            DOCUMENTS
                .iter()
                .map(|document| (document.name, document.summary))
                .collect()
        },
        find: |name| DOCUMENTS.iter().find(|document| document.name == name),
        suggest: |_| None,
        list_hint: "`courier-auth schema` lists all documents",
    }
}

/// Parses `-`, which stands for standard input.
pub(super) fn standard_input(text: &str) -> Result<String, String> {
    if text == "-" {
        Ok(text.to_owned())
    } else {
        Err("expected `-`".to_owned())
    }
}

/// Returns the long help of an option whose short help has no room for its values.
pub(super) fn enum_help<T: ValueEnum>(summary: &str) -> String {
    let values: Vec<_> = T::value_variants()
        .iter()
        .filter_map(ValueEnum::to_possible_value)
        .collect();
    let help = |value: &PossibleValue| value.get_help().map(ToString::to_string);
    let rows = values
        .iter()
        .map(|value| (value.get_name(), help(value).unwrap_or_default()));
    list_help(summary, rows)
}

/// Returns the long help of an option that takes features. Not a default value of clap, because a
/// project file can set another one.
pub(super) fn features_help(default: &str) -> String {
    let rows = FEATURES
        .iter()
        .map(|feature| (feature.name, feature.summary.to_owned()));
    let summary = format!("Features that the app uses, comma-separated [default: {default}]");
    list_help(&summary, rows)
}

/// Returns a long help with a list of names and their descriptions.
pub(super) fn list_help<'n>(
    summary: &str,
    rows: impl IntoIterator<Item = (&'n str, String)>,
) -> String {
    // clap wraps at a greater width, without an indent.
    let options = textwrap::Options::new(LIST_WIDTH).subsequent_indent("  ");
    let rows = rows
        .into_iter()
        .map(|(name, help)| textwrap::fill(&format!("- {name}: {help}"), &options));
    format!("{summary}\n\n{}", rows.collect::<Vec<_>>().join("\n"))
}

/// Parses a region.
pub(super) fn region() -> impl TypedValueParser<Value = Region> {
    let values = Region::ALL.map(|region| {
        let location = match region {
            Region::Us => "United States",
            Region::Eu => "European Union",
        };
        PossibleValue::new(region.name()).help(location)
    });
    PossibleValuesParser::from(values).try_map(|name| name.parse::<Region>())
}

/// Parses the name of a GraphQL API of the sandbox.
pub(super) fn graphql_api() -> impl TypedValueParser<Value = Api> {
    let values = Api::ALL.map(|api| PossibleValue::new(api.name()).help(api.summary()));
    PossibleValuesParser::from(values).try_map(|name| {
        let mut apis = Api::ALL.into_iter();
        apis.find(|api| api.name() == name).ok_or("unknown API")
    })
}

/// Parses a text that is not blank.
pub(super) fn non_empty_text(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        Err("the value is empty".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// Parses a client key. Refuses a text that is certainly something else, such as an API key.
pub(super) fn client_key(text: &str) -> Result<String, String> {
    match text.parse::<ClientKey>() {
        Err(error) if error != ClientKeyError::Other => Err(error.to_string()),
        _ => non_empty_text(text),
    }
}

/// Parses an ID that becomes part of a scope.
pub(super) fn scope_id(text: &str) -> Result<String, String> {
    if text.is_empty() {
        Err("the ID is empty".to_owned())
    } else if text.contains(|c: char| c.is_whitespace() || c.is_control() || c == ':') {
        Err("an ID in a scope cannot contain spaces or a colon".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// Parses the name of an action.
pub(super) fn action() -> NameParser<&'static Action> {
    NameParser {
        names: || {
            ACTIONS
                .iter()
                .map(|action| (action.name, action.required.purpose))
                .collect()
        },
        find: Action::from_name,
        suggest: |scope| {
            let action = ACTIONS.iter().find(|action| action.required.scope == scope);
            action.map(|action| action.name)
        },
        list_hint: "`courier-auth can --list` lists all actions",
    }
}

/// Parses the name or code of a rule, or the common prefix of a family's codes.
pub(super) fn selector() -> NameParser<Selector> {
    NameParser {
        names: || {
            let rules = rules::all().map(|rule| (rule.name, rule.summary));
            let codes = rules::all().map(|rule| (rule.code, rule.summary));
            let families = rules::FAMILIES
                .iter()
                .map(|family| (family.code, family.about));
            rules.chain(codes).chain(families).collect()
        },
        find: |text| text.parse().ok(),
        suggest: |_| None,
        list_hint: "`courier-auth explain` lists all rules",
    }
}

/// Parses the path of a JSON field. `a[0]` and `.a.0` become `a.0`.
pub(super) fn field(text: &str) -> Result<String, String> {
    match text.strip_prefix('.').unwrap_or(text) {
        "" => Err("expected the name of a field, for example `claims.exp`".to_owned()),
        path => Ok(path.replace('[', ".").replace(']', "")),
    }
}

/// Parses a duration with its unit. Zero needs no unit.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    validate::duration(text, DefaultUnit::Required)
}

/// Parses a duration with its unit, as seconds. Zero needs no unit.
pub(super) fn seconds(text: &str) -> Result<f64, String> {
    duration(text).map(|duration| duration.as_secs_f64())
}

/// Parses a duration with its unit, as seconds. It may be negative.
pub(super) fn signed_seconds(text: &str) -> Result<f64, String> {
    match text.strip_prefix('-') {
        Some(text) => seconds(text).map(|seconds| -seconds),
        None => seconds(text),
    }
}

/// Parses a timeout. A number without a unit is in seconds.
pub(super) fn timeout(text: &str) -> Result<Duration, String> {
    let timeout = validate::duration(text, DefaultUnit::Seconds)?;
    if (MIN_TIMEOUT..=MAX_TIMEOUT).contains(&timeout) {
        Ok(timeout)
    } else {
        Err("expected a time between 1 ms and 1 day, for example `10s` or `500ms`".to_owned())
    }
}

/// Parses the delay of a response. A number without a unit is in milliseconds.
pub(super) fn latency(text: &str) -> Result<Duration, String> {
    let latency = validate::duration(text, DefaultUnit::Milliseconds)?;
    if latency > MAX_LATENCY {
        return Err(format!("the maximum is {} s", MAX_LATENCY.as_secs()));
    }
    Ok(latency)
}

/// Parses an origin as browsers send it.
pub(super) fn web_origin(text: &str) -> Result<String, String> {
    let url = Url::parse(text).ok();
    let origin = url.map(|url| url.origin().ascii_serialization());
    match origin {
        Some(origin) if origin == text.trim_end_matches('/') => Ok(origin),
        _ => Err("expected scheme, host and port, for example `http://localhost:3000`".to_owned()),
    }
}

/// Parses the name of a host, without a scheme and a port.
pub(super) fn host_name(text: &str) -> Result<HostName, String> {
    HostName::parse(text).ok_or_else(|| {
        "expected a host name without a scheme and a port, for example `my-mac.local`".to_owned()
    })
}

/// Parses the path of an HTTP route.
pub(super) fn route_path(text: &str) -> Result<String, String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    let is_reserved = text.strip_suffix('/').unwrap_or(text) == "/health";
    if text.starts_with('/') && text.bytes().all(is_plain) && !is_reserved {
        Ok(text.to_owned())
    } else {
        Err("expected a path such as `/api/token` (`/health` is reserved)".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeouts_have_limits() {
        let seconds = |seconds| Ok(Duration::from_secs(seconds));
        for (text, expected) in [
            ("10", seconds(10)),
            ("2m", seconds(120)),
            ("1 day", seconds(86_400)),
        ] {
            assert_eq!(timeout(text), expected, "{text}");
        }
        for text in ["0", "0.5ms", "25h", "86401"] {
            let error = timeout(text).unwrap_err();
            assert!(error.contains("between 1 ms and 1 day"), "{text}: {error}");
        }
    }
}
