//! Sends any body to the routes of the sandbox that read one: each responds in Courier's format,
//! and nothing panics.
#![no_main]

use std::sync::{LazyLock, Mutex};

use courier_auth_fuzz::{
    Access::{self, App, Backend},
    Sandbox,
};
use libfuzzer_sys::fuzz_target;

/// The routes, without those that change the responses of other routes: the clock, faults and
/// access.
const ROUTES: [(Access, &str, &str); 14] = [
    (App, "POST", "/q"),
    (App, "POST", "/client/q"),
    (App, "PUT", "/users/alice/preferences/updates"),
    (App, "PUT", "/users/alice/tokens/x"),
    (App, "PATCH", "/users/alice/tokens/x"),
    (App, "POST", "/inbound/courier"),
    (App, "PUT", "/client/lists/l/subscribe/alice"),
    (Backend, "POST", "/auth/issue-token"),
    (Backend, "POST", "/send"),
    (Backend, "PUT", "/brands/b"),
    (Backend, "POST", "/brands"),
    (Backend, "POST", "/_sandbox/seed"),
    (Backend, "POST", "/_sandbox/inspect"),
    (App, "PUT", "/users/alice/tokens"),
];

static SANDBOX: LazyLock<Mutex<Sandbox>> = LazyLock::new(|| Mutex::new(Sandbox::start()));

fuzz_target!(|input: (u8, &[u8])| {
    let (route, body) = input;
    let (access, method, path) = ROUTES[usize::from(route) % ROUTES.len()];
    let mut sandbox = SANDBOX.lock().expect("the lock is not poisoned");
    sandbox.send(access, method, path, body);
});
