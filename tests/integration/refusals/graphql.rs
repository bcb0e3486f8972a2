//! GraphQL requests that do not validate, and fields that fail.

use serde_json::json;

use super::{GAP, Request, check, query, token_with};

/// A request of `alice` whose body is the gap.
fn request(path: &str) -> Request {
    let scopes = "inbox:read:messages inbox:write:events read:brands read:preferences \
        write:preferences read:messages";
    Request::http("POST", path)
        .bearer(&token_with(scopes))
        .header("content-type", "application/json")
        .body(GAP)
}

/// Returns the body of a request that stores a preference.
fn update(topic: &str, preferences: &str) -> String {
    query(&format!(
        r#"mutation {{ updatePreferenceV2(templateId: "{topic}", preferences: {{{preferences}}}) {{ status }} }}"#
    ))
}

#[test]
fn a_document_that_does_not_validate_is_400() {
    let both = "query A { count } query B { count }";
    let named = json!({ "query": both, "operationName": "A" }).to_string();
    let misnamed = json!({ "query": both, "operationName": "C" }).to_string();
    let mutation = "mutation M($id: String!) { read(messageId: $id) }";
    let with_variables = |variables: serde_json::Value| {
        json!({ "query": mutation, "variables": variables }).to_string()
    };
    let list = |params: &str| query(&format!("{{ count(params: {params}) }}"));
    let read = query(r#"mutation { read(messageId: "m") }"#);
    let inbox = [
        (query("{ count }"), query("{ nope }"), "nope"),
        (query("{ count }"), query("{"), "expected"),
        (
            query("{ count }"),
            query(""),
            "expected executable_definition",
        ),
        (
            query("{ count }"),
            "{ count }".to_owned(),
            "not a GraphQL request",
        ),
        (query("{ count }"), "{}".to_owned(), "query"),
        (
            query("{ messages { totalCount } }"),
            query("{ messages }"),
            "messages",
        ),
        (read.clone(), query("mutation { read }"), "messageId"),
        (
            read.clone(),
            query("mutation { read(messageId: 1) }"),
            "messageId",
        ),
        (read, query(r#"{ read(messageId: "m") }"#), "read"),
        (with_variables(json!({ "id": "m" })), query(mutation), "id"),
        (
            with_variables(json!({ "id": "m" })),
            with_variables(json!(["m"])),
            "must be an object",
        ),
        (named.clone(), query(both), "several operations"),
        (named, misnamed, "no operation with this name"),
        (
            list(r#"{status: "read"}"#),
            list("{status: read}"),
            "status",
        ),
        (
            list(r#"{tags: ["a"]}"#),
            list(r#"{labels: ["a"]}"#),
            "labels",
        ),
    ];
    check(&request("/q").rows(400, &inbox));
    let topic = [(
        update("updates", "status: OPTED_IN"),
        update("updates", "status: MAYBE"),
        "MAYBE",
    )];
    check(&request("/client/q").rows(400, &topic));
}

/// The status is 200, and the other fields of the request are not affected.
#[test]
fn a_field_that_fails_is_an_error_in_the_response() {
    let mark = |id: &str| query(&format!(r#"mutation {{ read(messageId: "{id}") }}"#));
    let tag = |id: &str| {
        query(&format!(
            r#"mutation {{ addTag(messageId: "{id}", tag: "x") }}"#
        ))
    };
    check(&request("/q").rows(
        200,
        &[
            (mark("m"), mark("unknown"), r#""path":["read"]"#),
            (tag("m"), tag("unknown"), r#""path":["addTag"]"#),
        ],
    ));
    let good = update("updates", "status: OPTED_OUT");
    let batch = |event: &str| {
        query(&format!(
            r#"mutation {{ batchTrackEvent(eventType: "{event}") {{ ids }} }}"#
        ))
    };
    check(&request("/client/q").rows(
        200,
        &[
            (
                good.clone(),
                update("nowhere", "status: OPTED_OUT"),
                "unknown topic",
            ),
            (good, update("security", "status: OPTED_OUT"), "is required"),
            (
                update("digest", r#"digestSchedule: "daily""#),
                update("digest", r#"digestSchedule: "hourly""#),
                "unknown digest schedule",
            ),
            (batch("read"), batch("explode"), "unknown event"),
        ],
    ));
}
