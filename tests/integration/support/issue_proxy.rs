//! A proxy for token requests: it forwards them to a sandbox, except those that a test intercepts.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::{
    http::{http, http_response, read_request},
    wait_until,
};

/// A proxy in front of a sandbox's `/auth/issue-token`.
pub(crate) struct IssueProxy {
    pub(crate) url: String,
    forwarded: Arc<AtomicUsize>,
}

/// A token request on its way to the sandbox.
struct Interception<'a> {
    /// The number of the request, from 1.
    number: usize,
    body: &'a str,
    /// The number of requests that were forwarded before.
    forwarded: &'a AtomicUsize,
    stream: &'a mut TcpStream,
}

impl IssueProxy {
    /// Refuses one user with 401, after five requests of other users were forwarded.
    pub(crate) fn refusing(upstream: &str, user: &str) -> Self {
        let scope = format!("user_id:{user} ");
        Self::start(upstream, move |request| {
            if !request.body.contains(&scope) {
                return false;
            }
            wait_until("five requests of other users", || {
                request.forwarded.load(Ordering::SeqCst) >= 5
            });
            let refusal = http_response("401 No", r#"{"message":"no"}"#);
            let _ = request.stream.write_all(refusal.as_bytes());
            true
        })
    }

    /// Sends this response to each request for one user.
    pub(crate) fn responding(upstream: &str, user: &str, response: String) -> Self {
        let scope = format!("user_id:{user} ");
        Self::start(upstream, move |request| {
            let is_for_user = request.body.contains(&scope);
            if is_for_user {
                let _ = request.stream.write_all(response.as_bytes());
            }
            is_for_user
        })
    }

    /// Never responds to the request with this number.
    pub(crate) fn hanging_at(upstream: &str, number: usize) -> Self {
        Self::start(upstream, move |request| {
            // The read returns when the client closes the connection.
            request.number == number
                && request
                    .stream
                    .read(&mut [0])
                    .is_ok_and(|length| length == 0)
        })
    }

    /// Forwards every request after `action`.
    pub(crate) fn forwarding_after(
        upstream: &str,
        action: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self::start(upstream, move |_| {
            action();
            false
        })
    }

    /// Forwards the requests for which `intercept` returns false.
    fn start(
        upstream: &str,
        intercept: impl Fn(Interception) -> bool + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let forwarded = Arc::new(AtomicUsize::new(0));
        let (counter, intercept) = (Arc::clone(&forwarded), Arc::new(intercept));
        let upstream = format!("{upstream}/auth/issue-token");
        thread::spawn(move || {
            for (number, stream) in (1..).zip(listener.incoming()) {
                let Ok(mut stream) = stream else { return };
                let (upstream, counter) = (upstream.clone(), Arc::clone(&counter));
                let intercept = Arc::clone(&intercept);
                thread::spawn(move || {
                    let request = read_request(&mut stream);
                    let (head, body) = request.split_once("\r\n\r\n").unwrap();
                    let is_intercepted = intercept(Interception {
                        number,
                        body,
                        forwarded: &counter,
                        stream: &mut stream,
                    });
                    if is_intercepted {
                        return;
                    }
                    let mut head = head.lines();
                    let key = head.find_map(|line| line.strip_prefix("authorization: "));
                    let headers = [("authorization", key.unwrap())];
                    let response = http("POST", &upstream, &headers, body);
                    counter.fetch_add(1, Ordering::SeqCst);
                    let response = http_response("200 OK", &response.body);
                    let _ = stream.write_all(response.as_bytes());
                });
            }
        });
        Self { url, forwarded }
    }

    /// Returns the number of requests that were forwarded.
    pub(crate) fn forwarded_count(&self) -> usize {
        self.forwarded.load(Ordering::SeqCst)
    }
}
