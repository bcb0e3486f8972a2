//! The kinds of scope entries.

/// The classification of a scope entry. Every entry has exactly one kind, so that one fault is
/// reported once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// `user_id:` and a user ID, which may be empty.
    User,
    /// A scope of the table of known scopes.
    Known,
    /// A scope that occurs only in Courier's source code.
    Undocumented,
    /// Several scopes with a separator other than a space between or after them.
    Joined,
    /// Several scopes, or a user and scopes, without the space between them.
    MissingSpace,
    /// A scope with `*` for some or all of its parts.
    Wildcard,
    /// A tenant scope that mixes singular and plural forms.
    MixedTenant,
    /// A scope that contains an unfilled placeholder.
    Placeholder,
    /// A known scope in the wrong case.
    WrongCase,
    /// A text without a colon after a user, probably the rest of a user ID that contains a space.
    Stray,
    /// Any other text.
    Unknown,
}

impl EntryKind {
    /// Returns the name that the JSON output uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Known => "known",
            Self::Undocumented => "undocumented",
            Self::Joined => "joined",
            Self::MissingSpace => "missing-space",
            Self::Wildcard => "wildcard",
            Self::MixedTenant => "mixed-tenant",
            Self::Placeholder => "placeholder",
            Self::WrongCase => "wrong-case",
            Self::Stray => "stray",
            Self::Unknown => "unknown",
        }
    }
}
