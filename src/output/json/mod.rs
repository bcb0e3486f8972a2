//! JSON output of all commands, as structs that are separate from the domain types. Each document
//! has its version in `schema`. Within a version fields are only added.

mod doctor;
mod hmac;
mod inbox;
mod inspect;
mod issue;
mod profile;
mod program;
mod reference;
mod sandbox;
mod serve;
mod timestamp;
mod version;

use serde::Serialize;

pub(crate) use doctor::Doctor;
pub(crate) use hmac::{Hmac, HmacCheck, SignatureLine};
pub(crate) use inbox::{MarkPlan, MarkRead, Message, Messages};
pub(crate) use inspect::{Inspect, field};
pub(crate) use issue::{Issue, IssueFailure, PlannedRequest};
pub(crate) use profile::{ProfileChange, ProfileList, ProfileShow};
pub(crate) use program::{Command, Commands};
pub(crate) use reference::{Actions, Can, ExitCodes, Explain, Scopes};
pub(crate) use sandbox::{SandboxReady, SandboxStatus, SandboxStop};
pub(crate) use serve::{ServeReady, ServeRequest};
pub(crate) use timestamp::Timestamp;
pub(crate) use version::Version;

/// `courier-auth/error/v1`, on standard error.
#[derive(Serialize)]
pub(crate) struct Failure {
    schema: &'static str,
    exit_code: u8,
    message: String,
    help: Option<String>,
}

/// `courier-auth/demo/v1`
#[derive(Serialize)]
pub(crate) struct Demo {
    pub(crate) schema: &'static str,
    pub(crate) steps: Vec<DemoStep>,
}

#[derive(Serialize)]
pub(crate) struct DemoStep {
    pub(crate) title: &'static str,
    pub(crate) command: String,
    pub(crate) exit_code: u8,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// `courier-auth/completions/v1`
#[derive(Serialize)]
pub(crate) struct Completions {
    pub(crate) schema: &'static str,
    pub(crate) shell: String,
    pub(crate) script: String,
}

/// `courier-auth/man/v1`: a manual page in roff.
#[derive(Serialize)]
pub(crate) struct Man {
    pub(crate) schema: &'static str,
    pub(crate) page: String,
}

/// `courier-auth/man-pages/v1`: the manual pages that were written to a folder.
#[derive(Serialize)]
pub(crate) struct ManPages {
    pub(crate) schema: &'static str,
    pub(crate) folder: String,
    pub(crate) pages: usize,
}

impl Failure {
    pub(crate) fn new(exit_code: u8, message: String, help: Option<String>) -> Self {
        Self {
            schema: "courier-auth/error/v1",
            exit_code,
            message,
            help,
        }
    }
}
