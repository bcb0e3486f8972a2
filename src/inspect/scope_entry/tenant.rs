//! Correction of tenant scopes that mix singular and plural forms.

use crate::token::scope::is_known;

/// Returns the documented form of a tenant scope that mixes singular and plural forms.
///
/// `tenants:notifications:read` is for all tenants, `tenant:ID:notification:read` for one.
pub(super) fn corrected_tenant_scope(text: &str) -> Option<String> {
    let rest = text
        .strip_prefix("tenants:")
        .or_else(|| text.strip_prefix("tenant:"))?;
    let (rest, access) = rest.rsplit_once(':').unwrap_or(("", rest));
    if !matches!(access, "read" | "write") {
        return None;
    }
    let (id, resource) = match rest.rsplit_once(':') {
        Some((id, resource)) if is_resource(resource) => (id, Some(resource)),
        None if is_resource(rest) => ("", Some(rest)),
        _ => (rest, None),
    };
    let resource = resource.map(|name| name.trim_end_matches('s'));
    let corrected = match (id, resource) {
        ("", None) => format!("tenants:{access}"),
        ("", Some("notification")) => format!("tenants:notifications:{access}"),
        ("", Some(resource)) => format!("tenants:{resource}:{access}"),
        (id, None) => format!("tenant:{id}:{access}"),
        (id, Some(resource)) => format!("tenant:{id}:{resource}:{access}"),
    };
    (corrected != text && is_known(&corrected)).then_some(corrected)
}

fn is_resource(name: &str) -> bool {
    matches!(name, "notification" | "notifications" | "brand" | "brands")
}
