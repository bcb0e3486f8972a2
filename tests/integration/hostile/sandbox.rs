//! Requests that would fill the memory of the sandbox.
