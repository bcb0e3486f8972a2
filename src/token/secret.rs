//! The two secrets of this field: a workspace's API key and a user's token.
//!
//! Neither has `Display`, `Serialize` or `Deref`; `Debug` is redacted and the memory is wiped.
//! The one way to the text is `expose()`, which is easy to search for.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{key, workspace::CourierEnvironment};

/// An API key of a Courier workspace environment: whoever has it can act for every user.
#[derive(Clone)]
pub struct ApiKey(Zeroizing<String>);

/// The text of a user token (JWT): whoever has it is that user until it expires.
#[derive(Clone)]
pub struct Jwt(Zeroizing<String>);

/// A secret that turned out to be blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is empty")]
pub struct EmptySecret;

impl ApiKey {
    /// Takes a key without the white space around it.
    ///
    /// # Errors
    /// When nothing is left.
    pub fn new(text: &str) -> Result<Self, EmptySecret> {
        non_blank(text).map(Self)
    }

    /// The key itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The environment that its prefix tells; a key without a telling prefix may be of any.
    #[must_use]
    pub fn environment(&self) -> Option<CourierEnvironment> {
        let has = |prefixes: [&str; 2]| prefixes.iter().any(|prefix| self.0.starts_with(prefix));
        if has(["pk_prod_", "dk_prod_"]) {
            Some(CourierEnvironment::Production)
        } else if has(["pk_test_", "dk_test_"]) {
            Some(CourierEnvironment::Test)
        } else {
            None
        }
    }

    /// What can be shown of it: the prefix that tells its kind, and its fingerprint.
    #[must_use]
    pub fn describe(&self) -> String {
        let prefix = key::api_key_prefix(&self.0).unwrap_or_default();
        format!("{prefix}... {}", fingerprint(&self.0))
            .trim_start_matches("... ")
            .to_owned()
    }

    /// Whether this is a key of the local sandbox, which must never leave this machine.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        self.0.starts_with(key::SANDBOX_PREFIX)
    }
}

impl Jwt {
    /// Takes a token without the white space around it; it need not be well-formed.
    ///
    /// # Errors
    /// When nothing is left.
    pub fn new(text: &str) -> Result<Self, EmptySecret> {
        non_blank(text).map(Self)
    }

    /// The token itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ApiKey(redacted)")
    }
}

impl fmt::Debug for Jwt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Jwt(redacted)")
    }
}

/// A name for a secret that gives nothing away: `fp:` and 12 hex digits of its SHA-256.
#[must_use]
pub fn fingerprint(secret: &str) -> String {
    let digest = Sha256::digest(secret.as_bytes());
    "fp:".to_owned() + &base16ct::lower::encode_string(&digest[..6])
}

fn non_blank(text: &str) -> Result<Zeroizing<String>, EmptySecret> {
    match text.trim() {
        "" => Err(EmptySecret),
        text => Ok(Zeroizing::new(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_trimmed_and_never_shown() {
        let key = ApiKey::new(" pk_prod_FAKE\r\n").unwrap();
        assert_eq!(key.expose(), "pk_prod_FAKE");
        let shown = format!("{key:?} {:?}", Jwt::new("a.b.c").unwrap());
        assert_eq!(shown, "ApiKey(redacted) Jwt(redacted)");
        assert_eq!(ApiKey::new(" \n").unwrap_err(), EmptySecret);
    }

    #[test]
    fn a_fingerprint_is_the_start_of_the_sha256() {
        assert_eq!(fingerprint("abc"), "fp:ba7816bf8f01");
    }
}
