//! The hash functions that people use for a signature, with and without HMAC.

use hmac::{EagerHash, Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

/// A hash function, known by the length of its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// Returns the hash function with results of this length in bytes.
    pub(super) fn of_length(length: usize) -> Option<Self> {
        Some(match length {
            16 => Self::Md5,
            20 => Self::Sha1,
            28 => Self::Sha224,
            32 => Self::Sha256,
            48 => Self::Sha384,
            64 => Self::Sha512,
            _ => return None,
        })
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha224 => "SHA-224",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// Returns true if the bytes are the HMAC of a message, comparing in constant time.
    pub(super) fn is_hmac(self, bytes: &[u8], key: &[u8], message: &[u8]) -> bool {
        match self {
            Self::Md5 => verify::<Md5>(bytes, key, message),
            Self::Sha1 => verify::<Sha1>(bytes, key, message),
            Self::Sha224 => verify::<Sha224>(bytes, key, message),
            Self::Sha256 => verify::<Sha256>(bytes, key, message),
            Self::Sha384 => verify::<Sha384>(bytes, key, message),
            Self::Sha512 => verify::<Sha512>(bytes, key, message),
        }
    }

    /// Returns true if the bytes are the plain hash of a message.
    pub(super) fn is_digest(self, bytes: &[u8], message: &str) -> bool {
        match self {
            Self::Md5 => Md5::digest(message)[..] == *bytes,
            Self::Sha1 => Sha1::digest(message)[..] == *bytes,
            Self::Sha224 => Sha224::digest(message)[..] == *bytes,
            Self::Sha256 => Sha256::digest(message)[..] == *bytes,
            Self::Sha384 => Sha384::digest(message)[..] == *bytes,
            Self::Sha512 => Sha512::digest(message)[..] == *bytes,
        }
    }
}

fn verify<D: EagerHash>(bytes: &[u8], key: &[u8], message: &[u8]) -> bool {
    let mac = <Hmac<D> as KeyInit>::new_from_slice(key);
    mac.is_ok_and(|mac| mac.chain_update(message).verify_slice(bytes).is_ok())
}
