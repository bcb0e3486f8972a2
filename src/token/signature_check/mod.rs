//! Checks the legacy HMAC signature of a user ID and explains why one does not match.

mod digest;
mod mistakes;
mod text;

use super::{secret::ApiKey, sign::user_signature};
use digest::Hash;
use mistakes::{find_mistakes, user_variants};
use text::{SignatureText, describe_other_text, without_wrapping};

/// The length of a signature in bytes.
const LENGTH: usize = 32;

/// The result of checking a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureCheck {
    /// The signature is valid for the user.
    Matches,
    /// The signature is not valid.
    Differs {
        /// The kind of mistake.
        mistake: SignatureMistake,
        /// The mistakes in words, which are empty if none is known.
        reasons: Vec<String>,
    },
}

/// A kind of mistake that makes a signature invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureMistake {
    /// The text is not a signature, or only a part of one.
    NotASignature,
    /// The signature is right, but written in another form than Courier accepts.
    Form,
    /// Another key, user ID or hash function was used, in a way that is known.
    Computation,
    /// Another of the known keys was used.
    OtherKey,
    /// The mistake is not known.
    Unknown,
}

impl SignatureMistake {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::NotASignature,
        Self::Form,
        Self::Computation,
        Self::OtherKey,
        Self::Unknown,
    ];

    /// Returns the code that the JSON output uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NotASignature => "not-a-signature",
            Self::Form => "wrong-form",
            Self::Computation => "wrong-computation",
            Self::OtherKey => "other-key",
            Self::Unknown => "unknown",
        }
    }
}

/// An API key and the name that identifies it in messages.
#[derive(Debug, Clone)]
pub struct NamedKey {
    /// The name.
    pub name: String,
    /// The key.
    pub key: ApiKey,
}

/// Checks the text of an `x-courier-user-signature`, comparing in constant time.
///
/// Common mistakes are recognized, such as a trailing line end or one of the `other_keys`.
#[must_use]
pub fn check_signature(
    text: &str,
    key: &ApiKey,
    user: &str,
    other_keys: &[NamedKey],
) -> SignatureCheck {
    let unexplained = || {
        let is_cut_short = cut_short(text, key, user);
        let reason = is_cut_short.unwrap_or_else(|| describe_other_text(text));
        differs(SignatureMistake::NotASignature, vec![reason])
    };
    let Some(SignatureText { bytes, faults }) = SignatureText::read(text) else {
        return unexplained();
    };
    let mut reasons: Vec<String> = faults.into_iter().map(str::to_owned).collect();
    match diagnose(&bytes, key, user, other_keys) {
        Diagnosis::Valid if reasons.is_empty() => SignatureCheck::Matches,
        Diagnosis::Valid => differs(SignatureMistake::Form, reasons),
        Diagnosis::Explained(mistake, mistakes) => {
            reasons.extend(mistakes);
            differs(mistake, reasons)
        }
        Diagnosis::Unexplained if bytes.len() != LENGTH => unexplained(),
        // The faults of its encoding do not explain an unknown signature.
        Diagnosis::Unexplained => differs(SignatureMistake::Unknown, Vec::new()),
    }
}

fn differs(mistake: SignatureMistake, reasons: Vec<String>) -> SignatureCheck {
    SignatureCheck::Differs { mistake, reasons }
}

/// The relation of a signature's bytes to the user and the key.
enum Diagnosis {
    Valid,
    Explained(SignatureMistake, Vec<String>),
    Unexplained,
}

fn diagnose(bytes: &[u8], key: &ApiKey, user: &str, other_keys: &[NamedKey]) -> Diagnosis {
    let is_signature = |key: &ApiKey, user: &str| {
        Hash::Sha256.is_hmac(bytes, key.expose().as_bytes(), user.as_bytes())
    };
    if is_signature(key, user) {
        return Diagnosis::Valid;
    }
    if let Some(mistakes) = find_mistakes(bytes, key, user) {
        return Diagnosis::Explained(SignatureMistake::Computation, mistakes);
    }
    let variants = user_variants(user);
    for NamedKey { name, key } in other_keys {
        let signer = format!(
            "the signature was created with the key in {name}: {}",
            key.describe()
        );
        if is_signature(key, user) {
            return Diagnosis::Explained(SignatureMistake::OtherKey, vec![signer]);
        }
        if let Some((_, mistake)) = variants.iter().find(|(user, _)| is_signature(key, user)) {
            let mistakes = vec![signer, (*mistake).to_owned()];
            return Diagnosis::Explained(SignatureMistake::OtherKey, mistakes);
        }
    }
    Diagnosis::Unexplained
}

/// Returns the reason if a text is the start of the right signature.
fn cut_short(text: &str, key: &ApiKey, user: &str) -> Option<String> {
    const MIN_DIGITS: usize = 8;
    let digits = without_wrapping(text, &mut Vec::new()).to_ascii_lowercase();
    let signature = user_signature(key, user);
    let is_start = digits.len() >= MIN_DIGITS && signature.as_str().starts_with(&digits);
    is_start.then(|| {
        let all = 2 * LENGTH;
        format!(
            "the signature is cut short: it has {} of {all} digits",
            digits.len()
        )
    })
}

#[cfg(test)]
mod tests;
