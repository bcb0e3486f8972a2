//! The kinds of leftovers and their descriptions.

use std::fmt;

/// The kind of a leftover, with the program that leaves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leftover {
    /// The text for a value that does not exist.
    NoValue(&'static str),
    /// The text for an object, a list or a function.
    Object(&'static str),
    /// A variable or an expression that was not replaced.
    Unfilled(&'static str),
    /// A name that a person was to replace.
    Placeholder,
    /// The characters that hide a secret.
    Mask,
    /// A reference that a program should have replaced by a secret.
    Reference(&'static str),
}

impl fmt::Display for Leftover {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoValue(source) => write!(formatter, "what {source} for no value"),
            Self::Object(source) => write!(formatter, "what {source} for an object"),
            Self::Unfilled(source) => write!(formatter, "a placeholder of {source}"),
            Self::Placeholder => formatter.write_str("a placeholder"),
            Self::Mask => formatter.write_str("a mask that hides the value"),
            Self::Reference(source) => {
                write!(formatter, "a reference to {source} that was not resolved")
            }
        }
    }
}
