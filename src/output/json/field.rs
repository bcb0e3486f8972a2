//! JSON output of a single field of a report.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::document::SchemaName;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Field<'a> {
    schema: SchemaName<Field<'static>>,
    /// The path of the field in the report, or `fixed-scope` for `--fix-scope`.
    field: &'a str,
    /// The value, `null` if the token has no such field.
    #[schemars(with = "serde_json::Value")]
    value: Option<&'a RawValue>,
}

impl<'a> Field<'a> {
    /// The field of `--fix-scope`.
    pub(crate) const FIXED_SCOPE: &'static str = "fixed-scope";

    pub(crate) fn of(field: &'a str, value: Option<&'a RawValue>) -> Self {
        Self {
            schema: SchemaName::new(),
            field,
            value,
        }
    }
}
