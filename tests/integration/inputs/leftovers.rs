//! Leftovers: texts that languages, shells and templates leave in place of a value.

use courier_auth::{
    inspect::example::{Example, NOW, TENANT},
    token::ApiKey,
};
use serde_json::{Value, json};

use crate::support::{CLIENT_KEY, ConfigHome, KEY, Sandbox, Test, TokenServer};

/// Returns the texts of a kind in the fixture that a scope can contain as one entry.
fn texts(kind: &str) -> Vec<&'static str> {
    let lines = include_str!("../../fixtures/user_ids.tsv").lines();
    let rows = lines.filter_map(|line| {
        line.strip_prefix(kind)?
            .strip_prefix('\t')?
            .split_once('\t')
    });
    let texts: Vec<_> = rows
        .map(|(text, _)| text)
        .filter(|text| !text.contains(' ') && !text.ends_with(';'))
        .collect();
    assert!(texts.len() > 30, "{kind}");
    texts
}

/// Returns the report of a token for each user.
fn reports(users: &[&str]) -> Vec<Value> {
    let tokens: Vec<String> = users.iter().map(|user| token(user)).collect();
    let line = format!("inspect --format jsonl --at {NOW} -");
    let reports = Test::line(&line)
        .stdin(tokens.join("\n"))
        .run()
        .json_lines();
    assert_eq!(reports.len(), users.len());
    reports
}

/// Returns the codes of the findings that are not notes.
fn codes(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap().iter();
    let findings = findings.filter(|finding| finding["severity"] != "note");
    findings
        .map(|finding| finding["code"].as_str().unwrap())
        .collect()
}

fn token(user: &str) -> String {
    let scope = format!("user_id:{user} inbox:read:messages inbox:write:events");
    let claims: &'static str = json!({ "scope": scope }).to_string().leak();
    Example::Claims(claims).text(&ApiKey::new(KEY).unwrap(), TENANT)
}

fn inspect(user: &str, options: &str) -> Test {
    Test::line(&format!("inspect --at {NOW} - {options}")).stdin(token(user))
}

#[test]
fn a_token_for_a_leftover_does_not_pass() {
    let users = texts("leftover");
    for (user, report) in users.iter().zip(reports(&users)) {
        assert_eq!(report["verdict"], "bad", "{user}");
        assert_eq!(codes(&report), ["CA404"], "{user}: {report}");
    }
    inspect("None", "").run().exits_with(
        1,
        "error[placeholder-user]: `None` is what Python prints for no value",
        "",
    );
    inspect("com.acme.User@1b6d3586", "").run().exits_with(
        1,
        "is what Java and Kotlin print\n--user USER_ID",
        "",
    );
}

#[test]
fn a_token_for_a_wrapped_id_is_a_warning_that_names_the_id() {
    let users = texts("wrapped");
    for (user, report) in users.iter().zip(reports(&users)) {
        assert_eq!(report["verdict"], "ok", "{user}");
        assert_eq!(codes(&report), ["CA409"], "{user}: {report}");
        let help = report["findings"][0]["help"].as_str().unwrap();
        let id = help
            .strip_prefix("is the user ID `")
            .unwrap()
            .strip_suffix("`?")
            .unwrap();
        let fix = format!("courier-auth issue --user {id} --for inbox");
        assert!(
            report["fix"].as_str().unwrap().starts_with(&fix),
            "{user}: {report}"
        );
        assert!(["u-17", "17", "5f7c8ec7"].contains(&id), "{user}: {report}");
    }
    inspect("b'u-17'", "--user u-17").run().exits_with(
        1,
        "error[wrapped-user-id]: the user ID `b'u-17'` contains the `b'...'`",
        "",
    );
    inspect("\"u-17\"", "--user bob").run().exits_with(
        1,
        "error[user-mismatch]\nwarning[wrapped-user-id]",
        "",
    );
}

#[test]
fn ids_that_resemble_leftovers_pass() {
    let users = texts("id");
    for (user, report) in users.iter().zip(reports(&users)) {
        assert_eq!(report["verdict"], "ok", "{user}: {report}");
        let codes = codes(&report);
        // Browsers cannot send some characters, which another rule reports.
        assert!(codes.is_empty() || codes == ["CA406"], "{user}: {report}");
    }
    inspect("none-such", "")
        .run()
        .exits_with(0, "This token works", "");
}

#[test]
fn issue_and_exec_refuse_leftovers_and_warn_about_wrapped_ids() {
    let sandbox = Sandbox::start();
    for user in ["None", "{}", "%s", "Optional.empty"] {
        let issue = Test::new(["issue", "--user", user]).at(&sandbox).run();
        issue.exits_with(2, "", "error[placeholder-user]\nnothing was sent");
        let exec = ["exec", "--user", user, "--", "true"];
        let exec = Test::new(exec).at(&sandbox).run();
        exec.exits_with(125, "", "command not run: nothing was sent");
    }
    let issue = Test::new(["issue", "--user", "\"alice\""])
        .at(&sandbox)
        .run();
    issue.exits_with(
        0,
        "eyJ",
        "warning[wrapped-user-id]\nis the user ID `alice`?",
    );
    let issue = Test::line("issue --user user_id:u-17").at(&sandbox).run();
    issue.exits_with(2, "", "pass the user ID alone: `u-17`");
    let issue = Test::line("issue --user null --no-preflight")
        .at(&sandbox)
        .run();
    issue.exits_with(0, "eyJ", "");
}

#[test]
fn a_batch_of_signatures_warns_once_and_signs_each_line() {
    let outcome = Test::line("hmac --batch -")
        .key(KEY)
        .stdin("alice\nundefined\nNone\n")
        .run();
    let warning =
        "warning: line 2: `undefined` is what JavaScript prints for no value, not a user ID";
    outcome.exits_with(0, "\n", warning);
    assert_eq!(outcome.stdout.lines().count(), 3);
    assert!(!outcome.stderr.contains("line 3"), "{}", outcome.stderr);
}

#[test]
fn each_line_of_a_users_file_is_checked() {
    let sandbox = Sandbox::start();
    let issue = Test::line("issue --users-file -")
        .at(&sandbox)
        .stdin("alice\nNone\n'bob'\nb'carol'\n")
        .run();
    issue.exits_with(
        1,
        "`None` is what Python prints for no value, not a user ID",
        "removed the quotes around the user IDs in standard input\n\
         warning: the user ID `b'carol'` contains the `b'...'` of Python's bytes; is it `carol`?",
    );
}

#[test]
fn serve_refuses_to_issue_for_leftovers() {
    let sandbox = Sandbox::start();
    let server = TokenServer::at(&sandbox, "--quiet");
    let get = |user: &str| server.get(&format!("?user={user}"));
    let responses = ["undefined", "None", "%5Bobject%20Object%5D", "alice"].map(get);
    let [undefined, none, object, alice] = responses;
    for refused in [&undefined, &none, &object] {
        assert_eq!(refused.status, 400, "{}", refused.body);
        assert!(refused.body.contains("not a user ID"), "{}", refused.body);
    }
    assert_eq!(alice.status, 200, "{}", alice.body);
}

#[test]
fn hmac_signs_what_it_is_told_and_warns() {
    let hmac = Test::new([
        "hmac",
        "--user",
        "None",
        "--user",
        "Optional(\"u-17\")",
        "--user",
        "u",
    ]);
    hmac.key(KEY).run().exits_with(
        0,
        "\n",
        "warning: `None` is what Python prints for no value, not a user ID\n\
         contains `Optional(...)` of Swift; is it `u-17`?",
    );
    let signed = Test::line("hmac --user none-such").key(KEY).run();
    assert!(!signed.stderr.contains("warning"), "{signed:#?}");
    let check = Test::line("hmac check --user undefined 00").key(KEY).run();
    check.exits_with(1, "no", "warning: `undefined` is what JavaScript prints");
}

#[test]
fn inbox_commands_refuse_leftovers_before_anything_is_sent() {
    let closed = crate::support::closed_port_url();
    for line in [
        "messages --user None",
        "mark-read --user None --all --yes",
        "mark-read --user None m-1",
    ] {
        let outcome = Test::line(line)
            .key(KEY)
            .env("COURIER_BASE_URL", &closed)
            .run();
        outcome.exits_with(
            2,
            "",
            "`None` is what Python prints for no value\npass the ID of a user",
        );
    }
    let home = ConfigHome::with("[profile.x]\nuser = \"undefined\"\nkey = { env = \"KEY\" }\n");
    home.line("messages --profile x")
        .env("KEY", KEY)
        .run()
        .exits_with(2, "", "`undefined` is what JavaScript prints for no value");
}

#[test]
fn leftovers_instead_of_a_token_are_named() {
    for (text, finding) in [
        ("jwt", "CA112"),
        ("MY_JWT_TOKEN", "CA112"),
        ("your_6month_jwt_token_here", "CA112"),
        ("None", "CA112"),
        ("***", "CA112"),
        ("[REDACTED]", "CA112"),
        ("<redacted>", "CA112"),
        ("nil", "CA112"),
        ("%s", "CA112"),
        ("${{ secrets.COURIER_JWT }}", "CA112"),
        ("op://vault/courier/jwt", "CA112"),
        ("ck_prod_FAKE", "CA103"),
        (CLIENT_KEY, "CA103"),
        ("Basic RkFLRTpGQUtF", "CA101"),
        ("Unauthorized", "CA101"),
        ("jwt.txt", "CA101"),
    ] {
        let report = Test::line("inspect --json -").stdin(text).run();
        assert_eq!(report.code, Some(3), "{text}: {report:#?}");
        assert_eq!(
            report.json()["findings"][0]["code"],
            finding,
            "{text}: {report:#?}"
        );
        let can = Test::line("can list -").stdin(text).run();
        assert_eq!(can.code, Some(3), "{text}: {can:#?}");
    }
    for (text, message) in [
        (
            "None",
            "`None` is what Python prints for no value, not a token",
        ),
        ("***", "`***` is a mask that hides the value, not a token"),
        ("Basic RkFLRTpGQUtF", "credential of the scheme `Basic`"),
        ("ck_prod_FAKE", "is a client key (`ck_...`)"),
    ] {
        Test::line("inspect -")
            .stdin(text)
            .run()
            .exits_with(3, message, "");
    }
}

#[test]
fn a_suggestion_is_never_the_text_itself() {
    for scope in [
        "tenant:YOUR_TENANT_ID:read",
        "tenant:$TENANT_ID:read",
        "tenant:null:read",
    ] {
        let claims = json!({ "scope": format!("user_id:alice {scope}") }).to_string();
        let text = Example::Claims(claims.leak()).text(&ApiKey::new(KEY).unwrap(), TENANT);
        let line = format!("inspect --for create --at {NOW} -");
        let outcome = Test::line(&line).stdin(text).run();
        outcome.exits_with(1, "[placeholder-scope]", "");
        let suggestion = format!("did you mean `{scope}`");
        assert!(!outcome.stdout.contains(&suggestion), "{outcome:#?}");
    }
}
