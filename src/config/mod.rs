//! Where secrets come from.

mod api_key;
pub(crate) mod secret_file;

pub(crate) use api_key::{KeyError, api_key};
pub(crate) use secret_file::WriteError;
