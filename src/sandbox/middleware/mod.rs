//! Middleware of the routes. `app` states the order in which the layers run.

mod date;
mod error_format;
mod faults;
mod head;
mod host;
mod idempotency;
mod journal;

pub(super) use date::set_date;
pub(super) use error_format::format_errors;
pub(super) use faults::inject_faults;
pub(super) use head::check_head;
pub(super) use host::{check_host, refuse_host};
pub(super) use idempotency::replay_responses;
pub(super) use journal::record;
