//! Frames that clients send.

use serde::Deserialize;
use serde_json::Value;

/// The error for a frame that cannot be parsed.
pub(super) const INVALID_FRAME: &str =
    "invalid frame: it is not a JSON object, or a field has the wrong type";

/// A frame of either protocol.
#[derive(Deserialize)]
pub(super) struct Frame {
    /// The transaction ID, which the response repeats. Protocol v1 only.
    #[serde(default)]
    pub(super) tid: Value,
    #[serde(default)]
    pub(super) action: String,
    #[serde(default)]
    pub(super) data: Option<FrameData>,
}

/// The arguments of an action.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct FrameData {
    pub(super) channel: Option<String>,
    pub(super) account_id: Option<String>,
    pub(super) client_source_id: Option<String>,
    pub(super) user_signature: Option<String>,
    pub(super) auth: Option<String>,
}

impl Frame {
    /// Parses a frame, which must be a JSON object.
    pub(super) fn parse(text: &str) -> Option<Self> {
        // serde accepts an array as a struct whose fields are all optional.
        let is_object = text.trim_start().starts_with('{');
        serde_json::from_str(text).ok().filter(|_| is_object)
    }
}
