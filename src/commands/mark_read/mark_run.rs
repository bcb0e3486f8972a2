//! The options and the connection that all steps of a run share.

use crate::{cli::MarkReadArgs, commands::shared::inbox_access::InboxAccess, courier::Courier};

/// One run of the command. The steps are methods, each in the module of its step.
pub(super) struct MarkRun<'r> {
    pub(super) args: &'r MarkReadArgs,
    pub(super) courier: &'r Courier,
    pub(super) access: &'r InboxAccess,
}
