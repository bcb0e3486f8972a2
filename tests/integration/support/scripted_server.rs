//! Servers with a fixed script: a list of responses, or one response and then silence.

use std::{
    io::Write as _,
    net::TcpListener,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::http::read_request;

/// A server that replies to each request with the next response of a list and repeats the last one
/// forever, or computes the responses. It records the requests.
pub(crate) struct ScriptedServer {
    pub(crate) url: String,
    pub(crate) requests: Arc<Mutex<Vec<String>>>,
    count: Arc<AtomicUsize>,
}

impl ScriptedServer {
    /// `responses` are complete HTTP responses; an empty one closes the connection.
    pub(crate) fn start(responses: Vec<String>) -> Self {
        Self::start_with(move |index, _| responses[index.min(responses.len() - 1)].clone())
    }

    /// `respond` gets the number of the request and its text, and returns a complete response.
    pub(crate) fn start_with(respond: impl Fn(usize, &str) -> String + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let count = Arc::new(AtomicUsize::new(0));
        let (recorded, counter) = (Arc::clone(&requests), Arc::clone(&count));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let request = read_request(&mut stream);
                let index = counter.fetch_add(1, Ordering::SeqCst);
                let response = respond(index, &request);
                recorded.lock().unwrap().push(request);
                let _ = stream.write_all(response.as_bytes());
            }
        });
        Self {
            url,
            requests,
            count,
        }
    }

    pub(crate) fn port(&self) -> &str {
        self.url.rsplit(':').next().unwrap()
    }

    pub(crate) fn request_count(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }
}

/// A server that replies to the first request and leaves all later ones without a response.
pub(crate) struct StallingServer {
    pub(crate) url: String,
    /// A file that exists as soon as a second request has arrived.
    pub(crate) stalled_marker: PathBuf,
}

impl StallingServer {
    pub(crate) fn start(first: String) -> Self {
        let folder = tempfile::tempdir().unwrap().keep();
        let stalled_marker = folder.join("stalled");
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let marker = stalled_marker.clone();
        thread::spawn(move || {
            let mut stream = listener.accept().unwrap().0;
            read_request(&mut stream);
            stream.write_all(first.as_bytes()).unwrap();
            drop(stream);
            let mut open_streams = Vec::new();
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                read_request(&mut stream);
                let _ = std::fs::write(&marker, "");
                open_streams.push(stream);
            }
        });
        Self {
            url,
            stalled_marker,
        }
    }
}
