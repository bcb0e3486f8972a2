//! Runs `inspect` in this process with any bytes on standard input, in every output format.
#![no_main]

use std::{
    process::ExitCode,
    sync::{Arc, Mutex},
};

use chrono::DateTime;
use courier_auth::{EnvVars, Input, Process, SharedStream, Stream, run};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (format, mut stdin) = input;
    let format = ["text", "json", "jsonl", "github"][usize::from(format % 4)];
    let args = ["courier-auth", "inspect", "-", "--format", format];
    let mut stdout = Vec::new();
    let stderr = Arc::new(Mutex::new(Vec::new()));
    let code = run(Process {
        args: args.map(Into::into).to_vec(),
        env: EnvVars::default(),
        now: || DateTime::from_timestamp(1_767_225_600, 0).expect("a valid time"),
        folder: None,
        stdin: Input::new(&mut stdin, false),
        stdout: Stream::new(&mut stdout, false),
        stderr: SharedStream::new(stderr.clone(), false),
    });
    let codes = [0, 1, 3].map(ExitCode::from);
    let stderr = stderr.lock().expect("the lock is not poisoned");
    assert!(
        codes.contains(&code),
        "{}",
        String::from_utf8_lossy(&stderr)
    );
    let stdout = String::from_utf8(stdout).expect("output is UTF-8");
    if format == "text" {
        let is_safe = |c: char| c == '\n' || !c.is_control();
        assert!(stdout.chars().all(is_safe), "{stdout:?}");
    }
});
