//! IDs that are not message IDs.
