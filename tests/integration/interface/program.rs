//! The command tree, the version and the help as data.
