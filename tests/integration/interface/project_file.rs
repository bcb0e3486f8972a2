//! The project file `.courier-auth.toml`.
