//! Courier user tokens: decoding, claims, scopes, lifetimes and signatures.
//!
//! A user token is a JSON Web Token that a backend requests with a workspace's [`ApiKey`] and that
//! an app then uses as one user. [`DecodedToken`] decodes its text, and [`ParsedToken`] contains
//! the header and claims. [`scope`] knows Courier's scopes, [`ExpiresIn`] parses lifetimes as
//! Courier does, and [`FEATURES`] and [`ACTIONS`] list which scopes an app needs for which purpose.
//! [`user_signature`] creates the HMAC signatures that preceded tokens, and [`check_signature`]
//! explains why one does not match.
//!
//! Everything in this module is pure: no clock, no environment and no I/O. It follows Courier's
//! documentation of user tokens (<https://www.courier.com/docs/platform/inbox/authentication>) and
//! the library that Courier's servers verify tokens with, `jsonwebtoken` for Node
//! (<https://github.com/auth0/node-jsonwebtoken>).

mod action;
pub mod base64url;
mod decode;
mod expires_in;
mod feature;
mod json;
pub(crate) mod key;
mod key_mistake;
pub(crate) mod leftover;
pub mod scope;
mod scope_set;
pub(crate) mod search;
mod secret;
mod sign;
mod signature_check;
mod user;
pub(crate) mod workspace;

pub use action::{ACTIONS, Action};
pub use decode::{DecodeError, DecodedToken, MAX_TOKEN_LENGTH, ParsedToken, Part};
pub use expires_in::{ExpiresIn, ExpiresInError};
pub use feature::{FEATURES, Feature, RequiredScope, required_scopes};
pub use json::{JsonError, MAX_JSON_DEPTH, Member, Object, Value};
pub(crate) use key_mistake::{KeyMistake, key_mistake};
pub use scope::SCOPES;
pub use scope_set::{Scope, ScopeError, ScopeSet};
pub(crate) use search::{FoundJwt, find_jwts};
pub use secret::{ApiKey, EmptySecret, Jwt, fingerprint};
pub(crate) use sign::looks_like_signature;
pub use sign::{Algorithm, UserSignature, UserSigner, sign_token, user_signature};
pub use signature_check::{NamedKey, SignatureCheck, SignatureMistake, check_signature};
pub use user::{UserId, UserIdError};
pub use workspace::{ClientKey, ClientKeyError, CourierEnvironment, CourierEnvironmentError};
