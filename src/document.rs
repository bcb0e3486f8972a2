//! The `schema` field of JSON documents, and their JSON Schemas (2020-12), generated from their types.

use std::{borrow::Cow, marker::PhantomData};

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde::{Serialize, Serializer};

/// A JSON document that a command prints.
pub(crate) trait Document {
    /// The value of its `schema` field, such as `courier-auth/issue/v1`.
    const SCHEMA: &'static str;
}

/// The `schema` field of a document. It is written as the name of the document's type and version.
pub(crate) struct SchemaName<D>(PhantomData<D>);

impl<D> SchemaName<D> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<D: Document> Serialize for SchemaName<D> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(D::SCHEMA)
    }
}

impl<D: Document> JsonSchema for SchemaName<D> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        D::SCHEMA.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The name and the version of this document.",
            "const": D::SCHEMA,
        })
    }
}

/// The name of a document, and where it is printed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DocumentName {
    /// The name in `courier-auth schema NAME`.
    pub(crate) name: &'static str,
    /// The commands and options that print it.
    pub(crate) summary: &'static str,
}

/// All documents.
pub(crate) const DOCUMENTS: &[DocumentName] = &[
    document("actions", "The actions that `can` checks: `can --list`."),
    document("can", "Whether a token allows an action: `can`."),
    document(
        "command",
        "The options and arguments of a command: `help COMMAND --json`.",
    ),
    document("commands", "The command tree: `commands`."),
    document("completions", "A shell completion script: `completions`."),
    document("demo", "The steps of `demo`."),
    document("diff", "What differs between two tokens: `diff`."),
    document("doctor", "The checks of `doctor`."),
    document(
        "error",
        "An error, on standard error. It is the last line there.",
    ),
    document("event", "An event, as a line of `listen --json`."),
    document("exit-codes", "The exit codes: `exit-codes`."),
    document(
        "explain",
        "The rules, and behaviors of Courier's clients: `explain`.",
    ),
    document(
        "field",
        "One field of a report, a line for each token: `inspect --field` and `--fix-scope`.",
    ),
    document("hmac", "Legacy signatures: `hmac`."),
    document(
        "hmac-check",
        "Whether a legacy signature is valid: `hmac check`.",
    ),
    document(
        "inspect",
        "The report of one token, or of several: `inspect`. With `--format jsonl`, each line is the report of one token.",
    ),
    document(
        "issue",
        "A token: `issue`. With several users, each line is a token or an `issue-error`.",
    ),
    document(
        "issue-error",
        "A user without a token, as a line of `issue` with several users.",
    ),
    document("man", "A manual page: `man`."),
    document("man-pages", "The manual pages written by `man --dir`."),
    document("mark-read", "The result of `mark-read`."),
    document("mark-read-plan", "What `mark-read --dry-run` would do."),
    document(
        "message",
        "A message, as a line of `messages --format jsonl`.",
    ),
    document(
        "message-count",
        "The number of messages: `messages --format count --json`.",
    ),
    document(
        "message-ids",
        "The IDs of messages: `messages --format ids --json`.",
    ),
    document("messages", "The messages of an Inbox: `messages`."),
    document(
        "note",
        "A note, a warning or a log line, on standard error.",
    ),
    document(
        "profile-change",
        "A change of the profiles: `profile add`, `profile use` and `profile remove`.",
    ),
    document("profile-list", "The profiles: `profile list`."),
    document("profile-show", "The settings in effect: `profile show`."),
    document("request", "The request that `issue --dry-run` would send."),
    document("sandbox", "The ready line of `sandbox start`."),
    document("sandbox-clock", "The time of the sandbox: `sandbox clock`."),
    document(
        "sandbox-env",
        "The environment variables of a running sandbox: `sandbox env`.",
    ),
    document(
        "sandbox-faults",
        "The simulated failures of a sandbox: `sandbox fault`.",
    ),
    document(
        "sandbox-log",
        "The requests that a sandbox received: `sandbox log`.",
    ),
    document(
        "sandbox-request",
        "A request, as a line of `sandbox log --format jsonl`.",
    ),
    document(
        "sandbox-schema",
        "The GraphQL schemas of the sandbox: `sandbox schema`.",
    ),
    document("sandbox-send", "The IDs of sent messages: `sandbox send`."),
    document(
        "sandbox-status",
        "Whether a sandbox is running, and the number of its users and messages: `sandbox status`, `sandbox seed` and `sandbox reset`.",
    ),
    document("sandbox-stop", "The result of `sandbox stop`."),
    document("scan", "The findings of `scan`."),
    document(
        "scan-finding",
        "A finding, as a line of `scan --format jsonl`.",
    ),
    document("schemas", "The names of all schemas: `schema`."),
    document(
        "scopes",
        "The scopes of user tokens, and the features that require them: `scopes`.",
    ),
    document("serve", "The ready line of `serve`."),
    document(
        "serve-request",
        "A line of the request log of `serve`, on standard error.",
    ),
    document(
        "signature",
        "A legacy signature, as a line of `hmac --format jsonl`.",
    ),
    document("version", "The version and its build: `--version --json`."),
];

const fn document(name: &'static str, summary: &'static str) -> DocumentName {
    DocumentName { name, summary }
}

/// Generates the JSON Schema of a type of document.
pub(crate) fn schema_of<D: Document + JsonSchema>() -> Schema {
    let generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator();
    let mut schema = generator.into_root_schema_for::<D>();
    schema.insert("title".to_owned(), D::SCHEMA.into());
    schema
}
