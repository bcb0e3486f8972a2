//! The client schema: preferences, brands, and the messages and banners of older clients.

mod brands;
mod messages;
mod mutation;
mod preferences;
mod query;

pub(super) use mutation::Mutation;
pub(super) use query::Query;
