//! A proxy that holds requests back until the test lets them pass.

use std::{
    io::Write as _,
    net::TcpListener,
    sync::{Arc, Condvar, Mutex},
    thread,
};

use super::{
    DEADLINE,
    http::{http, http_response, read_request},
};

/// A proxy in front of a sandbox.
pub(crate) struct Gate {
    pub(crate) url: String,
    state: Arc<GateState>,
}

#[derive(Default)]
struct GateState {
    counts: Mutex<Counts>,
    changed: Condvar,
}

#[derive(Default)]
struct Counts {
    /// The number of requests that have arrived.
    arrived: usize,
    /// The number of requests that may pass.
    allowed: usize,
}

impl Gate {
    /// Lets this number of requests pass to `upstream`.
    pub(crate) fn start(upstream: &str, allowed: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(GateState::default());
        state.counts.lock().unwrap().allowed = allowed;
        let (shared, upstream) = (Arc::clone(&state), upstream.to_owned());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let (state, upstream) = (Arc::clone(&shared), upstream.clone());
                thread::spawn(move || {
                    let request = read_request(&mut stream);
                    state.pass();
                    let response = forward(&upstream, &request);
                    let _ = stream.write_all(response.as_bytes());
                });
            }
        });
        Self { url, state }
    }

    /// Waits until this number of requests has arrived; panics after a minute.
    #[track_caller]
    pub(crate) fn wait_for_requests(&self, count: usize) {
        let counts = self.state.counts.lock().unwrap();
        let changed = &self.state.changed;
        let has_not_arrived = |counts: &mut Counts| counts.arrived < count;
        let (counts, waited) = changed
            .wait_timeout_while(counts, DEADLINE, has_not_arrived)
            .unwrap();
        let arrived = counts.arrived;
        drop(counts);
        assert!(!waited.timed_out(), "{arrived} of {count} requests");
    }

    /// Returns the number of requests that have arrived.
    pub(crate) fn arrived_count(&self) -> usize {
        self.state.counts.lock().unwrap().arrived
    }

    /// Lets all requests pass.
    pub(crate) fn open(&self) {
        self.state.counts.lock().unwrap().allowed = usize::MAX;
        self.state.changed.notify_all();
    }
}

impl GateState {
    /// Waits until the next request may pass.
    fn pass(&self) {
        let mut counts = self.counts.lock().unwrap();
        counts.arrived += 1;
        let number = counts.arrived;
        self.changed.notify_all();
        let is_held = |counts: &mut Counts| counts.allowed < number;
        drop(self.changed.wait_while(counts, is_held).unwrap());
    }
}

/// Sends a request to the sandbox, and returns its response.
fn forward(upstream: &str, request: &str) -> String {
    let (head, body) = request.split_once("\r\n\r\n").unwrap_or((request, ""));
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split(' ');
    let (method, path) = (first.next().unwrap(), first.next().unwrap_or("/"));
    let headers: Vec<(&str, &str)> = lines
        .filter_map(|line| line.split_once(": "))
        .filter(|(name, _)| !["host", "connection", "content-length"].contains(name))
        .collect();
    let response = http(method, &format!("{upstream}{path}"), &headers, body);
    let (_, status) = response
        .head
        .lines()
        .next()
        .unwrap()
        .split_once(' ')
        .unwrap();
    http_response(status, &response.body)
}
