//! Network failures name the party that caused them.
