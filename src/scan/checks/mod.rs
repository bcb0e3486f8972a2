//! The checks of source code. Each looks at one kind of place that the needles lead to.

mod calls;
pub(super) mod endpoints;
pub(super) mod keys;
pub(super) mod legacy;
pub(super) mod lifetimes;
pub(super) mod published;
mod request_parts;
pub(super) mod requests;
mod scope_fixes;
pub(super) mod scopes;
pub(super) mod tokens;
pub(super) mod variables;
