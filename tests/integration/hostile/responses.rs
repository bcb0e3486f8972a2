//! Responses of a server that lies, repeats itself or never ends.
