//! Access to a sandbox from elsewhere: containers, emulators, phones and other machines.

use std::net::{IpAddr, UdpSocket};

use crate::support::{Sandbox, Test, http};

/// A key that is not the sandbox's.
const OTHER_KEY: &str = "pk_test_FAKE";

/// Returns an address of this machine that is not loopback. Nothing is sent: only the route to an
/// address for documentation is looked up.
fn own_address() -> IpAddr {
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    let connected = socket.connect("192.0.2.1:9");
    connected.expect("this machine has a network, as the CI has");
    socket.local_addr().unwrap().ip()
}

fn status(url: &str) -> u16 {
    http("GET", url, &[], "").status
}

#[test]
#[ignore = "needs a network beside loopback"]
fn other_machines_reach_the_sandbox_and_not_its_control() {
    let address = own_address();
    for host in [address.to_string(), "0.0.0.0".to_owned()] {
        let sandbox = Sandbox::start_with(&format!("--host {host}"));
        let elsewhere = format!("http://{address}:{}", sandbox.port());
        let test = |line: &str| Test::line(line).env("COURIER_BASE_URL", &elsewhere);

        let issued = test("issue --user alice").key(&sandbox.api_key).run();
        issued.exits_with(0, "eyJ", "");
        let token = issued.stdout.trim_end();
        let inspected = test("messages --user alice").env("COURIER_JWT", token);
        inspected.run().exits_with(0, "", "no messages for `alice`");
        let refused = test("issue --user alice").key(OTHER_KEY).run();
        let expected =
            "`http` to \nis only allowed with the key or a token of a sandbox\nhelp: use `https`";
        refused.exits_with(4, "", expected);

        for path in ["/_sandbox/health", "/_sandbox/state", "/"] {
            assert_eq!(status(&format!("{elsewhere}{path}")), 403, "{path}");
            assert_eq!(status(&format!("{}{path}", sandbox.url)), 200, "{path}");
        }
        let stopped = http("POST", &format!("{elsewhere}/_sandbox/stop"), &[], "{}");
        assert_eq!(stopped.status, 403);

        let open = Sandbox::start_with(&format!("--host {host} --expose-control"));
        let elsewhere = format!("http://{address}:{}", open.port());
        for path in ["/_sandbox/health", "/"] {
            assert_eq!(status(&format!("{elsewhere}{path}")), 200, "{path}");
        }
    }
}

#[test]
#[ignore = "needs a network beside loopback"]
fn without_host_only_this_machine_reaches_the_sandbox() {
    let sandbox = Sandbox::start();
    let elsewhere = (own_address(), sandbox.port().parse().unwrap());
    assert!(std::net::TcpStream::connect(elsewhere).is_err());
}

#[test]
fn only_allowed_host_names_are_served() {
    let closed = Sandbox::start();
    let open = Sandbox::start_with("--allow-host My-Mac.local");
    let request = |sandbox: &Sandbox, path: &str, host: &str| {
        let headers = [("host", host), ("authorization", &sandbox.bearer())];
        sandbox.request("GET", path, &headers, "").status
    };
    for (host, without, with) in [
        ("my-mac.local:4020", 403, 200),
        ("courier:4020", 200, 200),
        ("10.0.2.2:4020", 200, 200),
        ("host.docker.internal:4020", 200, 200),
        ("evil.test", 403, 403),
    ] {
        assert_eq!(request(&closed, "/messages", host), without, "{host}");
        assert_eq!(request(&open, "/messages", host), with, "{host}");
        // The name is no reason to open the control API.
        assert_eq!(request(&open, "/_sandbox/health", host), 403, "{host}");
    }
    for path in ["/", "/_sandbox/state", "/nowhere"] {
        assert_eq!(request(&closed, path, "evil.test"), 403, "{path}");
    }
}

#[test]
fn exposed_control_still_refuses_foreign_pages() {
    let sandbox = Sandbox::start_with("--expose-control --allow-host my-mac.local");
    let health = |host: &str, origin: Option<&str>| {
        let mut headers = vec![("host", host)];
        headers.extend(origin.map(|origin| ("origin", origin)));
        sandbox
            .request("GET", "/_sandbox/health", &headers, "")
            .status
    };
    for (host, origin, expected) in [
        ("my-mac.local:4020", None, 200),
        ("my-mac.local:4020", Some("http://my-mac.local:4020"), 200),
        ("192.168.1.5:4020", Some("http://192.168.1.5:4020"), 200),
        ("my-mac.local:4020", Some("http://evil.test"), 403),
        ("evil.test", None, 403),
        ("evil.test", Some("http://evil.test"), 403),
    ] {
        assert_eq!(health(host, origin), expected, "{host} {origin:?}");
    }
}

#[test]
fn the_start_says_what_becomes_reachable() {
    let text = |options: &str| {
        let line = format!("sandbox exec --host 0.0.0.0 {options} -- true");
        let path = std::env::var("PATH").unwrap();
        Test::line(&line).env("PATH", &path).run()
    };
    text("").exits_with(
        0,
        "",
        "warning: everyone who can connect to 0.0.0.0:\ncan read and change the users and messages, but \
         not use its page and control API",
    );
    text("--expose-control").exits_with(0, "", "and use its page and control API");
    let unknown = Test::line("sandbox start --host example.com").run();
    unknown.exits_with(2, "", "--host");
    let invalid = Test::line("sandbox start --allow-host http://a.test").run();
    invalid.exits_with(2, "", "expected a host name without a scheme and a port");
}
