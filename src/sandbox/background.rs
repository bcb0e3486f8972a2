//! A sandbox in the background of this process.

use std::{
    sync::Arc,
    thread::{self, JoinHandle},
};

use super::{
    app::Sandbox,
    error::Error,
    options::{Dependencies, Options},
    shared::Shared,
};
use crate::runtime;

/// The stack size of the thread: that of a process's main thread.
const STACK_SIZE: usize = 8 * 1024 * 1024;

/// A sandbox on its own thread and runtime. Dropping this stops it.
pub(crate) struct Background {
    url: String,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Background {
    /// Starts a sandbox.
    ///
    /// # Errors
    /// Returns an error if the port cannot be bound or the seed is invalid.
    pub(crate) fn start(options: Options, dependencies: Dependencies) -> Result<Self, Error> {
        let runtime = runtime::new()?;
        let sandbox = runtime.block_on(Sandbox::bind(options, dependencies))?;
        let url = sandbox.url().to_owned();
        let shared = sandbox.shared();
        let serve = move || runtime.block_on(sandbox.serve(std::future::pending()));
        let thread = thread::Builder::new()
            .name("sandbox".to_owned())
            .stack_size(STACK_SIZE)
            .spawn(serve)?;
        Ok(Self {
            url,
            shared,
            thread: Some(thread),
        })
    }

    /// The base URL of the REST API.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.shared.shut_down();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
