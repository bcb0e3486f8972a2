//! Addresses of Courier that are wrong, old, or of different regions.

use std::ops::Range;

use crate::scan::{
    finding::SourceFinding,
    marks::Mark,
    source::{Source, word_around},
};

/// Hosts that do not serve the current APIs, and the host to use.
///
/// Sources: <https://github.com/trycourier/courier-web/blob/main/%40trycourier/courier-js/src/types/courier-api-urls.ts>
/// for the current hosts, and the READMEs of older SDKs for the others.
const WRONG_HOSTS: &[(&str, &str)] = &[
    ("inbox.eu.courier.com", "inbox.eu.courier.io"),
    ("inbox.courier.io", "inbox.courier.com"),
    ("api.courier.io", "api.courier.com"),
    ("api.eu.courier.io", "api.eu.courier.com"),
    ("eu.api.courier.com", "api.eu.courier.com"),
    ("api-eu.courier.com", "api.eu.courier.com"),
    ("realtime.courier.com", "realtime.courier.io"),
    ("realtime.eu.courier.com", "realtime.eu.courier.io"),
    (
        "fxw3r7gdm9.execute-api.us-east-1.amazonaws.com",
        "inbox.courier.com",
    ),
    (
        "1x60p1o3h8.execute-api.us-east-1.amazonaws.com",
        "realtime.courier.io",
    ),
];

/// The hosts of the current APIs: the API, the region and the host.
const HOSTS: &[(&str, &str, &str)] = &[
    ("REST", "US", "api.courier.com"),
    ("REST", "EU", "api.eu.courier.com"),
    ("Inbox", "US", "inbox.courier.com"),
    ("Inbox", "EU", "inbox.eu.courier.io"),
    ("socket", "US", "realtime.courier.io"),
    ("socket", "EU", "realtime.eu.courier.io"),
];

/// The hosts of a file.
#[derive(Debug, Default)]
pub(in crate::scan) struct Hosts {
    /// The first place of each current host.
    found: Vec<(usize, Range<usize>)>,
}

impl Hosts {
    /// Checks the host around a position.
    pub(in crate::scan) fn check(
        &mut self,
        source: &Source<'_>,
        at: usize,
    ) -> Option<SourceFinding> {
        let text = source.text;
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        let word = word_around(text, &(at..at), is_part);
        let start = word.start;
        let host = text[word].trim_end_matches('.');
        let range = start..start + host.len();
        // A content security policy also lists hosts of older apps.
        let policies = ["connect-src", "connectSrc", "Content-Security-Policy"];
        let near = source.near(&range);
        let is_policy = policies.iter().any(|policy| near.contains(policy));
        if is_policy || source.is_prose(start) || source.has(Mark::Compiled) {
            return None;
        }
        if let Some(index) = HOSTS.iter().position(|(_, _, known)| *known == host)
            && !self.found.iter().any(|(found, _)| *found == index)
        {
            self.found.push((index, range));
            return None;
        }
        let (_, right) = WRONG_HOSTS.iter().find(|(wrong, _)| *wrong == host)?;
        let message = format!("`{host}` does not serve Courier's current APIs");
        let finding = SourceFinding::new("wrong-endpoint", range.clone(), message);
        Some(finding.help(format!("use `{right}`")).fix(range, *right))
    }

    /// Reports a file whose addresses belong to different regions. A file with both regions of one
    /// API chooses between them.
    pub(in crate::scan) fn mixed_regions(self) -> Option<SourceFinding> {
        let hosts: Vec<_> = self
            .found
            .iter()
            .map(|(index, range)| (HOSTS[*index], range))
            .collect();
        let offers_choice = hosts.iter().any(|((api, region, _), _)| {
            hosts
                .iter()
                .any(|((other, other_region, _), _)| other == api && other_region != region)
        });
        let ((_, region, first), _) = hosts.first()?;
        let ((api, other, host), range) =
            hosts.iter().find(|((_, other, _), _)| other != region)?;
        if offers_choice {
            return None;
        }
        let (_, _, right) = HOSTS
            .iter()
            .find(|(same, of_first, _)| same == api && of_first == region)?;
        let message =
            format!("`{host}` is in the {other} region, and `{first}` in the {region} region");
        let finding = SourceFinding::new("wrong-endpoint", (*range).clone(), message);
        let help = format!("use `{right}`, or the {other} region for all addresses");
        Some(finding.help(help).fix((*range).clone(), *right))
    }
}
