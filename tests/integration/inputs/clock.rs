//! Tokens are judged at the moment when they were read.
