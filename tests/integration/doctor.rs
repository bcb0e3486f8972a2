//! `doctor` where one link of the chain is broken: it names that one, and no other.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpListener,
    sync::Arc,
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use courier_auth::token::{Algorithm, ApiKey, sign_token};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};

use crate::{
    common::{KEY, Ran, Sandbox, Test, answer, http},
    tls::certificate,
};

/// A message that an app without a tenant may not see.
const OF_TENANT: &str = r#"{"users":{"alice":{"messages":[{"accountId":"acme"}]}}}"#;

const CLIENT_KEY: &str = "Y2EwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDVhNGRiMGM1";

/// The checks that ended so, each as `name: message`.
fn ended(report: &Value, state: &str) -> Vec<String> {
    let checks = report["checks"].as_array().unwrap();
    let ended = checks.iter().filter(|check| check["state"] == state);
    let text = |check: &Value, name: &str| check[name].as_str().unwrap().to_owned();
    ended
        .map(|check| format!("{}: {}", text(check, "name"), text(check, "message")))
        .collect()
}

/// One fault, and nothing else, is named; `bad` says whether it breaks the chain.
#[track_caller]
fn names(ran: &Ran, is_bad: bool, expected: &str) {
    let report = ran.json();
    let (bad, warnings) = (ended(&report, "bad"), ended(&report, "warning"));
    let (named, others) = if is_bad {
        (&bad, &warnings)
    } else {
        (&warnings, &bad)
    };
    assert!(
        named.len() == 1 && others.is_empty() && named[0].contains(expected),
        "{expected}: {bad:#?} {warnings:#?}"
    );
    assert_eq!(ran.code, Some(i32::from(is_bad)), "{ran:#?}");
    let verdict = if is_bad { "bad" } else { "ok" };
    assert_eq!(report["verdict"], verdict);
    for check in report["checks"].as_array().unwrap() {
        let needs_help = matches!(check["state"].as_str(), Some("bad" | "warning"));
        let has_help = check["help"].as_str().is_some_and(|help| !help.is_empty());
        assert!(has_help || !needs_help, "{check}");
    }
}

fn doctor(args: &[&str]) -> Test {
    let all = ["doctor", "--user", "alice", "--json"];
    Test::new(all.into_iter().chain(args.iter().copied()))
}

fn control(sandbox: &Sandbox, what: &str, body: &str) {
    let answer = http(
        "POST",
        &format!("{}/_sandbox/{what}", sandbox.url),
        &[],
        body,
    );
    assert!(answer.status < 300, "{}", answer.body);
}

#[test]
fn a_chain_that_holds_is_told_link_by_link() {
    let sandbox = Sandbox::start();
    sandbox.seed(
        r#"{"users":{"alice":{"messages":[{"title":"A"},{"read":"2026-01-01T00:00:00Z"}]}}}"#,
    );
    let ran = doctor(&[]).at(&sandbox).run();
    let report = ran.json();
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{ran:#?}");
    assert_eq!(
        ended(&report, "bad").len() + ended(&report, "warning").len(),
        0,
        "{report:#}"
    );
    let good = ended(&report, "ok");
    for expected in [
        "api key: sandbox_",
        "courier: http://127.0.0.1",
        "clock: in step",
        "issue: a token of 5 minutes for alice",
        "inspect: every rule",
        "signature: made with",
        "messages: 2 messages, 1 unread",
        "socket: open (101)",
    ] {
        assert!(
            good.iter().any(|line| line.starts_with(expected)),
            "{expected}: {good:#?}"
        );
    }
    // Nothing was changed, and nothing is told that is secret.
    let messages = sandbox.state()["users"]["alice"]["messages"].clone();
    assert_eq!(messages[0]["read"], Value::Null);
    assert_eq!(messages[0]["opened"], Value::Null);
    assert!(!ran.stdout.contains(&sandbox.api_key) && !ran.stdout.contains("eyJ"));
    let text = Test::new(["doctor"]).at(&sandbox).run();
    text.is(
        0,
        "Configuration\n  ✓ api key\nno link is broken; 0 warnings",
        "",
    );
    let ascii = Test::new(["doctor"]).at(&sandbox).env("LANG", "C").run();
    assert!(ascii.stdout.is_ascii(), "{ascii:#?}");
}

#[test]
fn a_fault_of_the_server_is_named_and_no_other() {
    type Row = (
        &'static [&'static str],
        &'static [(&'static str, &'static str)],
        bool,
        &'static str,
    );
    let rows: [Row; 8] = [
        (
            &["--fault", "issue-token:429"],
            &[],
            true,
            "issue: Courier answered 429",
        ),
        (
            &["--fault", "socket:503"],
            &[],
            true,
            "socket: Courier answered 503",
        ),
        (
            &["--fault", "q:drop"],
            &[],
            true,
            "messages: the connection to",
        ),
        (
            &["--latency", "2100"],
            &[],
            false,
            "speed: the slowest answer",
        ),
        (
            &[],
            &[("clock", r#"{"advance":"-121s"}"#)],
            true,
            "clock: this machine is 2 min ahead",
        ),
        (
            &[],
            &[("clock", r#"{"advance":"121s"}"#)],
            true,
            "clock: this machine is 2 min behind",
        ),
        (
            &[],
            &[("clock", r#"{"advance":"12s"}"#)],
            false,
            "clock: this machine is 1",
        ),
        (
            &[],
            &[("seed", OF_TENANT)],
            false,
            "tenants: all of them are of a tenant: acme",
        ),
    ];
    for (options, controls, is_bad, expected) in rows {
        let sandbox = Sandbox::start_with(options);
        for (what, body) in controls {
            control(&sandbox, what, body);
        }
        names(&doctor(&[]).at(&sandbox).run(), is_bad, expected);
    }
    // A token of another environment than the app's.
    let other = doctor(&["--env", "test"]).at(&Sandbox::start()).run();
    names(&other, true, "inspect: CA50");
    // With the tenant the app has, all is well; with another one not.
    let sandbox = Sandbox::start();
    sandbox.seed(OF_TENANT);
    assert_eq!(
        doctor(&["--tenant", "acme"]).at(&sandbox).run().json()["verdict"],
        "ok"
    );
    let other = doctor(&["--tenant", "other"]).at(&sandbox).run();
    names(&other, false, "tenants: none of them is of tenant other");
}

#[test]
fn what_a_workspace_asks_of_apps_without_a_token_is_named() {
    for (options, expected) in [
        (&["--hmac-required"][..], "client key: HMAC is required"),
        (
            &["--jwt-required"],
            "client key: refused, with a signature too: a JWT is required",
        ),
    ] {
        let sandbox = Sandbox::start_with(options);
        let ran = doctor(&[])
            .at(&sandbox)
            .env("COURIER_CLIENT_KEY", CLIENT_KEY)
            .run();
        names(&ran, false, expected);
    }
    let sandbox = Sandbox::start();
    let ran = doctor(&["--client-key", CLIENT_KEY]).at(&sandbox).run();
    assert!(ended(&ran.json(), "warning").is_empty(), "{ran:#?}");
    // `<another workspace>/test`
    let foreign = "MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAwL3Rlc3Q=";
    let ran = doctor(&["--client-key", foreign]).at(&sandbox).run();
    let told = ended(&ran.json(), "bad").concat() + &ended(&ran.json(), "warning").concat();
    assert!(told.contains("client key"), "{ran:#?}");
    let broken = doctor(&["--client-key", "nonsense"]).at(&sandbox).run();
    assert!(
        ended(&broken.json(), "bad")[0].contains("client key"),
        "{broken:#?}"
    );
}

#[test]
fn a_fault_of_a_given_token_is_named_and_what_follows_from_it_is_not() {
    let sandbox = Sandbox::start();
    let mint = |scope: &str, more: &str| {
        let body = format!(r#"{{"scope":"{scope}"{more}}}"#);
        let key = format!("Bearer {}", sandbox.api_key);
        let url = format!("{}/auth/issue-token", sandbox.url);
        let answer = http("POST", &url, &[("authorization", &key)], &body);
        answer.json()["token"].as_str().unwrap().to_owned()
    };
    let hour = r#","expires_in":"1h""#;
    let both = "inbox:read:messages inbox:write:events";
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let past = format!(r#","iat":{},"exp":{}"#, now - 7_200, now - 3_600);
    let rows = [
        (mint(&format!("user_id:alice {both}"), &past), "CA201"),
        (mint("user_id:alice inbox:write:events", hour), "CA305"),
        (mint("user_id:alice inbox:read:messages", hour), "CA305"),
        (mint(&format!("user_id:bob {both}"), hour), "CA405"),
        ("pk_test_FAKEFAKEFAKE".to_owned(), "CA102"),
    ];
    for (token, code) in rows {
        for by_variable in [true, false] {
            let test = if by_variable {
                doctor(&[]).env("COURIER_JWT", &token)
            } else {
                doctor(&["--token-file", "-"]).stdin(token.as_str())
            };
            let ran = test.at(&sandbox).run();
            names(&ran, true, &format!("inspect: {code}"));
            assert!(!ran.stdout.contains(&token), "{ran:#?}");
        }
    }
    // Good by every rule, and refused all the same.
    let key = ApiKey::new("another_key_FAKE").unwrap();
    let claims = json!({ "scope": format!("user_id:alice {both}"), "iat": now, "exp": now + 3_600,
        "tenant_id": "c0ffee00-0000-4000-8000-000000000000",
        "tenant_scope": "published/production" });
    let forged = sign_token(&claims.to_string(), &key, Algorithm::Hs256);
    let ran = doctor(&[])
        .env("COURIER_JWT", forged.expose())
        .at(&sandbox)
        .run();
    names(
        &ran,
        true,
        "a new token from this key is let in: it is the token",
    );
    let skipped = ended(&ran.json(), "skipped");
    assert!(
        skipped.iter().any(|line| line.starts_with("socket: ")),
        "{skipped:#?}"
    );
    // Without an API key a given token is looked at all the same.
    let good = mint(&format!("user_id:alice {both}"), hour);
    let ran = doctor(&[])
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_JWT", &good)
        .run();
    assert_eq!(ran.json()["verdict"], "ok", "{ran:#?}");
}

#[test]
fn a_broken_way_and_a_wrong_setup_are_named_and_no_other() {
    let sandbox = Sandbox::start();
    let (config, _) = certificate(&["127.0.0.1"]);
    let tls = proxy(config, |_| String::new());
    let port = tls.rsplit(':').next().unwrap();
    let far = format!("https://127.0.0.1:{port}");
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let closed = format!("http://{closed}");
    let with = |name: &str, value: &str| {
        let test = doctor(&[]).env("COURIER_API_KEY", KEY);
        test.env("COURIER_BASE_URL", &sandbox.url)
            .env(name, value)
            .run()
    };
    names(
        &with("COURIER_API_KEY", KEY),
        true,
        "issue: Courier refused the API key: 401",
    );
    let rows = [
        (&*far, "TLS failed"),
        (
            "https://courier.invalid",
            "courier.invalid: there is no address",
        ),
        (&*closed, "no connection"),
    ];
    for (url, expected) in rows {
        let ran = with("COURIER_BASE_URL", url);
        names(&ran, true, expected);
        let skipped = ended(&ran.json(), "skipped");
        assert!(
            skipped.contains(&"speed: nothing was answered".to_owned()),
            "{skipped:#?}"
        );
    }
    let ran = doctor(&[])
        .at(&sandbox)
        .env("COURIER_SOCKET_URL", "http://x.test")
        .run();
    names(
        &ran,
        true,
        "socket: COURIER_SOCKET_URL: write it as `wss://",
    );
    let none = doctor(&[]).env("COURIER_BASE_URL", &sandbox.url).run();
    names(&none, true, "api key: there is none");
    let nobody = doctor(&["--profile", "nobody"]).at(&sandbox).run();
    names(&nobody, true, "profile: there is no profile `nobody`");
    let without_key = doctor(&["--profile", "nobody"]).env("COURIER_BASE_URL", &sandbox.url);
    names(
        &without_key.run(),
        true,
        "profile: there is no profile `nobody`",
    );
    let file = doctor(&["--token-file", "/nowhere"]).at(&sandbox).run();
    assert!(
        ended(&file.json(), "bad")[0].contains("/nowhere"),
        "{file:#?}"
    );
    let nobody_there = doctor(&[])
        .env("COURIER_API_KEY", KEY)
        .env("HTTPS_PROXY", &closed)
        .run();
    names(
        &nobody_there,
        true,
        &format!("through the proxy {closed}: no connection"),
    );
    let wrong = doctor(&[])
        .env("COURIER_API_KEY", KEY)
        .env("COURIER_BASE_URL", "x")
        .run();
    names(
        &wrong,
        true,
        "courier: the variable COURIER_BASE_URL is not usable",
    );
}

#[cfg(unix)]
#[test]
fn a_key_file_that_others_can_read_is_told_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    std::fs::write(&file, &sandbox.api_key).unwrap();
    let with = |mode: u32| {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let args = ["--api-key-file", file.to_str().unwrap()];
        doctor(&args).at(&sandbox).run()
    };
    let ran = with(0o600);
    assert_eq!(ran.json()["verdict"], "ok");
    assert!(ended(&ran.json(), "ok").iter().any(|line| {
        line.contains("(--api-key-file)")
            && line.contains("shadows")
            && line.contains("COURIER_API_KEY")
    }));
    for (mode, expected) in [(0o644, "can read"), (0o622, "can change")] {
        let ran = with(mode);
        assert!(
            ended(&ran.json(), "warning")[0].contains(expected),
            "{ran:#?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn what_is_wrong_in_a_profile_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::start();
    let home = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str, mode: u32| {
        let path = home.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let run = |args: &[&str]| {
        Test::new(["doctor", "--json"].iter().chain(args).copied())
            .env("COURIER_AUTH_CONFIG_DIR", home.path().to_str().unwrap())
            .env("HOME", home.path().to_str().unwrap())
            .run()
    };
    let profile = |user: &str| {
        let text = format!(
            "[profile.a]\nuser = \"{user}\"\napi_url = \"{}\"\nkey = {{ file = \"~/key\" }}\n",
            sandbox.url
        );
        write("config.toml", &text, 0o600);
    };
    write("key", &sandbox.api_key, 0o644);
    profile("alice");
    names(&run(&["--profile", "a"]), false, "others can read");
    write("key", &sandbox.api_key, 0o600);
    profile("a b");
    names(&run(&["--profile", "a"]), true, "user: the profile's user");
    assert_eq!(
        run(&["--profile", "a", "--user", "alice"]).json()["verdict"],
        "ok"
    );
}

/// A proxy that leads nowhere: it answers in the place of each host itself, over TLS.
fn proxy(config: Arc<ServerConfig>, answers: impl Fn(&str) -> String + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut head = String::new();
            let mut first = [0];
            // What is no proxy request begins with TLS.
            let is_connect = stream.peek(&mut first).is_ok_and(|_| first == *b"C");
            if is_connect {
                let mut reader = BufReader::new(&stream);
                while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap_or(0) > 0 {}
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
            }
            let host = head.split([' ', ':']).nth(1).unwrap_or_default().to_owned();
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream);
            let mut request = [0; 4096];
            if stream.read(&mut request).is_ok() {
                let _ = stream.write_all(answers(&host).as_bytes());
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        }
    });
    address
}

/// Elsewhere the variable does not count.
#[cfg(target_os = "linux")]
#[test]
fn a_file_without_certificates_is_named() {
    let sandbox = Sandbox::start();
    let empty = tempfile::NamedTempFile::new().unwrap();
    for (file, told) in [
        ("/nowhere", "certificates: no certificates in `/nowhere`"),
        (empty.path().to_str().unwrap(), "there is none in PEM"),
    ] {
        let ran = doctor(&[]).at(&sandbox).env("SSL_CERT_FILE", file).run();
        names(&ran, true, told);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_other_region_is_asked_when_that_is_wanted_and_named_when_it_is_the_one() {
    let hosts = [
        "api.courier.com",
        "api.eu.courier.com",
        "inbox.courier.com",
        "realtime.courier.io",
    ];
    let (config, authority) = certificate(&hosts);
    let folder = tempfile::tempdir().unwrap();
    let pem = folder.path().join("authority.pem");
    std::fs::write(&pem, authority).unwrap();
    let claims = r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events","iat":1767225600,"exp":1767225900}"#;
    let token = sign_token(claims, &ApiKey::new(KEY).unwrap(), Algorithm::Hs256);
    let good = format!(r#"{{"token":"{}"}}"#, token.expose());
    let asked = Arc::new(std::sync::Mutex::new(Vec::new()));
    let hosts_asked = Arc::clone(&asked);
    let address = proxy(config, move |host| {
        hosts_asked.lock().unwrap().push(host.to_owned());
        match host {
            "api.eu.courier.com" => answer("200 OK", &good),
            _ => answer("401 No", r#"{"message":"Unauthorized"}"#),
        }
    });
    let run = |args: &[&str]| {
        asked.lock().unwrap().clear();
        let test = doctor(args).env("COURIER_API_KEY", KEY);
        let test = test.env("HTTPS_PROXY", &format!("http://{address}"));
        test.env("SSL_CERT_FILE", pem.to_str().unwrap()).run()
    };
    let ran = run(&[]);
    names(&ran, true, "issue: Courier refused the API key: 401");
    assert!(
        !asked
            .lock()
            .unwrap()
            .iter()
            .any(|host| host.contains(".eu.")),
        "it was not asked for"
    );
    let ran = run(&["--try-other-region"]);
    names(
        &ran,
        true,
        "other region: region eu takes this key, and us does not",
    );
    let skipped = ended(&ran.json(), "skipped");
    assert!(
        skipped
            .iter()
            .any(|line| line.contains(&format!("through the proxy http://{address}"))),
        "{skipped:#?}"
    );
}
