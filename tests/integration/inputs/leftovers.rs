//! What languages, shells and templates leave in place of a value.
