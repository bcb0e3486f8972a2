//! Indentation of JSON text for a terminal.

/// The indentation of one level.
const INDENT: &str = "  ";

/// Indents valid JSON without white space between its tokens. Everything else stays as it is, also a
/// number that no type can hold.
pub(crate) fn indent(json: &str) -> String {
    let mut indented = String::with_capacity(2 * json.len());
    let mut depth = 0;
    let mut is_string = false;
    let mut is_escaped = false;
    let mut characters = json.chars().peekable();
    let new_line = |indented: &mut String, depth: usize| {
        indented.push('\n');
        indented.extend(std::iter::repeat_n(INDENT, depth));
    };
    while let Some(character) = characters.next() {
        if is_string {
            indented.push(character);
            is_string = character != '"' || is_escaped;
            is_escaped = character == '\\' && !is_escaped;
            continue;
        }
        let next = characters.peek().copied();
        match character {
            '{' | '[' => {
                indented.push(character);
                depth += 1;
                if !matches!(next, Some('}' | ']')) {
                    new_line(&mut indented, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if !indented.ends_with(['{', '[']) {
                    new_line(&mut indented, depth);
                }
                indented.push(character);
            }
            ',' => {
                indented.push(character);
                new_line(&mut indented, depth);
            }
            ':' => indented.push_str(": "),
            ' ' => {}
            _ => {
                is_string = character == '"';
                indented.push(character);
            }
        }
    }
    indented
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_stay_as_they_are() {
        let rows = [
            (r"{}", "{}"),
            (r"[]", "[]"),
            (r#""a{b,c""#, r#""a{b,c""#),
            (r#"{"a":{},"b":[]}"#, "{\n  \"a\": {},\n  \"b\": []\n}"),
            (
                r#"[1e400,"\"[",{"c":null}]"#,
                "[\n  1e400,\n  \"\\\"[\",\n  {\n    \"c\": null\n  }\n]",
            ),
            (r#"["\\",1]"#, "[\n  \"\\\\\",\n  1\n]"),
        ];
        for (json, expected) in rows {
            assert_eq!(indent(json), expected);
        }
    }

    #[test]
    fn output_is_what_serde_prints() {
        let json = r#"{"a":[{"b":"x: {y}"},[],{}],"c":[1,[2,[3]]]}"#;
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(indent(json), serde_json::to_string_pretty(&value).unwrap());
    }
}
