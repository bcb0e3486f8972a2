//! What a Courier user token is made of: text, claims, scopes, lifetimes and signatures.
//!
//! Everything here is pure: no clock, no environment, no IO. The facts come from Courier's
//! documentation of user tokens (<https://www.courier.com/docs/platform/inbox/authentication>)
//! and from how its servers read them, which is `jsonwebtoken` for Node
//! (<https://github.com/auth0/node-jsonwebtoken>).

pub mod action;
pub mod base64url;
pub mod decode;
pub mod expires_in;
pub mod feature;
pub mod json;
pub mod key;
pub mod placeholder;
pub mod scope;
pub mod scope_set;
pub mod secret;
pub mod sign;
mod signature_check;
pub mod user;
pub mod workspace;

pub use action::{ACTIONS, Action};
pub use decode::{DecodeError, Decoded, Part, Token};
pub use expires_in::{ExpiresIn, ExpiresInError};
pub use feature::{FEATURES, Feature, Need};
pub use json::{JsonError, Object, Value};
pub use scope::SCOPES;
pub use scope_set::{Scope, ScopeSet};
pub use secret::{ApiKey, EmptySecret, Jwt, fingerprint};
pub use sign::{Algorithm, UserSigner, user_signature};
pub use signature_check::{SignatureCheck, check_signature};
pub use user::{UserId, UserIdError};
pub use workspace::{ClientKey, CourierEnvironment};
