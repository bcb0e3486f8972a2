//! Texts that are not API keys are recognized before anything is sent.

use crate::support::{CLIENT_KEY, ConfigHome, KEY, Sandbox, ScriptedServer, Test, http_response};

const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6InVzZXJfaWQ6YWxpY2UifQ.c2ln";

/// Texts that are not API keys, with the reason.
const MISTAKES: &[(&str, &str)] = &[
    ("\"pk_test_FAKEFAKEFAKE\"", "it is in quotes"),
    ("'FAKEFAKEFAKE'", "it is in quotes"),
    ("undefined", "it is what JavaScript prints for no value"),
    (
        "null",
        "it is what JavaScript, Java and JSON print for no value",
    ),
    ("None", "it is what Python prints for no value"),
    ("YOUR_API_KEY", "it is a placeholder"),
    ("<your-api-key>", "it is a placeholder"),
    ("$YOUR_AUTH_KEY", "it is a placeholder"),
    ("$COURIER_API_KEY", "it is a placeholder"),
    ("${COURIER_API_KEY}", "it is a placeholder"),
    (
        "${{ secrets.COURIER_API_KEY }}",
        "it is a placeholder of GitHub Actions",
    ),
    ("$(CourierKey)", "it is a placeholder"),
    ("CHANGEME", "it is a placeholder"),
    ("pk_prod_xxxxxxxx", "it is a mask that hides the value"),
    ("***", "it is a mask that hides the value"),
    ("********", "it is a mask that hides the value"),
    ("[REDACTED]", "it is a mask that hides the value"),
    ("<redacted>", "it is a mask that hides the value"),
    (
        "op://vault/item/key",
        "it is a reference to 1Password that was not resolved",
    ),
    (
        "vault:secret/data/courier#key",
        "it is a reference to Vault",
    ),
    ("ref+awssecrets://courier", "it is a reference to vals"),
    (
        "arn:aws:secretsmanager:us-east-1:1:secret:courier",
        "it is a reference to AWS",
    ),
    (
        "@Microsoft.KeyVault(SecretUri=https://v/s)",
        "it is a reference to Azure Key Vault",
    ),
    (
        "projects/1/secrets/courier/versions/latest",
        "it is a reference to Google Secret Manager",
    ),
    ("!vault |", "it is a reference to Ansible Vault"),
    ("secret://courier", "it is a reference to a secret store"),
    ("doppler:COURIER", "it is a reference to Doppler"),
    (
        "env:COURIER_KEY",
        "it is a reference to an environment variable",
    ),
    ("/run/secrets/courier", "it is the path of a file"),
    (TOKEN, "it is a user token (JWT)"),
    (CLIENT_KEY, "it is a client key"),
    ("ck_prod_FAKE", "it is a client key"),
    (
        "00000000000000000000000000000000000000000000000000000000000000ff",
        "it is a user signature (HMAC)",
    ),
    ("pk_test_FAKE FAKE", "it contains whitespace"),
    ("pk_test_FAKE\nOTHER=1", "it has more than one line"),
    (
        "Bearer pk_test_FAKEFAKE",
        "it starts with the scheme of a header",
    ),
    (
        "COURIER_API_KEY=pk_test_FAKEFAKE",
        "it starts with the name of a variable",
    ),
    ("pk_prod_...", "it is a placeholder"),
    ("pk_prod_…", "it is a placeholder"),
];

#[test]
fn what_is_not_a_key_is_named_before_anything_is_sent() {
    let server = ScriptedServer::start(Vec::new());
    for (text, mistake) in MISTAKES {
        let issue = Test::line("issue --user u-17")
            .key(text)
            .env("COURIER_BASE_URL", &server.url)
            .run();
        let error = format!("error: invalid API key in COURIER_API_KEY: {mistake}\nhelp: ");
        issue.exits_with(4, "", &error);
        assert!(!issue.stderr.contains("region"), "{issue:#?}");
        assert!(!issue.stderr.contains("FAKEFAKE"), "{issue:#?}");
        assert_eq!(issue.stderr.matches("error").count(), 1, "{issue:#?}");
    }
    assert_eq!(server.request_count(), 0);
}

#[test]
fn the_help_depends_on_the_mistake() {
    for text in [TOKEN, "$COURIER_API_KEY"] {
        let issue = Test::line("issue --user u-17").key(text).run();
        issue.exits_with(4, "", "help: copy the API key from Courier's settings");
    }
    Test::line("issue --user u-17")
        .key("\"key\"")
        .run()
        .exits_with(
            4,
            "",
            "it is in quotes\nremove the quotes; docker's --env-file keeps them",
        );
    Test::line("issue --user u-17")
        .key("op://vault/item/key")
        .run()
        .exits_with(4, "", "resolve the reference first");
}

#[test]
fn every_command_that_reads_a_key_checks_it() {
    let server = ScriptedServer::start(Vec::new());
    let home = ConfigHome::new();
    let file = home.path().join("key");
    std::fs::write(&file, "undefined\n").unwrap();
    for (line, code) in [
        ("issue --user alice", 4),
        ("exec --user alice -- true", 125),
        ("serve --port 0", 4),
        ("hmac --user alice", 4),
        ("hmac check --user alice 00", 4),
        ("messages --user alice", 4),
        ("mark-read --user alice m-1", 4),
    ] {
        for (text, mistake) in [MISTAKES[0], MISTAKES[2], MISTAKES[29]] {
            let outcome = Test::line(line)
                .key(text)
                .env("COURIER_BASE_URL", &server.url)
                .run();
            outcome.exits_with(
                code,
                "",
                &format!("invalid API key in COURIER_API_KEY: {mistake}"),
            );
        }
        let outcome = Test::line(line)
            .env("COURIER_BASE_URL", &server.url)
            .key("***")
            .run();
        outcome.exits_with(code, "", "it is a mask that hides the value");
    }
    let piped = Test::line("hmac --user u --api-key-file -").stdin("Bearer pk_prod_FAKE");
    let piped = piped.run();
    let expected = "invalid API key in standard input: it starts with the scheme of a header";
    piped.exits_with(4, "", expected);
    assert!(!piped.stderr.contains("FAKE"), "{piped:#?}");
    let add = home.line("profile add x --insecure-storage --api-key-file");
    add.arg(file.to_str().unwrap()).run().exits_with(
        4,
        "",
        "it is what JavaScript prints for no value",
    );
    assert!(!home.file().exists());
    let add = home
        .line("profile add y --key-from env:MY_KEY")
        .env("MY_KEY", "'FAKEFAKEFAKE'");
    add.run()
        .exits_with(0, "", "warning: invalid API key in MY_KEY: it is in quotes");
    let show = home
        .line("profile show y")
        .env("MY_KEY", "'FAKEFAKEFAKE'")
        .run();
    assert!(show.stdout.contains("it is in quotes"), "{show:#?}");
    assert!(!show.stdout.contains("FAKEFAKE"), "{show:#?}");
    assert_eq!(server.request_count(), 0);
}

/// Returns the `api key` check of `doctor`.
fn key_check(sandbox: &Sandbox, key: &str) -> serde_json::Value {
    let doctor = Test::line("doctor --user alice --json")
        .at(sandbox)
        .key(key);
    let report = doctor.run().json();
    let checks = report["checks"].as_array().unwrap();
    let mut found = checks.iter().filter(|check| check["id"] == "setup.api-key");
    found.next().unwrap().clone()
}

#[test]
fn doctor_reports_mistakes_and_whitespace_around_the_key() {
    let sandbox = Sandbox::start();
    for (text, mistake) in MISTAKES {
        let check = key_check(&sandbox, text);
        assert_eq!(check["status"], "fail", "{text}");
        assert!(
            check["message"].as_str().unwrap().contains(mistake),
            "{check}"
        );
    }
    for (around, name) in [
        ("KEY\r", "a carriage return is part of COURIER_API_KEY"),
        ("KEY\r\n", "a carriage return is part of COURIER_API_KEY"),
        ("KEY\n", "a line break is part of COURIER_API_KEY"),
        (" KEY", "whitespace is part of COURIER_API_KEY"),
        (" KEY ", "whitespace is part of COURIER_API_KEY"),
        ("\tKEY", "whitespace is part of COURIER_API_KEY"),
        ("KEY\t", "whitespace is part of COURIER_API_KEY"),
    ] {
        let key = around.replace("KEY", &sandbox.api_key);
        let check = key_check(&sandbox, &key);
        assert_eq!(check["status"], "warn", "{around:?}");
        assert!(check["message"].as_str().unwrap().contains(name), "{check}");
        // The commands remove it.
        let issue = Test::line("issue --user alice")
            .at(&sandbox)
            .key(&key)
            .run();
        issue.exits_with(0, "eyJ", "");
    }
    assert_eq!(key_check(&sandbox, &sandbox.api_key)["status"], "pass");
}

#[test]
fn texts_that_can_be_keys_are_sent() {
    for key in [
        KEY,
        "dk_prod_FAKEFAKE",
        "FAKE0123456789ABCDEF",
        "FAKE+FAKE/FAKE==",
        "none",
        "alice",
    ] {
        let server = ScriptedServer::start(vec![http_response("401 Unauthorized", "{}")]);
        let issue = Test::line("issue --user u-17")
            .key(key)
            .env("COURIER_BASE_URL", &server.url)
            .run();
        issue.exits_with(4, "", "Courier refused the API key: 401");
        assert!(!issue.stderr.contains("region"), "{issue:#?}");
        assert_eq!(server.request_count(), 1, "{key}");
    }
}

#[test]
fn what_is_not_a_client_key_is_named() {
    for (text, mistake) in [
        (
            "undefined",
            "this is what JavaScript prints for no value, not a client key",
        ),
        ("YOUR_CLIENT_KEY", "this is a placeholder, not a client key"),
        (KEY, "this is an API key, not a client key"),
    ] {
        let outcome = Test::line("messages --user alice --client-key")
            .arg(text)
            .key(KEY)
            .run();
        outcome.exits_with(2, "", mistake);
        assert!(!outcome.stderr.contains("FAKEFAKE"), "{outcome:#?}");
    }
}
