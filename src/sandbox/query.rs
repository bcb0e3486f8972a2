//! Query parameters of URLs.

use percent_encoding::percent_decode_str;

/// Returns the value of a query parameter. The web SDK does not percent-encode its parameters, but
/// a browser may. A `+` is not a space.
pub(super) fn query_parameter(query: &str, name: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(known, _)| *known == name)?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_may_be_encoded_or_not() {
        let query = "auth=a.b-c_d&userId=j%C3%B6rg+1&x=%2&cid=";
        for (name, expected) in [
            ("auth", Some("a.b-c_d")),
            ("userId", Some("jörg+1")),
            ("x", Some("%2")),
            ("cid", Some("")),
            ("none", None),
        ] {
            assert_eq!(query_parameter(query, name).as_deref(), expected, "{name}");
        }
    }
}
