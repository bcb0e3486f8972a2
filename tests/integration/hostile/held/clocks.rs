//! `serve` beside a Courier whose clock is wrong.

use crate::support::{Sandbox, TokenServer};

#[test]
fn a_served_token_is_valid_at_the_clock_of_courier() {
    for clock in [
        r#"{"set":"1971-01-01T00:00:00Z"}"#,
        r#"{"advance":"-2h"}"#,
        r#"{"advance":"0s"}"#,
        r#"{"advance":"2h"}"#,
        r#"{"set":"9990-01-01T00:00:00Z"}"#,
    ] {
        let sandbox = Sandbox::start();
        let changed = sandbox.control("POST", "clock", clock);
        assert_eq!(changed.status, 200, "{clock}: {}", changed.body);
        let server = TokenServer::at(&sandbox, "--user alice --expires-in 1h");
        let first = server.get("");
        let token = first.json()["token"].as_str().unwrap().to_owned();
        assert_eq!(sandbox.query(&token, "{ count }").status, 200, "{clock}");
        for _ in 0..5 {
            assert_eq!(server.get("").json()["token"], token, "{clock}");
        }
        let journal = sandbox.control("GET", "journal", "").body;
        assert_eq!(journal.matches("/auth/issue-token").count(), 1, "{clock}");
    }
}
