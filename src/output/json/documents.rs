//! The list of all JSON documents.

use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::{
    Actions, Can, Command, Commands, Completions, Demo, Diff, Doctor, Event, ExitCodes, Explain,
    Failure, Field, Hmac, HmacCheck, Issue, IssueError, Man, ManPages, MarkPlan, MarkRead,
    MessageCount, MessageIds, MessageLine, Messages, PlannedRequest, ProfileChange, ProfileList,
    ProfileShow, SandboxClock, SandboxEnv, SandboxFaults, SandboxLog, SandboxReady, SandboxRequest,
    SandboxSchema, SandboxSend, SandboxStatus, SandboxStop, Scan, ScanFinding, Scopes, ServeReady,
    ServeRequest, SignatureLine, Version, inspect::InspectOutput,
};
use crate::{
    console::Note,
    document::{DOCUMENTS, Document, DocumentName, SchemaName, schema_of},
};

/// Gives each type its name, and lists the generators of their schemas.
macro_rules! documents {
    ($($document:ty: $name:literal;)*) => {
        $(impl Document for $document {
            const SCHEMA: &'static str = concat!("courier-auth/", $name, "/v1");
        })*

        /// The name of each document, and the generator of its schema.
        const SCHEMAS: &[(&str, fn() -> Schema)] = &[$(($name, schema_of::<$document>)),*];
    };
}

documents! {
    Actions: "actions";
    Can<'static>: "can";
    Command: "command";
    Commands: "commands";
    Completions: "completions";
    Demo: "demo";
    Diff<'static>: "diff";
    Doctor<'static>: "doctor";
    Failure: "error";
    Event<'static>: "event";
    ExitCodes: "exit-codes";
    Explain: "explain";
    Field<'static>: "field";
    Hmac<'static>: "hmac";
    HmacCheck<'static>: "hmac-check";
    InspectOutput: "inspect";
    Issue<'static>: "issue";
    IssueError<'static>: "issue-error";
    Man: "man";
    ManPages: "man-pages";
    MarkRead<'static>: "mark-read";
    MarkPlan<'static>: "mark-read-plan";
    MessageLine<'static>: "message";
    MessageCount<'static>: "message-count";
    MessageIds<'static>: "message-ids";
    Messages<'static>: "messages";
    Note<'static>: "note";
    ProfileChange<'static>: "profile-change";
    ProfileList<'static>: "profile-list";
    ProfileShow<'static>: "profile-show";
    PlannedRequest<'static>: "request";
    SandboxReady<'static>: "sandbox";
    SandboxClock<'static>: "sandbox-clock";
    SandboxEnv<'static>: "sandbox-env";
    SandboxFaults<'static>: "sandbox-faults";
    SandboxLog<'static>: "sandbox-log";
    SandboxRequest<'static>: "sandbox-request";
    SandboxSchema: "sandbox-schema";
    SandboxSend<'static>: "sandbox-send";
    SandboxStatus<'static>: "sandbox-status";
    SandboxStop: "sandbox-stop";
    Scan<'static>: "scan";
    ScanFinding<'static>: "scan-finding";
    Schemas: "schemas";
    Scopes: "scopes";
    ServeReady<'static>: "serve";
    ServeRequest<'static>: "serve-request";
    SignatureLine<'static>: "signature";
    Version: "version";
}

/// Generates the JSON Schema of a document.
pub(crate) fn schema(document: &DocumentName) -> Option<Schema> {
    let (_, generate) = SCHEMAS.iter().find(|(name, _)| *name == document.name)?;
    let mut schema = generate();
    schema.insert("description".to_owned(), document.summary.into());
    Some(schema)
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Schemas {
    schema: SchemaName<Schemas>,
    /// The schemas.
    schemas: Vec<SchemaSummary>,
}

/// A schema.
#[derive(Serialize, JsonSchema)]
struct SchemaSummary {
    /// The name, as `schema` takes it.
    name: &'static str,
    /// The document that it describes.
    summary: &'static str,
}

impl Schemas {
    pub(crate) fn all() -> Self {
        let schemas = DOCUMENTS.iter().map(|document| SchemaSummary {
            name: document.name,
            summary: document.summary,
        });
        Self {
            schema: SchemaName::new(),
            schemas: schemas.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_has_a_schema() {
        let named = DOCUMENTS.iter().map(|document| document.name);
        assert!(named.eq(SCHEMAS.iter().map(|(name, _)| *name)));
    }
}
