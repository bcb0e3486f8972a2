//! The whole command, in process: any bytes on standard input, in every form of the answer.
#![no_main]

use std::{
    process::ExitCode,
    sync::{Arc, Mutex},
};

use chrono::DateTime;
use courier_auth::{EnvVars, Input, Process, SharedStream, Stream, run};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (form, mut stdin) = input;
    let form = ["text", "json", "jsonl", "github"][usize::from(form % 4)];
    let args = ["courier-auth", "inspect", "-", "--format", form];
    let mut stdout = Vec::new();
    let stderr = Arc::new(Mutex::new(Vec::new()));
    let code = run(Process {
        args: args.map(Into::into).to_vec(),
        env: EnvVars::default(),
        now: || DateTime::from_timestamp(1_767_225_600, 0).expect("a date of our time"),
        stdin: Input::new(&mut stdin, false),
        stdout: Stream::new(&mut stdout, false),
        stderr: SharedStream::new(stderr.clone(), false),
    });
    let codes = [0, 1, 3].map(ExitCode::from);
    let stderr = stderr.lock().expect("nobody panicked");
    assert!(
        codes.contains(&code),
        "{}",
        String::from_utf8_lossy(&stderr)
    );
    let stdout = String::from_utf8(stdout).expect("an answer is text");
    if form == "text" {
        let is_safe = |c: char| c == '\n' || !c.is_control();
        assert!(stdout.chars().all(is_safe), "{stdout:?}");
    }
});
