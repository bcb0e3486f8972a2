//! Command lines for a shell, and shell completion.
