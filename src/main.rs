//! Hands arguments, streams, environment and clock to the library, and returns its exit code.
#![expect(
    clippy::disallowed_methods,
    reason = "the one place where effects enter"
)]

use std::{env, io, io::IsTerminal as _, process::ExitCode};

fn main() -> ExitCode {
    let (stdin, stdout, stderr) = (io::stdin(), io::stdout(), io::stderr());
    courier_auth::run(courier_auth::Process {
        args: env::args_os().collect(),
        environment: env::vars_os().collect(),
        now: chrono::Utc::now,
        stdin: courier_auth::Input::new(&mut stdin.lock(), stdin.is_terminal()),
        stdout: courier_auth::Stream::new(&mut stdout.lock(), stdout.is_terminal()),
        stderr: courier_auth::Stream::new(&mut stderr.lock(), stderr.is_terminal()),
    })
}
