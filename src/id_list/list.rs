//! The result of reading a list: its IDs, or why it is refused.

/// The IDs of a list, in its order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct IdList {
    pub(crate) ids: Vec<String>,
    /// The first line with an ID in quotes, which were removed.
    pub(crate) first_quoted_line: Option<usize>,
}

/// The reason why a text is not taken as a list of IDs, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Refusal {
    pub(crate) message: String,
    pub(crate) help: String,
}
