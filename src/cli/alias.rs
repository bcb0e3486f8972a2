//! Another name for an environment variable that a command sets.

use crate::{text::closest_match, validate};

/// Another name for an environment variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alias {
    pub(crate) variable: &'static str,
    pub(crate) name: String,
}

impl Alias {
    /// Returns a parser of `VARIABLE=NAME` that accepts these variables.
    pub(super) fn parser(
        variables: &'static [&'static str],
    ) -> impl Fn(&str) -> Result<Self, String> + Clone + Send + Sync + 'static {
        |text| Self::parse(text, variables)
    }

    fn parse(text: &str, variables: &[&'static str]) -> Result<Self, String> {
        let list = variables.join(", ");
        let Some((variable, name)) = text.split_once('=') else {
            return Err(format!(
                "expected VARIABLE=NAME, where VARIABLE is one of {list}"
            ));
        };
        let known = variables.iter().find(|known| **known == variable);
        let known = known.ok_or_else(|| {
            let similar = closest_match(variable, variables.iter().copied());
            let similar = similar.map(|similar| format!("; did you mean `{similar}`?"));
            similar.unwrap_or_else(|| format!("; expected one of {list}"))
        });
        let variable = known.map_err(|hint| format!("unknown variable `{variable}`{hint}"))?;
        if variables.contains(&name) {
            return Err(format!(
                "`{name}` has a value of its own; choose another name"
            ));
        }
        Ok(Self {
            variable,
            name: validate::variable_name(name)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_given_variables_have_aliases() {
        let parse = |text| Alias::parse(text, &["COURIER_JWT", "COURIER_USER_ID"]);
        let alias = Alias {
            variable: "COURIER_JWT",
            name: "VITE_JWT".to_owned(),
        };
        assert_eq!(parse("COURIER_JWT=VITE_JWT"), Ok(alias));
        for (text, error) in [
            ("COURIER_JWT", "expected VARIABLE=NAME"),
            (
                "COURIER_JWTS=X",
                "unknown variable `COURIER_JWTS`; did you mean `COURIER_JWT`?",
            ),
            ("courier_jwt=X", "did you mean `COURIER_JWT`?"),
            ("COURIER_USER=X", "did you mean `COURIER_USER_ID`?"),
            (
                "COURIER_API_KEY=X",
                "expected one of COURIER_JWT, COURIER_USER_ID",
            ),
            ("=X", "expected one of COURIER_JWT, COURIER_USER_ID"),
            ("COURIER_JWT=", "a variable name can contain only"),
            ("COURIER_JWT=COURIER_USER_ID", "has a value of its own"),
            ("COURIER_JWT=A-B", "a variable name can contain only"),
        ] {
            let found = parse(text).unwrap_err();
            assert!(found.contains(error), "{text}: {found}");
        }
    }
}
