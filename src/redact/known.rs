//! The search for known secrets, verbatim and in base64.

use std::{ops::Range, sync::OnceLock};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use memchr::memmem;
use zeroize::Zeroizing;

use super::layers::{Found, layers};

/// The minimum length in bytes of a known secret that is removed. No service issues a shorter
/// one, and replacing it would damage unrelated words and thereby reveal it.
pub(super) const MIN_LENGTH: usize = 6;

/// Known secrets and the spellings that they are found by.
#[derive(Default)]
pub(super) struct Known {
    secrets: Vec<Zeroizing<String>>,
    /// Collected by the first search after a secret was added.
    spellings: OnceLock<Vec<Spelling>>,
}

/// A text that a secret is found by.
struct Spelling {
    text: Zeroizing<Vec<u8>>,
    /// The index of the secret.
    secret: usize,
    is_base64: bool,
}

impl Known {
    /// Adds a secret, without the white space around it. Secrets that are too short are left out.
    pub(super) fn add(&mut self, secret: &str) {
        let secret = secret.trim();
        if secret.len() >= MIN_LENGTH && !self.secrets.iter().any(|known| **known == secret) {
            self.secrets.push(Zeroizing::new(secret.to_owned()));
            self.spellings = OnceLock::new();
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.secrets.is_empty()
    }

    /// Adds the occurrences of the secrets in a text, which may overlap.
    pub(super) fn find_in<'s>(&'s self, text: &[u8], found: &mut Vec<Found<'s>>) {
        for spelling in self.spellings.get_or_init(|| spellings(&self.secrets)) {
            let mut searched = 0;
            while let Some(position) = memmem::find(&text[searched..], &spelling.text) {
                let start = searched + position;
                found.push(Found {
                    range: spelling.whole_range(text, start),
                    secret: &self.secrets[spelling.secret],
                });
                searched = start + 1;
            }
        }
    }
}

impl Spelling {
    /// Returns the range of the secret in a text that contains this spelling at `start`. In base64 the
    /// characters beside it contain the first and the last bits of the secret.
    fn whole_range(&self, text: &[u8], start: usize) -> Range<usize> {
        let end = start + self.text.len();
        if !self.is_base64 {
            return start..end;
        }
        let before = usize::from(text[..start].last().copied().is_some_and(is_base64));
        let after = text[end..].iter().take(3).copied();
        start - before..end + after.take_while(|byte| is_base64(*byte)).count()
    }
}

/// Returns the texts that these secrets are found by.
fn spellings(secrets: &[Zeroizing<String>]) -> Vec<Spelling> {
    let mut all = Vec::new();
    for (secret, text) in secrets.iter().enumerate() {
        for (is_base64, texts) in [(false, verbatim(text)), (true, base64(text))] {
            let texts = texts.into_iter().filter(|text| text.len() >= MIN_LENGTH);
            all.extend(texts.map(|text| Spelling {
                text,
                secret,
                is_base64,
            }));
        }
    }
    all
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
