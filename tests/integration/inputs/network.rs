//! Connections that fail: the error names the party at fault, and the setting to change.

use std::net::{TcpListener, TcpStream};

use serde_json::json;

use crate::support::{
    ConfigHome, ConnectionAction, FaultyServer, KEY, Outcome, Sandbox, ScriptedServer, Test,
    TokenServer, certificate, closed_port_url, http, http_response,
};

/// Runs `issue` without retries. With the default URL, every connection goes through a proxy.
fn issue() -> Test {
    Test::line("issue --user u-17 --retries 0 --timeout 10").key(KEY)
}

/// Runs `issue` with a base URL in the environment.
fn issue_at(base: &str) -> Outcome {
    issue().env("COURIER_BASE_URL", base).run()
}

/// Returns true if this machine has the IPv6 loopback address.
fn has_ipv6() -> bool {
    TcpListener::bind("[::1]:0").is_ok()
}

// --- Loopback addresses ---

#[test]
fn the_sandbox_listens_on_both_loopback_addresses() {
    if !has_ipv6() {
        return;
    }
    let mut sandbox = Sandbox::start();
    let port = sandbox.port().to_owned();
    let url = format!("http://[::1]:{port}");
    let health = http("GET", &format!("{url}/_sandbox/health"), &[], "");
    assert_eq!(health.json()["url"], sandbox.url.as_str());
    let origin = [("origin", url.as_str())];
    let reset = http("POST", &format!("{url}/_sandbox/reset"), &origin, "");
    assert_eq!(reset.status, 204, "{}", reset.body);
    sandbox.seed(r#"{"users":{"u-17":{"messages":[{"messageId":"m"}]}}}"#);
    for base in [
        url.clone(),
        format!("{url}/"),
        format!("http://localhost:{port}"),
    ] {
        let run = |line: &str| {
            let test = Test::line(line).key(&sandbox.api_key);
            test.env("COURIER_BASE_URL", &base).run()
        };
        run("issue --user u-17").exits_with(0, "eyJ", "");
        run("mark-read --user u-17 m").exits_with(0, "m", "marked 1 message");
        run("doctor --user u-17").exits_with(0, "connected (101)", "");
    }
    let port_option = ["--port", port.as_str()];
    let status = Test::line("sandbox status").args(port_option).run();
    status.exits_with(0, &format!("running at {}", sandbox.url), "");
    let stop = Test::line("sandbox stop").args(port_option).run();
    stop.exits_with(0, "", "stopped the sandbox");
    assert_eq!(sandbox.wait(), Some(0));
    assert!(TcpStream::connect(format!("[::1]:{port}")).is_err());
}

#[test]
fn the_token_endpoint_listens_on_both_loopback_addresses() {
    if !has_ipv6() {
        return;
    }
    let sandbox = Sandbox::start();
    let server = TokenServer::at(&sandbox, "--user u-17");
    for host in ["127.0.0.1", "[::1]", "localhost"] {
        let response = http("GET", &server.url.replace("127.0.0.1", host), &[], "");
        assert_eq!(response.status, 200, "{host}: {}", response.body);
    }
}

/// Listens on a port of the IPv6 loopback address that is free at the IPv4 one. The system assigns
/// ports of this range to no connection and to no other test, so it stays free.
fn listener_on_ipv6_only() -> TcpListener {
    let mut listeners = (20_000..30_000).filter_map(|port| {
        TcpListener::bind(("127.0.0.1", port)).ok()?;
        TcpListener::bind(("::1", port)).ok()
    });
    listeners.next().unwrap()
}

#[test]
fn a_port_that_another_program_uses_at_the_ipv6_address_is_refused() {
    if !has_ipv6() {
        return;
    }
    let other = listener_on_ipv6_only();
    let port = other.local_addr().unwrap().port().to_string();
    for (line, expected) in [
        (
            "sandbox start --port",
            format!("cannot listen on port {port} of ::1: "),
        ),
        (
            "serve --user u-17 --port",
            format!("cannot listen on [::1]:{port}: "),
        ),
    ] {
        let outcome = Test::line(line).arg(&port).key(KEY).run();
        let expected = format!("{expected}\nhelp: choose another port with --port");
        outcome.exits_with(7, "", &expected);
    }
    // Another port is free at both addresses.
    Sandbox::start();
}

// --- TLS ---

#[test]
fn https_at_a_port_without_tls_is_named_with_its_setting() {
    let sandbox = Sandbox::start();
    let address = sandbox.url.strip_prefix("http://").unwrap();
    let https = format!("https://{address}");
    let expected = |setting: &str| {
        format!("error: {address} does not speak TLS\nhelp: write `http://{address}` in {setting}")
    };
    issue_at(&https).exits_with(6, "", &expected("COURIER_BASE_URL"));
    let flag = issue().args(["--api-url", &https]).run();
    flag.exits_with(6, "", &expected("--api-url"));
    let inbox_url = format!("{https}/q");
    let messages = Test::line("messages --user u-17 --retries 0").at(&sandbox);
    let messages = messages.env("COURIER_INBOX_URL", &inbox_url).run();
    messages.exits_with(6, "", &expected("COURIER_INBOX_URL"));
    let home = ConfigHome::with(&format!("[profile.local]\napi_url = \"{https}\"\n"));
    let profile = home.line("issue --user u-17 --retries 0 --profile local");
    let profile = profile.key(KEY).run();
    profile.exits_with(6, "", &expected("profile local"));
    let doctor = Test::line("doctor --user u-17").at(&sandbox);
    let doctor = doctor.env("COURIER_BASE_URL", &https).run();
    let text = format!("does not speak TLS\nwrite `http://{address}` in COURIER_BASE_URL");
    doctor.exits_with(1, &text, "");
}

#[test]
fn http_at_a_port_with_tls_is_named_with_its_setting() {
    let (config, _) = certificate(&["127.0.0.1"]);
    let server = FaultyServer::start_tls(vec![ConnectionAction::Respond(String::new())], config);
    let help = format!("write `https://{}` in COURIER_BASE_URL", server.address);
    let outcome = issue_at(&server.url());
    let expected = format!("error: the connection to {} was lost: ", server.address);
    outcome.exits_with(6, "", &format!("{expected}\nif this port uses TLS, {help}"));
    for page in [
        "Client sent an HTTP request to an HTTPS server.\n",
        "<html><h1>400 Bad Request</h1>The plain HTTP request was sent to HTTPS port</html>",
        "Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />",
    ] {
        let server = ScriptedServer::start(vec![http_response("400 Bad Request", page)]);
        let address = server.url.strip_prefix("http://").unwrap();
        let expected = format!(
            "error: {address} requires TLS\nhelp: write `https://{address}` in COURIER_BASE_URL"
        );
        issue_at(&server.url).exits_with(6, "", &expected);
    }
    let other = ScriptedServer::start(vec![http_response("400 Bad Request", "no")]);
    issue_at(&other.url).exits_with(5, "", "Courier returned 400: no");
}

// --- Proxies ---

/// Asserts the error of a proxy in one of the variables. No secret of the variable is shown.
#[track_caller]
fn assert_proxy_error(variable: &str, proxy: &str, expected: &str) {
    let outcome = issue().env(variable, proxy).run();
    outcome.exits_with(6, "", expected);
    assert!(!outcome.stderr.contains("hunter2"), "{outcome:#?}");
    let doctor = Test::line("doctor --user u-17").key(KEY);
    let doctor = doctor.env(variable, proxy).run();
    assert_eq!(doctor.code, Some(1), "{doctor:#?}");
    assert!(!doctor.stdout.contains("hunter2"), "{doctor:#?}");
    assert!(doctor.stdout.contains(variable), "{doctor:#?}");
}

#[test]
fn a_proxy_that_refuses_connections_is_named_with_its_variable() {
    let closed = closed_port_url();
    let address = closed.strip_prefix("http://").unwrap();
    for (variable, proxy) in [
        ("HTTPS_PROXY", closed.clone()),
        ("https_proxy", closed.clone()),
        ("ALL_PROXY", address.to_owned()),
        ("all_proxy", format!("http://ada:hunter2@{address}/")),
    ] {
        let expected = format!(
            "error: cannot connect to the proxy {address} ({variable}): Connection refused\n\
             help: check {variable}\nNO_PROXY=api.courier.com"
        );
        assert_proxy_error(variable, &proxy, &expected);
    }
    let expected = "error: cannot connect to the proxy 127.0.0.1:1 (HTTPS_PROXY): ";
    assert_proxy_error("HTTPS_PROXY", "http://127.0.0.1:1", expected);
    let expected = "error: cannot connect to the proxy proxy.corp.invalid:8080 (HTTPS_PROXY): \
                    DNS lookup failed: ";
    assert_proxy_error("HTTPS_PROXY", "proxy.corp.invalid:8080", expected);
}

#[test]
fn a_proxy_with_an_unsupported_scheme_is_refused() {
    for (proxy, reason) in [
        (
            "socks5://127.0.0.1:1080",
            "the scheme `socks5` is not supported",
        ),
        (
            "socks5h://ada:hunter2@p.corp",
            "the scheme `socks5h` is not supported",
        ),
        (
            "socks4://p.corp:1080",
            "the scheme `socks4` is not supported",
        ),
        ("ftp://p.corp", "the scheme `ftp` is not supported"),
        (
            "http://p.corp:eight",
            "it is not a URL (invalid port number)",
        ),
    ] {
        let expected = format!(
            "error: cannot use the proxy in ALL_PROXY: {reason}\n\
             help: write `http://HOST:PORT` in ALL_PROXY"
        );
        assert_proxy_error("ALL_PROXY", proxy, &expected);
    }
}

/// Runs `issue` with a proxy that responds to CONNECT as given.
fn issue_through(response: &str, credentials: &str) -> (String, Outcome) {
    let proxy = ScriptedServer::start(vec![response.to_owned()]);
    let address = proxy.url.strip_prefix("http://").unwrap().to_owned();
    let proxy = format!("http://{credentials}{address}");
    let outcome = issue().env("HTTPS_PROXY", &proxy).run();
    assert!(!outcome.stderr.contains("hunter2"), "{outcome:#?}");
    (address, outcome)
}

#[test]
fn the_response_of_a_proxy_to_connect_is_explained() {
    for (status, credentials, expected) in [
        (
            "407 Proxy Authentication Required",
            "",
            "requires a user name and password (407)\nUSER:PASSWORD@",
        ),
        (
            "407 Nope",
            "ada:hunter2@",
            "requires another user name or password (407)",
        ),
        (
            "403 Forbidden",
            "",
            "did not connect to api.courier.com\nNO_PROXY=api.courier.com",
        ),
        ("502 Bad Gateway", "", "did not connect to api.courier.com"),
        (
            "302 Found\r\nlocation: http://login.corp/",
            "",
            "did not connect to api.courier.com",
        ),
    ] {
        let (address, outcome) = issue_through(&http_response(status, ""), credentials);
        let start = format!("error: the proxy {address} (HTTPS_PROXY) ");
        outcome.exits_with(6, "", &format!("{start}\n{expected}"));
    }
    let (_, closed) = issue_through("", "");
    closed.exits_with(6, "", "did not connect to api.courier.com");
}

#[test]
fn a_proxy_without_tls_and_an_https_url_is_explained() {
    let proxy = ScriptedServer::start(vec![http_response("400 Bad Request", "")]);
    let address = proxy.url.strip_prefix("http://").unwrap();
    let expected = format!(
        "error: the proxy {address} (HTTPS_PROXY) does not speak TLS\n\
         help: write `http://{address}` in HTTPS_PROXY"
    );
    let outcome = issue()
        .env("HTTPS_PROXY", &format!("https://{address}"))
        .run();
    outcome.exits_with(6, "", &expected);
}

#[test]
fn a_host_behind_a_working_proxy_is_blamed_itself() {
    let proxy = ScriptedServer::start(vec!["HTTP/1.1 200 OK\r\n\r\n".to_owned()]);
    let address = proxy.url.strip_prefix("http://").unwrap();
    let outcome = issue().env("HTTPS_PROXY", &proxy.url).run();
    let expected = format!(
        "error: cannot connect to api.courier.com through the proxy {address} (HTTPS_PROXY): \n\
         help: check COURIER_BASE_URL, and whether the proxy in HTTPS_PROXY allows api.courier.com"
    );
    outcome.exits_with(6, "", &expected);
}

// --- URLs ---

#[test]
fn a_base_url_with_a_route_is_refused_before_a_request() {
    let sandbox = Sandbox::start();
    let base = &sandbox.url;
    for route in [
        "/auth/issue-token",
        "/client/q",
        "/q",
        "/send",
        "/messages",
        "/send/",
    ] {
        let url = format!("{base}{route}");
        let expected = format!(
            "COURIER_BASE_URL: it ends in the route `{}`; write `{base}`",
            route.trim_end_matches('/')
        );
        let run = |line: &str| {
            let test = Test::line(line).key(&sandbox.api_key);
            test.env("COURIER_BASE_URL", &url).run()
        };
        run("issue --user u-17").exits_with(2, "", &expected);
        run("doctor --user u-17").exits_with(1, &expected, "");
        let flag = issue().args(["--api-url", &url]).run();
        flag.exits_with(2, "", &format!("--api-url\nwrite `{base}`"));
    }
    let journal = sandbox.control("GET", "journal", "").json();
    assert_eq!(journal["requests"], json!([]));
}

#[test]
fn a_path_that_may_be_a_prefix_is_used_and_named_if_it_is_not_found() {
    let sandbox = Sandbox::start();
    for path in ["/v1", "/auth", "/api/courier/"] {
        let url = format!("{}{path}", sandbox.url);
        let expected = format!(
            "error: Courier returned 404\nhelp: COURIER_BASE_URL has the path `{}`",
            path.trim_end_matches('/')
        );
        let outcome = Test::line("issue --user u-17").key(&sandbox.api_key);
        let outcome = outcome.env("COURIER_BASE_URL", &url).run();
        outcome.exits_with(5, "", &expected);
    }
    for (path, route) in [
        ("", "POST /auth/issue-token "),
        ("/", "POST /auth/issue-token "),
        ("/courier", "POST /courier/auth/issue-token "),
        ("/v1/", "POST /v1/auth/issue-token "),
    ] {
        let gateway = ScriptedServer::start(vec![http_response("418 No", "{}")]);
        issue_at(&format!("{}{path}", gateway.url)).exits_with(5, "", "Courier returned 418");
        let requests = gateway.requests.lock().unwrap();
        assert!(requests[0].starts_with(route), "{path}: {requests:?}");
    }
}

#[test]
fn urls_of_another_api_or_without_a_scheme_say_what_to_write() {
    let rest = "https://api.courier.com";
    let inbox = "https://inbox.courier.com/q";
    for (variable, text, expected) in [
        (
            "COURIER_BASE_URL",
            "localhost:4020",
            "the scheme is missing; write `http://localhost:4020`",
        ),
        (
            "COURIER_BASE_URL",
            "127.0.0.1:4020",
            "the scheme is missing; write `http://127.0.0.1:4020`",
        ),
        (
            "COURIER_BASE_URL",
            "api.courier.com",
            "the scheme is missing; write `https://api.courier.com`",
        ),
        (
            "COURIER_BASE_URL",
            "ws://127.0.0.1:4020",
            "write it as `http://127.0.0.1:4020`",
        ),
        (
            "COURIER_BASE_URL",
            "wss://x.test",
            "write it as `https://x.test`",
        ),
        (
            "COURIER_BASE_URL",
            inbox,
            "`inbox.courier.com` is the host of the Inbox API; write `https://api.courier.com`",
        ),
        (
            "COURIER_BASE_URL",
            "https://inbox.eu.courier.io",
            "write `https://api.eu.courier.com`",
        ),
        (
            "COURIER_BASE_URL",
            "wss://realtime.courier.io",
            "`realtime.courier.io` is the host of the realtime socket",
        ),
        (
            "COURIER_BASE_URL",
            "https://api.courier.com/v1",
            "write `https://api.courier.com`",
        ),
        (
            "COURIER_INBOX_URL",
            rest,
            "`api.courier.com` is the host of the REST API; write `https://inbox.courier.com/q`",
        ),
        (
            "COURIER_INBOX_URL",
            "wss://inbox.courier.com/q",
            "write it as `https://inbox.courier.com/q`",
        ),
        (
            "COURIER_INBOX_URL",
            "ws://localhost:4020/q",
            "write it as `http://localhost:4020/q`",
        ),
        (
            "COURIER_INBOX_URL",
            "https://inbox.courier.com",
            "write `https://inbox.courier.com/q`",
        ),
        (
            "COURIER_INBOX_URL",
            "http://127.0.0.1:4020",
            "the path of the Inbox API is missing; write `http://127.0.0.1:4020/q`",
        ),
        (
            "COURIER_INBOX_URL",
            "https://x.test/client/q",
            "write `https://x.test/q`",
        ),
        (
            "COURIER_INBOX_URL",
            "localhost:4020",
            "write `http://localhost:4020/q`",
        ),
    ] {
        let run = |line: &str| Test::line(line).key(KEY).env(variable, text).run();
        let expected_error = format!("error: invalid {variable}: \n{expected}");
        run("messages --user u-17 --retries 0").exits_with(2, "", &expected_error);
        run("doctor --user u-17").exits_with(1, &format!("{variable}\n{expected}"), "");
        let flag = if variable == "COURIER_BASE_URL" {
            "--api-url"
        } else {
            "--inbox-url"
        };
        let outcome = Test::line("messages --user u-17").args([flag, text]).run();
        outcome.exits_with(2, "", &format!("{flag}\n{expected}"));
    }
}

#[test]
fn texts_that_are_no_url_are_refused_without_a_suggestion() {
    for (text, expected) in [
        (
            "undefined",
            "`undefined` is what JavaScript prints for no value, not a URL",
        ),
        (
            "null",
            "`null` is what JavaScript, Java and JSON print for no value, not a URL",
        ),
        ("${API_URL}", "`${API_URL}` is a placeholder, not a URL"),
        (
            "{{url}}",
            "`{{url}}` is a placeholder of Jinja, Handlebars, Liquid or Mustache, not a URL",
        ),
        ("<url>", "`<url>` is a placeholder, not a URL"),
        ("\"http://127.0.0.1:4020\"", "it is in quotes; remove them"),
        ("'https://api.courier.com'", "it is in quotes; remove them"),
    ] {
        for (variable, flag) in [
            ("COURIER_BASE_URL", "--api-url"),
            ("COURIER_INBOX_URL", "--inbox-url"),
        ] {
            let line = "messages --user u-17 --retries 0";
            let outcome = Test::line(line).key(KEY).env(variable, text).run();
            outcome.exits_with(2, "", &format!("error: invalid {variable}: \n{expected}"));
            assert!(!outcome.stderr.contains("write `"), "{outcome:#?}");
            let outcome = Test::line("messages --user u-17").args([flag, text]).run();
            outcome.exits_with(2, "", &format!("{flag}\n{expected}"));
            assert!(!outcome.stderr.contains("write `"), "{outcome:#?}");
        }
    }
}

#[test]
fn plain_http_to_another_machine_takes_the_key_of_a_sandbox_only() {
    for host in [
        "host.docker.internal",
        "sandbox",
        "192.168.1.5",
        "10.0.2.2",
        "172.17.0.1",
    ] {
        let expected = format!(
            "`http` to {host}:4020 is only allowed with the key or a token of a sandbox\n\
             help: use `https` in COURIER_BASE_URL, or the sandbox's own key"
        );
        issue_at(&format!("http://{host}:4020")).exits_with(4, "", &expected);
    }
    for host in ["0.0.0.0", "app.localhost", "[::]"] {
        let expected = "use `https`; write `http://127.0.0.1:4020`";
        issue_at(&format!("http://{host}:4020")).exits_with(2, "", expected);
    }
    let remote = issue_at("http://courier.example.com");
    remote.exits_with(2, "", "use `https`\n");
    assert!(!remote.stderr.contains("container"), "{remote:#?}");
}

// --- Responses of something else than Courier ---

#[test]
fn pages_and_redirects_are_not_called_a_response_of_courier() {
    let html = "<!DOCTYPE html><title>Log in to the guest network</title>";
    for (response, expected) in [
        (
            http_response("200 OK", html),
            "an HTML or XML page, which does not come from Courier",
        ),
        (
            http_response("302 Found\r\nlocation: http://login.corp/?t=hunter2", ""),
            "a redirect (302), which is not followed; it points to http://login.corp\n",
        ),
        (
            http_response("308 Moved\r\nlocation: /elsewhere", ""),
            "a redirect (308), which is not followed; it points to http://127.0.0.1",
        ),
    ] {
        let server = ScriptedServer::start(vec![response]);
        let outcome = issue_at(&server.url);
        let help = "help: check COURIER_BASE_URL, and whether a proxy responds";
        outcome.exits_with(5, "", &format!("{expected}\n{help}"));
        assert!(!outcome.stderr.contains("hunter2"), "{outcome:#?}");
    }
}

#[test]
fn a_server_that_does_not_run_is_named_with_its_setting() {
    let closed = closed_port_url();
    let expected = "error: cannot connect to 127.0.0.1\n\
                    help: start a sandbox with `courier-auth sandbox start`, or check ";
    issue_at(&closed).exits_with(6, "", &format!("{expected}COURIER_BASE_URL"));
    let flag = issue().args(["--api-url", &closed]).run();
    flag.exits_with(6, "", &format!("{expected}--api-url"));
}
