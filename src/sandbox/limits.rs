//! The limits of a sandbox: maximum sizes of requests and responses, and of what it stores.
//!
//! They keep a hostile or broken client from filling the memory of a developer's machine, and are
//! far above what the tests of an app need. `/_sandbox/capabilities` lists them.

#![warn(clippy::arithmetic_side_effects)]

use std::time::Duration;

use serde::Serialize;

use crate::input_limits;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// The maximum size of a request's method, URL and headers, in bytes. Courier's servers accept less.
pub(super) const MAX_HEAD: usize = 64 * KIB;

/// The maximum size of a request body, in bytes.
pub(super) const MAX_BODY: usize = 2 * MIB;

/// The maximum size of a seed in a request, in bytes. It is enough for 300,000 messages.
pub(super) const MAX_SEED: usize = input_limits::SEED;

/// The maximum size of a request to `/_sandbox/inspect`, in bytes. It is the length of the longest
/// token that `inspect` reads.
pub(super) const MAX_INSPECT_BODY: usize = 4 * MIB;

/// The maximum size of the messages that one send request creates, in bytes of memory.
pub(super) const MAX_SENT: usize = 128 * MIB;

/// The maximum size of a response, in bytes.
pub(super) const MAX_RESPONSE: usize = 32 * MIB;

/// The maximum size of the response of `/_sandbox/state` and `/_sandbox/users`, in bytes: what they
/// return can be sent as a seed.
pub(super) const MAX_STATE_RESPONSE: usize = MAX_SEED;

/// The maximum size of users, messages, brands and sections, in bytes of memory. It is enough for
/// 400,000 messages.
pub(super) const MAX_STORED: usize = 1024 * MIB;

/// The maximum size of brands and sections, in bytes of memory. Some requests copy all of them.
pub(super) const MAX_SETTINGS: usize = 16 * MIB;

/// The maximum number of requests in the journal.
pub(super) const MAX_JOURNAL: usize = 10_000;

/// The maximum size of the journal, in bytes of memory.
pub(super) const MAX_JOURNAL_SIZE: usize = 64 * MIB;

/// The maximum size of a body in the journal, in bytes. Longer bodies are truncated.
pub(super) const MAX_JOURNAL_BODY: usize = 16 * KIB;

/// The maximum length of a user ID in the journal, in bytes. Longer ones are truncated.
pub(super) const MAX_JOURNAL_USER: usize = KIB;

/// The maximum length of a path in the journal, in bytes. Longer paths are truncated.
pub(super) const MAX_JOURNAL_PATH: usize = KIB;

/// The maximum length of a method in the journal, in bytes. Longer methods are truncated.
pub(super) const MAX_JOURNAL_METHOD: usize = 32;

/// The maximum size of the list of issued tokens, in bytes of memory.
pub(super) const MAX_ISSUED_TOKENS: usize = 4 * MIB;

/// The maximum number of responses that are stored by `Idempotency-Key`.
pub(super) const MAX_IDEMPOTENT: usize = 100_000;

/// The maximum size of these responses and their keys, in bytes.
pub(super) const MAX_IDEMPOTENT_SIZE: usize = 64 * MIB;

/// The maximum size of the IDs of tracked events, in bytes of memory.
pub(super) const MAX_TRACKED: usize = 16 * MIB;

/// The maximum number of faults.
pub(super) const MAX_FAULTS: usize = 1_000;

/// The maximum size of the text of all faults, in bytes.
pub(super) const MAX_FAULT_TEXT: usize = MIB;

/// The maximum latency, of a fault and of a request: longer than the timeout of any client.
pub(crate) const MAX_LATENCY: Duration = Duration::from_mins(10);

/// The maximum `Retry-After` of a fault.
pub(super) const MAX_RETRY_AFTER: Duration = Duration::from_hours(365 * 24);

/// The maximum number of origins in the settings of the workspace.
pub(super) const MAX_DOMAINS: usize = 100;

/// The maximum size of a compiled origin, in bytes of memory.
pub(super) const MAX_DOMAIN_SIZE: usize = 256 * KIB;

/// The maximum number of operations in a patch of a push token.
pub(super) const MAX_PATCH_OPERATIONS: usize = 1_000;

/// The maximum size of a push token's properties after a patch, in bytes of JSON.
pub(super) const MAX_PATCHED: usize = 64 * KIB;

/// The maximum number of connections, realtime connections included. The system can allow fewer.
pub(super) const MAX_CONNECTIONS: usize = 12_000;

/// The maximum number of realtime connections.
pub(super) const MAX_SOCKETS: usize = 10_000;

/// The maximum size of a frame from a client, in bytes.
pub(super) const MAX_FRAME: usize = 64 * KIB;

/// The maximum number of subscriptions of one connection.
pub(super) const MAX_SUBSCRIPTIONS: usize = 200;

/// The maximum length of the user, tenant and source ID of a subscription, in bytes each.
pub(super) const MAX_SUBSCRIPTION_NAME: usize = 4 * KIB;

/// The maximum size of the names in all subscriptions, in bytes.
pub(super) const MAX_SUBSCRIPTION_NAMES: usize = 64 * MIB;

/// The maximum number of frames in the queue of one connection.
pub(super) const MAX_QUEUE: usize = 1_024;

/// The maximum size of the frames in all queues and of the write buffers of all connections, in
/// bytes.
pub(super) const MAX_UNSENT: usize = 512 * MIB;

/// The maximum cost of a GraphQL operation.
pub(super) const MAX_COST: u64 = 10_000;

/// The maximum number of names, numbers and words in a GraphQL document. The parser needs up to
/// 400 bytes for each.
pub(super) const MAX_DOCUMENT_WORDS: usize = 250_000;

/// The maximum depth of selections. A fragment counts where it is spread first; async-graphql
/// limits the depth where it is spread again.
pub(super) const MAX_SELECTION_DEPTH: u32 = 64;

/// The maximum depth of brackets in the text of a GraphQL document.
pub(super) const MAX_BRACKET_DEPTH: u32 = 128;

/// A limit, as the documentation lists it.
#[derive(Debug, Serialize)]
pub(super) struct Limit {
    name: &'static str,
    maximum: u64,
    unit: &'static str,
    /// The result of exceeding it.
    effect: &'static str,
}

const BYTES: &str = "bytes";
const REQUEST_REFUSED: &str = "413";
const OLDEST_DROPPED: &str = "the oldest are dropped";
const SOCKET_CLOSED: &str = "the slowest sockets are closed, and clients reconnect";

/// A limit in bytes, or a count.
const fn limit(
    name: &'static str,
    maximum: usize,
    unit: &'static str,
    effect: &'static str,
) -> Limit {
    number_limit(name, maximum as u64, unit, effect)
}

const fn number_limit(
    name: &'static str,
    maximum: u64,
    unit: &'static str,
    effect: &'static str,
) -> Limit {
    Limit {
        name,
        maximum,
        unit,
        effect,
    }
}

/// The limits that a client can exceed.
pub(super) const LIMITS: &[Limit] = &[
    limit(
        "method, URL and headers of a request",
        MAX_HEAD,
        BYTES,
        "431",
    ),
    limit("body of a request", MAX_BODY, BYTES, REQUEST_REFUSED),
    limit("body of `/_sandbox/seed`", MAX_SEED, BYTES, REQUEST_REFUSED),
    limit(
        "body of `/_sandbox/inspect`",
        MAX_INSPECT_BODY,
        BYTES,
        REQUEST_REFUSED,
    ),
    limit(
        "messages that one `/send` creates, in memory",
        MAX_SENT,
        BYTES,
        REQUEST_REFUSED,
    ),
    limit(
        "response",
        MAX_RESPONSE,
        BYTES,
        "413, or an error in `errors` of GraphQL",
    ),
    limit(
        "response of `/_sandbox/state` and `/_sandbox/users`",
        MAX_STATE_RESPONSE,
        BYTES,
        REQUEST_REFUSED,
    ),
    limit(
        "users, messages, brands and sections, in memory",
        MAX_STORED,
        BYTES,
        REQUEST_REFUSED,
    ),
    limit(
        "brands and sections, in memory",
        MAX_SETTINGS,
        BYTES,
        REQUEST_REFUSED,
    ),
    limit("journal", MAX_JOURNAL, "requests", OLDEST_DROPPED),
    limit(
        "journal, in memory",
        MAX_JOURNAL_SIZE,
        BYTES,
        OLDEST_DROPPED,
    ),
    limit(
        "body in the journal",
        MAX_JOURNAL_BODY,
        BYTES,
        "the rest is left out",
    ),
    limit(
        "list of issued tokens, in memory",
        MAX_ISSUED_TOKENS,
        BYTES,
        OLDEST_DROPPED,
    ),
    limit(
        "responses by `Idempotency-Key`",
        MAX_IDEMPOTENT,
        "responses",
        "all of them are dropped",
    ),
    limit(
        "responses by `Idempotency-Key`, with their keys",
        MAX_IDEMPOTENT_SIZE,
        BYTES,
        "all of them are dropped",
    ),
    limit(
        "IDs of tracked events, in memory",
        MAX_TRACKED,
        BYTES,
        OLDEST_DROPPED,
    ),
    limit("faults", MAX_FAULTS, "faults", REQUEST_REFUSED),
    limit("text of all faults", MAX_FAULT_TEXT, BYTES, REQUEST_REFUSED),
    number_limit(
        "latency of a fault, and of a request",
        MAX_LATENCY.as_secs(),
        "seconds",
        "400",
    ),
    number_limit(
        "`retry-after` of a fault",
        MAX_RETRY_AFTER.as_secs(),
        "seconds",
        "400",
    ),
    limit("origins of the workspace", MAX_DOMAINS, "origins", "400"),
    limit(
        "operations in a patch of a push token",
        MAX_PATCH_OPERATIONS,
        "operations",
        "400",
    ),
    limit("push token after a patch", MAX_PATCHED, BYTES, "400"),
    limit(
        "connections",
        MAX_CONNECTIONS,
        "connections",
        "an idle one is closed",
    ),
    limit("sockets", MAX_SOCKETS, "sockets", "503"),
    limit(
        "frame from a socket's client",
        MAX_FRAME,
        BYTES,
        "the socket is closed",
    ),
    limit(
        "subscriptions of a socket",
        MAX_SUBSCRIPTIONS,
        "subscriptions",
        "an error frame",
    ),
    limit(
        "user, tenant or source ID of a subscription",
        MAX_SUBSCRIPTION_NAME,
        BYTES,
        "an error frame",
    ),
    limit(
        "names in all subscriptions",
        MAX_SUBSCRIPTION_NAMES,
        BYTES,
        "an error frame",
    ),
    limit(
        "frames queued for a socket",
        MAX_QUEUE,
        "frames",
        SOCKET_CLOSED,
    ),
    limit(
        "frames queued for all sockets, and their buffers",
        MAX_UNSENT,
        BYTES,
        SOCKET_CLOSED,
    ),
    number_limit("cost of a GraphQL operation", MAX_COST, "points", "400"),
    limit(
        "words of a GraphQL document",
        MAX_DOCUMENT_WORDS,
        "words",
        "400",
    ),
    number_limit(
        "depth of selections in a GraphQL document",
        MAX_SELECTION_DEPTH as u64,
        "levels",
        "400",
    ),
    number_limit(
        "depth of brackets in a GraphQL document",
        MAX_BRACKET_DEPTH as u64,
        "levels",
        "400",
    ),
];
