//! The interface as a whole: output formats, JSON documents, options and files that follow one
//! pattern in all commands.

mod connection;
mod diff;
mod documents;
mod empty_inbox;
mod issue_options;
mod program;
mod progress;
mod project_file;
