//! Options of `issue` and `inspect` that combine.
