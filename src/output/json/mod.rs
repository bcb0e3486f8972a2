//! JSON output of all commands, as structs that are separate from the domain types. Each document
//! has its version in `schema`. Within a version fields are only added.
//!
//! All documents follow one pattern. Every field is always present, and `null` if it is unknown or
//! does not apply. Times end in `_at` (RFC 3339) or `_epoch` (seconds since 1970), durations in
//! `_seconds`. Codes for programs are lower case with hyphens; texts for people are in `message` and
//! `help`, commands to paste in `fix`.

mod diff;
mod doctor;
mod documents;
mod event;
mod failure;
mod field;
mod hmac;
mod inbox;
mod inspect;
mod issue;
mod profile;
mod program;
mod reference;
mod sandbox;
mod scan;
mod serve;
mod texts;
mod timestamp;
mod version;

use serde::Serialize;

pub(crate) use diff::Diff;
pub(crate) use doctor::Doctor;
pub(crate) use documents::{Schemas, schema};
pub(crate) use event::Event;
pub(crate) use failure::Failure;
pub(crate) use field::Field;
pub(crate) use hmac::{Hmac, HmacCheck, SignatureLine, UserSignature};
pub(crate) use inbox::{
    FailedMessage, MarkPlan, MarkRead, Message, MessageCount, MessageIds, MessageLine, Messages,
    Verification, VerificationStatus,
};
pub(crate) use inspect::{Inspect, InspectList, field, text_of};
pub(crate) use issue::{Issue, IssueError, PlannedRequest};
pub(crate) use profile::{ProfileChange, ProfileChangeKind, ProfileList, ProfileShow};
pub(crate) use program::{Command, Commands};
pub(crate) use reference::{Actions, Can, ExitCodes, Explain, Scopes};
pub(crate) use sandbox::{
    SandboxClock, SandboxEnv, SandboxFault, SandboxFaults, SandboxLog, SandboxReady,
    SandboxRequest, SandboxSchema, SandboxSend, SandboxStatus, SandboxStop,
};
pub(crate) use scan::{Scan, ScanFinding};
pub(crate) use serve::{ServeReady, ServeRequest};
pub(crate) use texts::{Completions, Demo, DemoStep, Man, ManPages};
pub(crate) use timestamp::Timestamp;
pub(crate) use version::Version;

/// Returns the start of a document that ends with an empty array, up to the end of the array. The
/// caller writes the items and `]}`.
fn start_of(document: &impl Serialize) -> serde_json::Result<String> {
    let document = serde_json::to_string(document)?;
    Ok(document.trim_end_matches("]}").to_owned())
}
