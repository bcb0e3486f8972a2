//! The types of the two secrets: a workspace's API key and a user's token.
//!
//! Neither implements `Display`, `Serialize` or `Deref`; `Debug` is redacted, and the memory is
//! zeroed on drop. Only `expose()` returns the text, so that each use is easy to search for.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{key, workspace::CourierEnvironment};

/// An API key of a Courier workspace environment. It permits acting as every user.
#[derive(Clone)]
pub struct ApiKey(Zeroizing<String>);

/// The text of a user token (JWT). It permits acting as its user until it expires.
#[derive(Clone)]
pub struct Jwt(Zeroizing<String>);

/// The error for a secret that is empty or only white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the value is empty")]
pub struct EmptySecret;

impl ApiKey {
    /// Creates a key from text, without the white space around it.
    ///
    /// # Errors
    /// Returns an error if nothing else is left.
    pub fn new(text: &str) -> Result<Self, EmptySecret> {
        trimmed(text).map(Self)
    }

    /// The text of the key.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The environment that the key's prefix names, `None` if the prefix names none.
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

    /// A description that reveals nothing of the key but its prefix and its fingerprint.
    #[must_use]
    pub fn describe(&self) -> String {
        let prefix = key::api_key_prefix(&self.0).unwrap_or_default();
        format!("{prefix}... {}", fingerprint(&self.0))
            .trim_start_matches("... ")
            .to_owned()
    }

    /// Returns true if this is a key of the local sandbox, which must not be sent to Courier.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        self.0.starts_with(key::SANDBOX_PREFIX)
    }
}

impl Jwt {
    /// Creates a token from text, without the white space around it. Does not check that it is
    /// well-formed.
    ///
    /// # Errors
    /// Returns an error if nothing else is left.
    pub fn new(text: &str) -> Result<Self, EmptySecret> {
        trimmed(text).map(Self)
    }

    /// The text of the token.
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

/// An identifier for a secret that does not reveal it: `fp:` and the first 12 hex digits of its
/// SHA-256.
#[must_use]
pub fn fingerprint(secret: &str) -> String {
    let digest = Sha256::digest(secret.as_bytes());
    "fp:".to_owned() + &base16ct::lower::encode_string(&digest[..6])
}

fn trimmed(text: &str) -> Result<Zeroizing<String>, EmptySecret> {
    match text.trim() {
        "" => Err(EmptySecret),
        text => Ok(Zeroizing::new(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_trimmed_and_redacted_in_debug() {
        let key = ApiKey::new(" pk_prod_FAKE\r\n").unwrap();
        assert_eq!(key.expose(), "pk_prod_FAKE");
        let debug = format!("{key:?} {:?}", Jwt::new("a.b.c").unwrap());
        assert_eq!(debug, "ApiKey(redacted) Jwt(redacted)");
        assert_eq!(ApiKey::new(" \n").unwrap_err(), EmptySecret);
    }

    #[test]
    fn fingerprints_begin_the_sha256() {
        assert_eq!(fingerprint("abc"), "fp:ba7816bf8f01");
    }
}
