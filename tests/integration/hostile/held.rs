//! Attacks that earlier versions withstood, in small.
