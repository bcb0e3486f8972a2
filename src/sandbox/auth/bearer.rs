//! The `Bearer` scheme of the `Authorization` header.

use super::refusal::Refusal;

/// Returns the credential after `Bearer `. Like Courier, it matches the case and one space exactly.
pub(super) fn bearer(authorization: Option<&str>) -> Result<&str, Refusal> {
    authorization
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or(Refusal::Rule("CA101"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scheme_is_matched_exactly() {
        assert_eq!(bearer(Some("Bearer x")), Ok("x"));
        assert_eq!(bearer(Some("Bearer  x")), Ok(" x"));
        for header in [None, Some("bearer x"), Some("Basic x"), Some("x"), Some("")] {
            assert_eq!(bearer(header), Err(Refusal::Rule("CA101")));
        }
    }
}
