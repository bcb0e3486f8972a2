//! Scans any bytes as a file of any kind: nothing panics, and each finding is at a place in the file.
#![no_main]

use std::{fs, path::PathBuf, process::ExitCode, sync::LazyLock};

use courier_auth::inspect::document::decode_text;
use courier_auth_fuzz::run_program;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use tempfile::TempDir;

/// The endings of files of each kind.
const ENDINGS: [&str; 20] = [
    "ts", "py", "rb", "php", "swift", "cs", "rs", "html", "md", "sh", "yaml", "json", "go", "java",
    "dart", "c", "env", "har", "ps1", "patch",
];

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

fuzz_target!(|input: (u8, &[u8])| {
    let (kind, bytes) = input;
    let ending = ENDINGS[usize::from(kind) % ENDINGS.len()];
    let path: PathBuf = FOLDER.path().join(format!("courier.{ending}"));
    fs::write(&path, bytes).expect("the file can be written");
    let outcome = run_program(["scan".as_ref(), "--json".as_ref(), path.as_os_str()], &[], &[]);
    outcome.exits_with_one_of(&[0, 1]);
    let report: Value = serde_json::from_slice(&outcome.stdout).expect("a JSON document");
    assert_eq!(report["verdict"] == "bad", outcome.code == ExitCode::from(1));
    let text = decode_text(bytes);
    let lines: Vec<&str> = text.split('\n').collect();
    for finding in report["findings"].as_array().expect("an array") {
        let number = |name: &str| finding[name].as_u64().expect("a number") as usize;
        let line = lines[number("line") - 1];
        let length = line.chars().count();
        assert!(number("column") <= length + 1, "{finding}");
        let end = lines[number("end_line") - 1].chars().count();
        assert!(number("end_column") <= end + 1, "{finding}");
        assert!((number("line"), number("column")) <= (number("end_line"), number("end_column")));
    }
});
