//! Signatures: HS256, HS384 and HS512 for tokens, and the legacy HMAC of a user ID.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha384, Sha512};

use super::{
    base64url,
    secret::{ApiKey, Jwt},
};

/// A signature algorithm that Courier accepts. Courier itself issues tokens with HS256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC with SHA-256.
    Hs256,
    /// HMAC with SHA-384.
    Hs384,
    /// HMAC with SHA-512.
    Hs512,
}

impl Algorithm {
    /// All algorithms.
    pub const ALL: [Self; 3] = [Self::Hs256, Self::Hs384, Self::Hs512];

    /// The name in the `alg` of a token's header.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Hs384 => "HS384",
            Self::Hs512 => "HS512",
        }
    }

    /// The length of a signature in bytes.
    #[must_use]
    pub fn signature_length(self) -> usize {
        match self {
            Self::Hs256 => 32,
            Self::Hs384 => 48,
            Self::Hs512 => 64,
        }
    }

    /// The algorithm with exactly this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.name() == name)
    }

    /// The signature of `message`. The text of the API key is the key of the HMAC.
    #[must_use]
    pub fn sign(self, key: &ApiKey, message: &str) -> Vec<u8> {
        let key = key.expose();
        match self {
            Self::Hs256 => mac::<Hmac<Sha256>>(key, message.as_bytes()),
            Self::Hs384 => mac::<Hmac<Sha384>>(key, message.as_bytes()),
            Self::Hs512 => mac::<Hmac<Sha512>>(key, message.as_bytes()),
        }
    }

    /// Returns true if `signature` is the signature of `message`. Takes constant time.
    #[must_use]
    pub fn verify(self, key: &ApiKey, message: &str, signature: &[u8]) -> bool {
        let key = key.expose();
        match self {
            Self::Hs256 => verify::<Hmac<Sha256>>(key, message, signature),
            Self::Hs384 => verify::<Hmac<Sha384>>(key, message, signature),
            Self::Hs512 => verify::<Hmac<Sha512>>(key, message, signature),
        }
    }
}

/// Creates a signed token. `claims` is the payload, the text of a JSON object.
#[must_use]
#[expect(clippy::missing_panics_doc, reason = "a signed token is not empty")]
pub fn sign_token(claims: &str, key: &ApiKey, algorithm: Algorithm) -> Jwt {
    let header = format!(r#"{{"alg":"{}","typ":"JWT"}}"#, algorithm.name());
    let input = format!(
        "{}.{}",
        base64url::encode(header.as_bytes()),
        base64url::encode(claims.as_bytes())
    );
    let signature = base64url::encode(&algorithm.sign(key, &input));
    Jwt::new(&format!("{input}.{signature}")).expect("a signed token is not empty")
}

/// The legacy `x-courier-user-signature` of a user ID: the lowercase hex of its HMAC-SHA256 with
/// the API key (<https://www.courier.com/docs/platform/inbox/authentication>).
#[must_use]
pub fn user_signature(key: &ApiKey, user: &str) -> String {
    UserSigner::new(key).sign(user).as_str().to_owned()
}

/// Signs many user IDs with one key, which is faster than [`user_signature`] for each.
pub struct UserSigner(Hmac<Sha256>);

/// The signature of a user ID as 64 hex digits.
pub struct UserSignature([u8; 64]);

impl UserSigner {
    /// Creates a signer for a key.
    #[must_use]
    pub fn new(key: &ApiKey) -> Self {
        Self(with_key(key.expose()))
    }

    /// The signature of a user ID.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "64 digits encode 32 bytes")]
    pub fn sign(&self, user: &str) -> UserSignature {
        let tag = self.0.clone().chain_update(user).finalize().into_bytes();
        let mut digits = [0; 64];
        base16ct::lower::encode(&tag, &mut digits).expect("64 digits encode 32 bytes");
        UserSignature(digits)
    }
}

impl UserSignature {
    /// The hex digits.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "hex digits are ASCII")]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("hex digits are ASCII")
    }
}

fn mac<M: Mac + KeyInit>(key: &str, message: &[u8]) -> Vec<u8> {
    let mut mac = with_key::<M>(key);
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

fn verify<M: Mac + KeyInit>(key: &str, message: &str, signature: &[u8]) -> bool {
    let mut mac = with_key::<M>(key);
    mac.update(message.as_bytes());
    mac.verify_slice(signature).is_ok()
}

fn with_key<M: KeyInit>(key: &str) -> M {
    M::new_from_slice(key.as_bytes()).expect("an HMAC accepts keys of any length")
}

/// Returns true if a text has the form of a [`user_signature`]: an HMAC-SHA256 in hex.
pub(crate) fn looks_like_signature(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> ApiKey {
        ApiKey::new(text).unwrap()
    }

    #[test]
    fn user_signatures_match_known_vectors() {
        let rows = [
            (
                "pk_prod_TEST",
                "user-1",
                "e8795831fade37790bd0637b2d49b52ee2d56d89861e183939fa585aafb25947",
            ),
            (
                "pk_prod_TEST",
                "josé",
                "70cb4a665cb9a950721fa9f36788a752a4381ffb21ef293375ebd527834ddd43",
            ),
            (
                "dk_prod_TEST",
                "user-1",
                "ab894d60eb66b9550d757edf00b847e1676f42dc0c0c8fdd9d6ac96b5bd240be",
            ),
        ];
        for (secret, user, signature) in rows {
            assert_eq!(
                user_signature(&key(secret), user),
                signature,
                "{secret} {user}"
            );
        }
    }

    /// Test case 2 of RFC 4231.
    #[test]
    fn signatures_match_rfc_4231() {
        let rows = [
            (
                Algorithm::Hs256,
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                Algorithm::Hs384,
                "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
            ),
            (
                Algorithm::Hs512,
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
            ),
        ];
        let message = "what do ya want for nothing?";
        for (algorithm, expected) in rows {
            let signature = algorithm.sign(&key("Jefe"), message);
            assert_eq!(
                base16ct::lower::encode_string(&signature),
                expected,
                "{}",
                algorithm.name()
            );
            assert_eq!(signature.len(), algorithm.signature_length());
            assert!(algorithm.verify(&key("Jefe"), message, &signature));
            assert!(!algorithm.verify(&key("jefe"), message, &signature));
            assert!(!algorithm.verify(&key("Jefe"), message, &signature[1..]));
            assert_eq!(Algorithm::from_name(algorithm.name()), Some(algorithm));
        }
        assert_eq!(Algorithm::from_name("hs256"), None);
    }
}
