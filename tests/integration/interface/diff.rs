//! The differences between two tokens.
