//! The routes that faults refer to by name.

use axum::http::Method;

/// A route name that faults can refer to.
struct FaultRoute {
    name: &'static str,
    /// The path prefixes of the route, without the first slash.
    prefixes: &'static [&'static str],
}

/// The route name that refers to every request.
pub(super) const ALL: &str = "all";

/// The route of the realtime socket, which has a prefix that only the path `/` has.
const SOCKET: &str = "socket";

/// The routes. The first one with a matching prefix is the route of a request.
const ROUTES: &[FaultRoute] = &[
    route("issue-token", &["auth"]),
    route("send", &["send"]),
    route("messages", &["messages", "requests"]),
    route("q", &["q"]),
    route("client-q", &["client/q"]),
    route("users", &["users"]),
    route("brands", &["brands"]),
    route("lists", &["client", "lists"]),
    route("inbound", &["inbound"]),
    route(SOCKET, &[""]),
    route(ALL, &[]),
];

const fn route(name: &'static str, prefixes: &'static [&'static str]) -> FaultRoute {
    FaultRoute { name, prefixes }
}

/// The names of all routes.
pub(in crate::sandbox) fn route_names() -> impl Iterator<Item = &'static str> {
    ROUTES.iter().map(|route| route.name)
}

/// Lists the route names in a sentence: `a, b or c`.
pub(crate) fn route_list() -> String {
    let names: Vec<&str> = route_names().collect();
    match names.split_last() {
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Returns the route name of a request, `all` if it has no name of its own.
pub(in crate::sandbox) fn route_of(method: &Method, path: &str) -> &'static str {
    let path = path.trim_start_matches('/');
    let starts_with = |prefix: &&str| {
        let rest = path.strip_prefix(*prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mut routes = ROUTES.iter();
    let route = routes.find(|route| route.prefixes.iter().any(starts_with));
    match route.map_or(ALL, |route| route.name) {
        SOCKET if method != Method::GET => ALL,
        name => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_request_has_a_route_name() {
        for (method, path, expected) in [
            (Method::POST, "/auth/issue-token", "issue-token"),
            (Method::POST, "/send", "send"),
            (Method::GET, "/messages", "messages"),
            (Method::PUT, "/requests/r/archive", "messages"),
            (Method::POST, "/q", "q"),
            (Method::POST, "/client/q", "client-q"),
            (Method::PUT, "/users/alice/tokens", "users"),
            (Method::GET, "/brands", "brands"),
            (Method::PUT, "/client/lists/l/subscribe/alice", "lists"),
            (Method::PUT, "/lists/l/subscriptions/alice", "lists"),
            (Method::POST, "/inbound/courier", "inbound"),
            (Method::GET, "/", "socket"),
            (Method::POST, "/", "all"),
            (Method::GET, "/sender", "all"),
            (Method::GET, "/nowhere", "all"),
        ] {
            assert_eq!(route_of(&method, path), expected, "{method} {path}");
        }
    }
}
