//! Passes arguments, streams, environment and clock to the library, and returns its exit code.
#![expect(
    clippy::disallowed_methods,
    reason = "the only file in which effects enter"
)]

use courier_auth::{Input, Process, SharedStream, Stream, run};
use std::{
    env,
    io::{self, IsTerminal as _},
    process::ExitCode,
    sync::{Arc, Mutex},
    time::SystemTime,
};

fn main() -> ExitCode {
    if let Some(exit_code) = courier_auth::complete(&mut io::stderr()) {
        return exit_code;
    }
    let handed_over = courier_auth::handed_over();
    let (stdin, stdout) = (io::stdin(), io::stdout());
    let stderr = SharedStream::new(
        Arc::new(Mutex::new(io::stderr())),
        io::stderr().is_terminal(),
    );
    stderr.install_panic_hook();
    run(Process {
        args: env::args_os().collect(),
        env: env::vars_os().chain(handed_over).collect(),
        now: || courier_auth::from_system_time(SystemTime::now()),
        folder: env::current_dir().ok(),
        // Not locked, because prompts read standard input too.
        stdin: Input::new(&mut io::BufReader::new(&stdin), stdin.is_terminal()),
        stdout: Stream::new(&mut stdout.lock(), stdout.is_terminal()),
        stderr,
    })
}
