//! Session tokens of login providers.
