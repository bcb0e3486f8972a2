//! Runs `inspect` in this process with any bytes on standard input, in every output format.
#![no_main]

use courier_auth_fuzz::run_program;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (format, stdin) = input;
    let format = ["text", "json", "jsonl", "github"][usize::from(format % 4)];
    let outcome = run_program(["inspect", "-", "--format", format], &[], stdin);
    outcome.exits_with_one_of(&[0, 1, 3]);
    let stdout = String::from_utf8(outcome.stdout).expect("output is UTF-8");
    if format == "text" {
        let is_safe = |c: char| c == '\n' || !c.is_control();
        assert!(stdout.chars().all(is_safe), "{stdout:?}");
    }
});
