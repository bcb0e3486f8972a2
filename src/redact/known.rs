//! The search for known secrets, verbatim and in base64.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use zeroize::Zeroizing;

use super::layers::{Found, layers};

/// The minimum length in bytes of a known secret that is removed. No service issues a shorter
/// one, and replacing it would damage unrelated words and thereby reveal it.
pub(super) const MIN_LENGTH: usize = 6;

/// Known secrets and the automaton that finds all of them in one pass.
#[derive(Default)]
pub(super) struct Known {
    secrets: Vec<Zeroizing<String>>,
    /// Built by the first search after a secret was added.
    search: OnceLock<Search>,
}

struct Search {
    automaton: AhoCorasick,
    /// The meaning of each pattern of the automaton.
    patterns: Vec<Pattern>,
}

struct Pattern {
    /// The index of its secret.
    secret: usize,
    is_base64: bool,
}

impl Known {
    /// Adds a secret, without the white space around it. Secrets that are too short are left out.
    pub(super) fn add(&mut self, secret: &str) {
        let secret = secret.trim();
        if secret.len() >= MIN_LENGTH && !self.secrets.iter().any(|known| **known == secret) {
            self.secrets.push(Zeroizing::new(secret.to_owned()));
            self.search = OnceLock::new();
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.secrets.is_empty()
    }

    /// Adds the places of known secrets in a text.
    pub(super) fn find_in<'s>(&'s self, text: &[u8], found: &mut Vec<Found<'s>>) {
        if self.is_empty() {
            return;
        }
        let search = self.search.get_or_init(|| Search::new(&self.secrets));
        for matched in search.automaton.find_overlapping_iter(text) {
            let pattern = &search.patterns[matched.pattern()];
            let mut range = matched.range();
            if pattern.is_base64 {
                // The characters beside it contain the first and the last bits of the secret.
                range.start -=
                    usize::from(text[..range.start].last().copied().is_some_and(is_base64));
                let after = text[range.end..].iter().take(3).copied();
                range.end += after.take_while(|byte| is_base64(*byte)).count();
            }
            found.push(Found {
                range,
                secret: &self.secrets[pattern.secret],
            });
        }
    }
}

impl Search {
    fn new(secrets: &[Zeroizing<String>]) -> Self {
        let mut patterns = Vec::new();
        let mut texts = Vec::new();
        for (secret, text) in secrets.iter().enumerate() {
            for (is_base64, spellings) in [(false, verbatim(text)), (true, base64(text))] {
                let spellings = spellings
                    .into_iter()
                    .filter(|text| text.len() >= MIN_LENGTH);
                for spelling in spellings {
                    patterns.push(Pattern { secret, is_base64 });
                    texts.push(spelling);
                }
            }
        }
        let automaton = AhoCorasick::builder()
            // Small and fast to build. A prefilter would keep a copy of the secrets.
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .prefilter(false)
            .build(texts.iter().map(|text| &**text));
        Self {
            automaton: automaton.expect("secrets are far shorter than 2 GiB"),
            patterns,
        }
    }
}

/// Returns the secret as the layers of a text contain it: itself and, if parts of it look like
/// escapes, decoded like the text. Forms have `+` in place of spaces.
fn verbatim(secret: &str) -> Vec<Zeroizing<Vec<u8>>> {
    let form = secret.contains(' ').then(|| secret.replace(' ', "+"));
    let form = form.map(Zeroizing::new);
    let texts = [Some(secret), form.as_ref().map(|form| form.as_str())];
    let layers = texts
        .into_iter()
        .flatten()
        .flat_map(|text| layers(text.as_bytes()));
    layers
        .map(|layer| Zeroizing::new(layer.text.into_owned()))
        .collect()
}

/// Returns the base64 of a secret within a longer text. It depends on the position in a group of three
/// bytes: only the characters that contain no bit of the text before the secret are the same. The last
/// group is left out, because a text can end within it.
fn base64(secret: &str) -> Vec<Zeroizing<Vec<u8>>> {
    let spellings = (0..3).flat_map(|before| {
        let text = Zeroizing::new([&[0; 3][..before], secret.as_bytes()].concat());
        let start = (before * 8).div_ceil(6);
        let end = text.len() / 3 * 4;
        [STANDARD_NO_PAD, URL_SAFE_NO_PAD].map(|engine| {
            let encoded = Zeroizing::new(engine.encode(&*text));
            Zeroizing::new(encoded.as_bytes()[start..end].to_vec())
        })
    });
    let mut spellings: Vec<_> = spellings.collect();
    spellings.dedup();
    spellings
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte)
}
