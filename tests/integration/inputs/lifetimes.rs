//! Lifetimes as people write them.
