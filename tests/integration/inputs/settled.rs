//! Inputs that were always handled well.
