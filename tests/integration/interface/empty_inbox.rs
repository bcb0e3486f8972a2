//! What `doctor` says about an Inbox without messages.
