//! The checks of `doctor` and their report.

mod check;
mod check_id;
mod report;

pub(crate) use check::{Check, CheckStatus, Checks, SAME_CAUSE};
pub(crate) use check_id::CheckId;
pub(crate) use report::write;
