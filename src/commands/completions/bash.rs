//! Bash completion of words with `:` and `=`, which bash splits.

/// The function that completes whole words by another completion function.
const WHOLE_WORDS: &str = include_str!("whole_words.bash");

/// The name of that function.
const NAME: &str = "_courier_auth_whole_words";

/// The lines that make the value of `--option=value` a word of its own, for completion functions that
/// do not know this form.
const SPLIT_OPTION: &str = "    if [[ $typed == --*=* ]]; then
        option=${typed%%=*}=
        typed=${typed#*=}
        words[last++]=${option%=}
    fi
";

/// Makes a completion script complete whole words. `completer` is its completion function.
pub(crate) fn with_whole_words(script: &str, completer: &str, knows_equals_sign: bool) -> String {
    let split_option = if knows_equals_sign { "" } else { SPLIT_OPTION };
    let script = script.replace(&format!("-F {completer} "), &format!("-F {NAME} "));
    let function = WHOLE_WORDS
        .replace("    SPLIT_OPTION\n", split_option)
        .replace("COMPLETER", completer);
    format!("{}\n{function}", script.trim_end())
}
