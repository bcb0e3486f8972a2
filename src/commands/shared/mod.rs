//! Parts of commands that more than one command uses. Commands import this module and not each other.

pub(super) mod child;
mod child_advice;
pub(super) mod child_signals;
pub(super) mod credentials;
pub(super) mod effective_key;
mod file_warnings;
pub(super) mod hidden_key;
pub(super) mod id_file;
pub(super) mod inbox_access;
pub(super) mod issue_one;
pub(super) mod issue_plan;
pub(super) mod levels;
pub(super) mod message_list;
mod page_limits;
pub(super) mod parallel;
pub(super) mod planned_actions;
pub(super) mod preflight;
pub(super) mod progress;
pub(super) mod project;
pub(super) mod provided_token;
pub(super) mod requested_scopes;
pub(super) mod requirements;
pub(super) mod sandbox_dependencies;
pub(super) mod session;
pub(super) mod stdin;
pub(super) mod token_input;
pub(super) mod user_ids;
