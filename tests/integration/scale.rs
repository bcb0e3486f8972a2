//! The commands of `docs/scale.md`, run as they are printed, with small files.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::support::{Outcome, Sandbox, Test, is_installed, shell};

/// Returns the shell code of a section of the page.
fn commands(heading: &str) -> Vec<String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scale.md");
    let page = fs::read_to_string(page).unwrap();
    let section = page.split("\n## ").find(|part| part.starts_with(heading));
    let blocks = section.unwrap().split("```").skip(1).step_by(2);
    let scripts = blocks.filter_map(|block| block.strip_prefix("sh\n"));
    scripts.map(str::to_owned).collect()
}

/// Runs a script that must succeed in a folder, with a sandbox as Courier.
fn run(script: &str, folder: &Path, sandbox: &Sandbox) -> Outcome {
    let bash = shell(&["bash", "-e", "-o", "pipefail"], script, folder);
    let outcome = Test::program(bash).at(sandbox).run();
    assert_eq!(outcome.code, Some(0), "{script}: {outcome:#?}");
    outcome
}

/// Returns the JSON lines of the files of a folder whose names end like this, ordered by name.
fn json_lines(folder: &Path, end: &str) -> Vec<Value> {
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.to_str().unwrap().ends_with(end))
        .collect();
    files.sort();
    let texts = files.iter().map(|path| fs::read_to_string(path).unwrap());
    let lines = texts.map(|text| {
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    });
    lines.collect::<Vec<Vec<Value>>>().concat()
}

/// A run that stopped within a part is resumed, and each user has one token.
#[test]
fn tokens_are_issued_in_parts_and_resumed() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let users: Vec<String> = (0..200).map(|number| format!("user-{number}")).collect();
    fs::write(folder.join("users.txt"), users.join("\n")).unwrap();
    let commands = commands("Issue tokens");
    let [issue, resume] = &commands[..] else {
        panic!("{commands:#?}");
    };
    assert!(issue.contains("split -l 625000 "), "{issue}");
    run(&issue.replace("625000", "50"), folder, &sandbox);
    let tokens = json_lines(folder, ".jsonl");
    assert_eq!(tokens.len(), 200);

    // As if the machine had stopped within the third part.
    let third = folder.join("part-ac.jsonl");
    let text = fs::read_to_string(&third).unwrap();
    fs::write(&third, &text[..text.len() / 2]).unwrap();
    fs::remove_file(folder.join("part-ad.jsonl")).unwrap();
    run(resume, folder, &sandbox);
    let mut tokens_of: HashMap<String, usize> = HashMap::new();
    for result in json_lines(folder, ".jsonl") {
        assert!(result["token"].is_string(), "{result}");
        *tokens_of
            .entry(result["user_id"].as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    let is_once = |user: &String| tokens_of.get(user) == Some(&1);
    assert!(
        users.iter().all(is_once) && tokens_of.len() == users.len(),
        "{tokens_of:?}"
    );
}

/// Returns the fingerprint and the verdict of each report.
fn verdicts(reports: &[Value]) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let reports = reports.iter();
    reports
        .map(|report| (text(&report["fingerprint"]), text(&report["verdict"])))
        .collect()
}

/// Parts that are checked at the same time have the reports of a single run, in the same order.
#[test]
fn logs_are_checked_in_parts() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let issue = "for user in $(seq 40); do echo user-$user; done > users.txt\n\
                 courier-auth issue --users-file users.txt --output issued.json\n\
                 courier-auth issue --users-file users.txt --for push --output push.json\n\
                 cat issued.json push.json > tokens.txt && rm issued.json push.json";
    run(issue, folder, &sandbox);
    let whole = "courier-auth inspect --format jsonl --exit-zero --file tokens.txt > whole.json";
    run(whole, folder, &sandbox);
    let whole = verdicts(&json_lines(folder, "whole.json"));
    assert_eq!(whole.len(), 80);
    let is_bad = |(_, verdict): &&(String, String)| verdict == "bad";
    assert_eq!(whole.iter().filter(is_bad).count(), 40);

    let commands = commands("Check the tokens");
    let [files, parts, parallel, cloud] = &commands[..] else {
        panic!("{commands:#?}");
    };
    assert!(cloud.contains("AWS_BATCH_JOB_ARRAY_INDEX"), "{cloud}");
    let logs = "mkdir logs && split -l 30 --additional-suffix .log tokens.txt logs/ && gzip logs/*";
    run(logs, folder, &sandbox);
    run(files, folder, &sandbox);
    assert_eq!(verdicts(&json_lines(&folder.join("logs"), ".jsonl")), whole);

    assert!(parts.contains("split -l 10000000 "), "{parts}");
    run(&parts.replace("10000000", "25"), folder, &sandbox);
    assert_eq!(verdicts(&json_lines(folder, "reports.jsonl")), whole);
    if is_installed("parallel") {
        assert!(parallel.contains("--block 256M"), "{parallel}");
        run(&parallel.replace("256M", "8k"), folder, &sandbox);
        assert_eq!(verdicts(&json_lines(folder, "reports.jsonl")), whole);
    }
}
