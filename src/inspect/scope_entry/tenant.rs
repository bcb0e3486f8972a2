//! Tenant scopes in which singular and plural are mixed up.

use crate::token::scope::is_known;

/// A tenant's scope as it is documented, where singular and plural are mixed up in it:
/// `tenants:notifications:read` is for all tenants, `tenant:ID:notification:read` for one.
pub(super) fn unmixed_tenant(text: &str) -> Option<String> {
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
    let right = match (id, resource) {
        ("", None) => format!("tenants:{access}"),
        ("", Some("notification")) => format!("tenants:notifications:{access}"),
        ("", Some(resource)) => format!("tenants:{resource}:{access}"),
        (id, None) => format!("tenant:{id}:{access}"),
        (id, Some(resource)) => format!("tenant:{id}:{resource}:{access}"),
    };
    (right != text && is_known(&right)).then_some(right)
}

fn is_resource(name: &str) -> bool {
    matches!(name, "notification" | "notifications" | "brand" | "brands")
}
