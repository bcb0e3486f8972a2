//! Scope strings with missing spaces, other spellings and wildcards.
