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

/// The number of requests between resets, which keep every request as fast as the first.
const RESET_INTERVAL: usize = 500;

/// The sandbox, and the number of requests.
static SANDBOX: LazyLock<Mutex<(Sandbox, usize)>> =
    LazyLock::new(|| Mutex::new((Sandbox::start(), 0)));

fuzz_target!(|input: (u8, &[u8])| {
    let (route, body) = input;
    let (access, method, path) = ROUTES[usize::from(route) % ROUTES.len()];
    let mut locked = SANDBOX.lock().expect("the lock is not poisoned");
    let (sandbox, count) = &mut *locked;
    sandbox.send(access, method, path, body);
    *count += 1;
    if count.is_multiple_of(RESET_INTERVAL) {
        sandbox.reset();
    }
});
