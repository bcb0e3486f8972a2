//! `mark-read` against a faulty server: the report always matches what the server did.

use std::{collections::BTreeSet, process::Stdio, thread, time::Instant};

use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::Value;

use crate::support::{
    ALL_FAULTS, Fault, FaultPlan, FaultyInbox, KEY, Outcome, ScriptedServer, Test, binary,
    check_in_parallel, http_response, wait_until,
};
#[cfg(unix)]
use crate::support::{InboxState, send_signal};

/// Returns that many message IDs, sorted.
fn ids(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("m-{at:04}")).collect()
}

/// Runs `mark-read` with message IDs on standard input.
fn mark_read(inbox: &FaultyInbox, ids: &[String], options: &str) -> Outcome {
    Test::line(&format!("mark-read --user alice --json - {options}"))
        .args(["--api-url", &inbox.url])
        .key(KEY)
        .stdin(ids.join("\n"))
        .run()
}

/// Returns the message IDs in one of the lists of a report.
fn reported(report: &Value, list: &str) -> BTreeSet<String> {
    let ids = report[list].as_array().unwrap().iter();
    ids.map(|id| {
        let id = id.get("message_id").unwrap_or(id);
        id.as_str().unwrap().to_owned()
    })
    .collect()
}

#[test]
fn a_batch_that_is_refused_at_every_size_fails_the_run() {
    let server = ScriptedServer::start(vec![http_response("400 Bad", r#"{"message":"no"}"#)]);
    for ids in ["a", "a b c"] {
        Test::line(&format!("mark-read --user alice --client-key x {ids}"))
            .args(["--api-url", &server.url])
            .key(KEY)
            .run()
            .exits_with(5, "", "error: Courier returned 400: no");
    }
    // The first run sends one request. The second one sends batches of 3, 2, 1, 1 and 1 messages.
    assert_eq!(server.request_count(), 1 + 5);
}

#[test]
fn verify_detects_messages_that_were_not_marked() {
    let all = ids(60);
    let inbox = FaultyInbox::start(all[1..].iter().cloned(), vec![Some(Fault::FalseSuccess); 2]);
    let outcome = mark_read(&inbox, &all, "--verify --retries 0");
    outcome.exits_with(
        1,
        "Courier confirmed it, but the message list does not show it as read",
        "",
    );
    let report = outcome.json();
    // The first message is not in the list, so only the response says that it is marked.
    assert_eq!(
        reported(&report["verification"], "missing"),
        [all[0].clone()].into()
    );
    let mut known = reported(&report, "marked");
    assert!(known.remove(&all[0]));
    assert_eq!(known, inbox.read());
    assert_eq!(known.len(), 39);
}

/// Generates plans of up to 15 mutations, of which 60% fail.
fn plans() -> impl Strategy<Value = FaultPlan> {
    let fault = proptest::sample::select(&ALL_FAULTS[..]);
    proptest::collection::vec(proptest::option::weighted(0.6, fault), 0..16)
}

#[test]
fn the_report_matches_the_server_under_random_faults() {
    // The runs mostly wait for their retries, so many of them go in parallel.
    const THREADS: u32 = 25;
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let config = ProptestConfig {
                    cases: 200 / THREADS,
                    failure_persistence: None,
                    max_shrink_iters: 20,
                    ..ProptestConfig::default()
                };
                TestRunner::new(config)
                    .run(&(plans(), any::<bool>()), |(plan, verify)| {
                        assert_report_matches_server(&plan, verify);
                        Ok(())
                    })
                    .unwrap();
            });
        }
    });
}

fn assert_report_matches_server(plan: &FaultPlan, verify: bool) {
    let all = ids(1_000);
    let inbox = FaultyInbox::start(all[20..].iter().cloned(), plan.clone());
    let verify_option = if verify { "--verify" } else { "" };
    let options = format!("--retries 2 --timeout 4 --concurrency 8 {verify_option}");
    let outcome = mark_read(&inbox, &all, &options);
    let read = inbox.read();
    if outcome.stdout.is_empty() {
        // Nothing was marked, and the run ended with an error instead of a report.
        assert!(
            read.is_empty() && outcome.code.is_some_and(|code| code >= 4),
            "{outcome:#?}"
        );
        return;
    }
    let report = outcome.json();
    let (marked, failed) = (reported(&report, "marked"), reported(&report, "failed"));
    // Without --verify the run cannot know what a truncated response would have said.
    let may_be_unknown = !verify && plan.contains(&Some(Fault::TruncatedResponse));
    assert!(marked.is_subset(&read), "{plan:?}");
    assert!(may_be_unknown || marked == read, "{plan:?}");
    let known: BTreeSet<String> = marked.union(&failed).cloned().collect();
    assert_eq!(known, all.iter().cloned().collect(), "{plan:?}");
    assert!(marked.is_disjoint(&failed), "{plan:?}");
    assert!(reported(&report, "already_marked").is_empty());
    assert_eq!(outcome.code, Some(1));
}

#[test]
fn each_single_fault_is_recovered_from() {
    check_in_parallel(ALL_FAULTS, assert_recovers_from);
}

fn assert_recovers_from(fault: Fault) {
    let all = ids(120);
    let inbox = FaultyInbox::start(all.clone(), vec![None, Some(fault)]);
    let outcome = mark_read(&inbox, &all, "--timeout 5 --concurrency 1");
    let report = outcome.json();
    let marked = reported(&report, "marked");
    // An explicit refusal is final. Everything else is retried.
    let is_final = matches!(fault, Fault::PartialErrors | Fault::ReturnsFalse);
    assert_eq!(
        marked.len(),
        if is_final { 103 } else { 120 },
        "{fault:?}: {report}"
    );
    assert_eq!(marked, inbox.read(), "{fault:?}");
    assert_eq!(outcome.code, Some(i32::from(is_final)), "{fault:?}");
    let state = inbox.state();
    assert_eq!(state.largest_batch, 50);
    let token_count = if fault == Fault::Unauthorized { 2 } else { 1 };
    assert_eq!(state.token_count, token_count, "{fault:?}");
    // Only messages without a response are sent again.
    let twice = state
        .mark_counts
        .values()
        .filter(|times| **times > 1)
        .count();
    assert_eq!(
        twice,
        if fault == Fault::TruncatedResponse {
            50
        } else {
            0
        },
        "{fault:?}"
    );
}

#[test]
fn a_token_refused_midway_ends_the_run_with_a_report() {
    let all = ids(200);
    let plan = vec![None, Some(Fault::Unauthorized), Some(Fault::Unauthorized)];
    let inbox = FaultyInbox::start(all.clone(), plan);
    let outcome = mark_read(&inbox, &all, "--concurrency 1");
    outcome.exits_with(
        1,
        "\"message\":\"Courier refused the user token: 401 Unauthorized\"",
        "",
    );
    let report = outcome.json();
    assert_eq!(reported(&report, "marked"), inbox.read());
    assert_eq!(reported(&report, "marked").len(), 50);
    assert_eq!(reported(&report, "failed").len(), 150);
    // No further batch is sent after the token has been refused twice.
    assert_eq!(inbox.state().mutation_count, 3);
}

#[test]
fn verify_finds_lost_responses_and_already_read_messages() {
    let all = ids(120);
    let inbox = FaultyInbox::start(all.clone(), vec![Some(Fault::TruncatedResponse); 3]);
    inbox.state().read.insert(all[7].clone());
    let outcome = mark_read(&inbox, &all, "--verify --retries 0");
    outcome.exits_with(0, "\"already_marked\":[\"m-0007\"],\"failed\":[]", "");
    let marked = reported(&outcome.json(), "marked");
    assert_eq!(marked.len(), 119);
    assert!(!marked.contains(&all[7]));
}

#[test]
fn lost_responses_are_reported_as_unknown() {
    let all = ids(2);
    let inbox = FaultyInbox::start(all.clone(), vec![Some(Fault::TruncatedResponse)]);
    let outcome = mark_read(&inbox, &all, "--retries 0");
    assert_eq!(outcome.code, Some(1), "{outcome:#?}");
    let failed = &outcome.json()["failed"];
    let reasons = failed.as_array().unwrap().iter();
    let expected = "; it may have been marked anyway";
    assert!(
        reasons
            .clone()
            .all(|failed| failed["reason"] == "unconfirmed")
    );
    let mut reasons = reasons.map(|failed| failed["message"].as_str().unwrap());
    assert_eq!(reasons.len(), 2);
    assert!(
        reasons.all(|reason| reason.ends_with(expected)),
        "{outcome:#?}"
    );
    assert_eq!(inbox.read().len(), 2);
}

#[test]
fn a_killed_run_resumes_and_counts_no_message_twice() {
    let folder = tempfile::tempdir().unwrap();
    let unmarked_file = folder.path().join("unmarked");
    let unmarked = unmarked_file.to_str().unwrap();
    let ids_file = folder.path().join("ids");
    let all = ids(500);
    std::fs::write(&ids_file, all.join("\n")).unwrap();
    // Kills the run before the first of the ten batches, among them, or after the last one.
    for _ in 0..12 {
        let mutation_count = fastrand::usize(0..=10);
        let inbox = FaultyInbox::start(all.clone(), Vec::new());
        let mut child = binary()
            .args(["mark-read", "--user", "alice", "--failed-to", unmarked])
            .args(["--api-url", &inbox.url, "--ids-file"])
            .arg(&ids_file)
            .env("COURIER_API_KEY", KEY)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        wait_until("a mutation", || {
            inbox.state().mutation_count >= mutation_count
        });
        child.kill().unwrap();
        // The run may have finished before it was killed.
        let is_finished = child.wait().unwrap().success();
        let from = match std::fs::read_to_string(&unmarked_file) {
            Ok(text) if is_finished => {
                assert_eq!(text, "");
                continue;
            }
            Ok(text) if text.lines().count() == 500 => unmarked,
            // It was killed before the file was complete, or at the very end.
            _ => ids_file.to_str().unwrap(),
        };
        let outcome = Test::line("mark-read --user alice --json --verify")
            .args(["--failed-to", unmarked, "--ids-file", from])
            .args(["--api-url", &inbox.url])
            .key(KEY)
            .run();
        outcome.exits_with(0, "\"failed\":[]", "");
        let report = outcome.json();
        let (marked, already) = (
            reported(&report, "marked"),
            reported(&report, "already_marked"),
        );
        assert!(marked.is_disjoint(&already), "{mutation_count}");
        assert_eq!(marked.len() + already.len(), 500, "{mutation_count}");
        assert_eq!(inbox.read().len(), 500, "{mutation_count}");
        assert_eq!(std::fs::read_to_string(&unmarked_file).unwrap(), "");
        std::fs::remove_file(&unmarked_file).unwrap();
    }
}

#[test]
fn batches_are_not_halved_forever() {
    let refusal = http_response("400 Bad", r#"{"message":"no"}"#);
    let many = ids(400).join("\n");
    let run = |url: &str, options: &str| {
        Test::line(&format!("mark-read --user alice - {options}"))
            .args(["--api-url", url])
            .key(KEY)
            .stdin(many.clone())
            .run()
    };
    // The token request is refused: it is sent once per batch, and no batch is halved.
    let server = ScriptedServer::start(vec![refusal.clone()]);
    run(&server.url, "").exits_with(5, "", "error: Courier returned 400: no");
    assert_eq!(server.request_count(), 8);
    let server = ScriptedServer::start(vec![refusal]);
    run(&server.url, "--client-key x").exits_with(5, "", "error: Courier returned 400: no");
    assert!(server.request_count() < 200, "{}", server.request_count());
}

/// Runs `mark-read` and sends it SIGINT as soon as the state of the server matches.
#[cfg(unix)]
fn interrupt_mark_read(
    inbox: &FaultyInbox,
    ids: &[String],
    option: &str,
    is_time: fn(&InboxState) -> bool,
) -> Outcome {
    let child = binary()
        .args([
            "mark-read",
            "--user",
            "alice",
            "--json",
            "--concurrency",
            "1",
        ])
        .args([option, "--api-url", &inbox.url])
        .args(ids)
        .env("COURIER_API_KEY", KEY)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_until("the time of the signal", || is_time(&inbox.state()));
    send_signal(child.id(), rustix::process::Signal::INT);
    child.wait_with_output().unwrap().into()
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_verification() {
    let all = ids(50);
    let inbox = FaultyInbox::start(all.clone(), Vec::new());
    inbox.state().lists_hang_after = Some(1);
    let outcome = interrupt_mark_read(&inbox, &all, "--verify", |inbox| inbox.is_hanging);
    outcome.exits_with(130, "\"interrupted\":true", "");
    assert_eq!(reported(&outcome.json(), "marked"), inbox.read());
    assert_eq!(inbox.read().len(), 50);
    assert_eq!(outcome.json()["verification"]["message"], "interrupted");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_run_with_a_report() {
    let all = ids(500);
    let mut plan = vec![None; 3];
    plan.extend(vec![Some(Fault::Timeout); 10]);
    let inbox = FaultyInbox::start(all.clone(), plan);
    let started = Instant::now();
    let outcome = interrupt_mark_read(&inbox, &all, "--quiet", |inbox| inbox.mutation_count == 4);
    let elapsed = started.elapsed();
    outcome.exits_with(130, "\"interrupted\":true", "");
    let report = outcome.json();
    assert_eq!(reported(&report, "marked"), inbox.read());
    assert_eq!(reported(&report, "marked").len(), 150);
    let reasons: BTreeSet<&str> = report["failed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|failed| failed["message"].as_str().unwrap())
        .collect();
    let expected = [
        "interrupted before it was marked",
        "interrupted; it may have been marked anyway",
    ];
    assert_eq!(reasons, expected.into());
    // Requests in flight are given two seconds to finish.
    assert!(elapsed.as_secs() < 15, "{elapsed:?}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_before_the_token_arrives_reports_nothing_marked() {
    let all = ids(100);
    let inbox = FaultyInbox::start(all.clone(), Vec::new());
    inbox.state().tokens_hang = true;
    let outcome = interrupt_mark_read(&inbox, &all, "--quiet", |inbox| inbox.is_hanging);
    let failed = &outcome.json()["failed"];
    let reasons = failed.as_array().unwrap().iter();
    assert_eq!(reasons.len(), 100);
    assert!(
        reasons
            .clone()
            .all(|failed| failed["reason"] == "interrupted")
    );
    assert_eq!(outcome.code, Some(130));
    assert_eq!(inbox.state().mutation_count, 0);
}
