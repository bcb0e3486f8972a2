//! Tokens and scopes of Courier Create.
