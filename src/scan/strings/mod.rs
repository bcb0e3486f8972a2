//! Strings in source code: their literals, holes and parts, without knowledge of the language.

pub(super) mod brackets;
mod expression;
mod hole;
mod list;
pub(super) mod literal;
pub(super) mod mapped;
pub(super) mod operator;
mod reader;
pub(super) mod scope_string;
mod statements;
mod unquoted;
