//! Inputs as people have them. The cases come from public issues, samples and backends of apps that
//! use Courier, and of similar tools; each test stands for a kind of input.

mod clock;
mod create;
mod keys;
mod leftovers;
mod lifetimes;
mod lists;
mod message_ids;
mod network;
mod providers;
mod sandbox;
mod scopes;
mod settled;
mod shell;
mod signatures;
mod tokens_in_text;
