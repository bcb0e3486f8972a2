//! The sandbox reports issued tokens that an app cannot use.
