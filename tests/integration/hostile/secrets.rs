//! Secrets in unusual encodings, and text that is slow to search for them.
