//! Key commands and programs of `exec`: what they can read, and what is left of them.
