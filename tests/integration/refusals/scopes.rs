//! The scope that each route and each GraphQL field requires.

use super::{GAP, Request, check, request::Row, token, token_with};

/// Returns the rows of a line in `route_scopes.tsv`: a similar scope, and another user's token.
fn rows(line: &str) -> Vec<Row> {
    let [method, path, right_scope, wrong_scope, body] =
        line.split('\t').collect::<Vec<_>>().try_into().unwrap();
    let request = Request::http(method, path).bearer(GAP).body(body);
    let right = token_with(right_scope);
    let mut texts = vec![
        (&right, token_with(wrong_scope), "CA305"),
        (&right, token_with(""), "CA408"),
    ];
    if path.starts_with("/users") {
        let scope = format!(r#"{{"scope":"user_id:bob {right_scope}"}}"#);
        texts.push((&right, token(&scope), "CA405"));
    }
    request.rows(401, &texts)
}

#[test]
fn each_route_requires_its_scope() {
    let lines = include_str!("../../fixtures/route_scopes.tsv").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    check(&lines.flat_map(rows).collect::<Vec<_>>());
}
