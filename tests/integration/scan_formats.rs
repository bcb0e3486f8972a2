//! The output formats of `scan`.

use std::fs;

use boon::{Compiler, Draft, Schemas};
use serde_json::{Value, json};

use crate::support::{Outcome, Test};

/// The schema of SARIF 2.1.0, published by OASIS:
/// <https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json>.
const SARIF_SCHEMA: &str = include_str!("../fixtures/sarif-2.1.0.json");

const CODE: &str = "// é\nscope: `user_id:${id} inbox:read:messages inbox:write:events read:brandz`,\n\
                    expires_in: '6 months',\nauth.issueToken(courier)\n";

fn scan(format: &str) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("a b")).unwrap();
    fs::write(folder.path().join("a b/c,d.ts"), CODE).unwrap();
    fs::write(
        folder.path().join("e.sh"),
        "curl https://api.courier.com/send -H 'Authorization: $KEY'\n",
    )
    .unwrap();
    Test::line(&format!("scan --format {format}"))
        .in_folder(folder.path())
        .run()
}

#[test]
fn sarif_is_valid_and_names_rules_places_and_fixes() {
    let log: Value = serde_json::from_str(&scan("sarif").stdout).unwrap();
    assert_valid(&log);

    let run = &log["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let is_key = |rule: &&Value| rule["name"] == "committed-key";
    let key = rules.iter().find(is_key).unwrap();
    assert_eq!(key["properties"]["tags"], json!(["security"]));
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2, "{log:#}");
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(
            run["tool"]["driver"]["rules"][index]["id"],
            result["ruleId"]
        );
        assert_eq!(
            result["partialFingerprints"]["courierAuth/v1"]
                .as_str()
                .unwrap()
                .len(),
            16
        );
    }
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b/c%2Cd.ts");
    assert_eq!(
        place["region"],
        json!({ "startLine": 2, "startColumn": 62, "endLine": 2, "endColumn": 73 })
    );
    let change = &results[0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "read:brands");
    assert_eq!(change["deletedRegion"], place["region"]);
}

#[test]
fn reports_say_what_they_do_not_list() {
    let folder = tempfile::tempdir().unwrap();
    let line = "scope: `user_id:${id} inbox:read:messages inbox:write:events read:brandz`\n";
    fs::write(folder.path().join("big.ts"), line.repeat(1_001)).unwrap();
    let run = |format: &str| {
        let test = Test::line(&format!("scan --format {format}"));
        test.in_folder(folder.path()).run().json()
    };
    let report = run("json");
    assert_eq!(report["findings"].as_array().unwrap().len(), 1_000);
    assert_eq!(report["truncated"], json!(["big.ts"]));
    assert_eq!(report["unreadable"], json!([]));
    let log = run("sarif");
    assert_valid(&log);
    let notes = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    let text = notes[0]["message"]["text"].as_str().unwrap();
    assert_eq!(text, "`big.ts` has more findings than are listed");
}

/// Validates a log with the official schema.
fn assert_valid(log: &Value) {
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.set_default_draft(Draft::V7);
    compiler.enable_format_assertions();
    compiler
        .add_resource("sarif.json", serde_json::from_str(SARIF_SCHEMA).unwrap())
        .unwrap();
    let schema = compiler.compile("sarif.json", &mut schemas).unwrap();
    schemas
        .validate(log, schema)
        .unwrap_or_else(|error| panic!("{error:#}"));
}

#[test]
fn github_shows_the_most_severe_first_at_its_place() {
    let outcome = scan("github");
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert!(
        lines[0].starts_with(
            "::error file=e.sh,line=1,endLine=1,col=54,endColumn=58,title=CA607 unexpanded-variable::"
        ),
        "{lines:#?}"
    );
    assert!(
        lines[1].starts_with("::warning file=a b/c%2Cd.ts,line=2,"),
        "{lines:#?}"
    );
    assert_eq!(lines.len(), 2);
}

#[test]
fn json_has_one_document_and_jsonl_a_line_for_each_finding() {
    let report = scan("json").json();
    assert_eq!(report["verdict"], "bad");
    let counts = ["files", "errors", "warnings", "notes", "silenced", "known"];
    assert_eq!(
        counts.map(|name| report[name].as_u64().unwrap()),
        [2, 1, 1, 0, 0, 0]
    );
    let lines = scan("jsonl").json_lines();
    assert_eq!(lines.len(), 2);
    for (line, finding) in lines.iter().zip(report["findings"].as_array().unwrap()) {
        assert_eq!(line["schema"], "courier-auth/scan-finding/v1");
        for (name, value) in finding.as_object().unwrap() {
            assert_eq!(&line[name], value);
        }
    }
    assert_eq!(
        lines[0]["fix"],
        "scope: `user_id:${id} inbox:read:messages inbox:write:events read:brands`,"
    );
}

#[test]
fn no_format_contains_secrets_of_other_services() {
    let folder = tempfile::tempdir().unwrap();
    let code = "curl https://api.courier.com/send -d '{\"user\":\"$USER_ID\",\"stripe\":\"sk_live_\
                FAKEfake12345678\",\"url\":\"https://bob:hunter2pw@db\"}'\n";
    fs::write(folder.path().join("a.sh"), code).unwrap();
    for format in ["text", "json", "jsonl", "github", "sarif"] {
        let scan = Test::line(&format!("scan --format {format}"));
        let outcome = scan.in_folder(folder.path()).run();
        assert!(
            outcome.stdout.contains("unexpanded-variable"),
            "{outcome:#?}"
        );
        for secret in ["sk_live_FAKE", "hunter2pw"] {
            assert!(!outcome.stdout.contains(secret), "{format}: {outcome:#?}");
        }
    }
}
