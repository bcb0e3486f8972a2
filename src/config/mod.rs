//! Where secrets come from.

mod api_key;
pub(crate) mod secret_file;

pub(crate) use api_key::{KeyError, api_key};
