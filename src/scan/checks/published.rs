//! Variables with an API key whose names make a bundler publish them.

use std::{collections::HashSet, ops::Range};

use crate::scan::{
    file_kind::FileKind,
    finding::SourceFinding,
    source::{Source, key_before, word_around},
    strings::brackets::enclosing,
};

/// The prefixes of variables that bundlers copy into the code for browsers, with the documentation:
/// Next.js <https://nextjs.org/docs/app/guides/environment-variables>, Vite
/// <https://vite.dev/guide/env-and-mode>, Create React App
/// <https://create-react-app.dev/docs/adding-custom-environment-variables/>, Expo
/// <https://docs.expo.dev/guides/environment-variables/>, Nuxt
/// <https://nuxt.com/docs/guide/going-further/runtime-config>, SvelteKit and Astro
/// <https://svelte.dev/docs/kit/$env-static-public>, Gatsby
/// <https://www.gatsbyjs.com/docs/how-to/local-development/environment-variables/>, Angular
/// <https://github.com/chihab/ngx-env>, Laravel Mix <https://laravel-mix.com/docs/6.0/environment-variables>, Vue CLI <https://cli.vuejs.org/guide/mode-and-env.html>.
const PUBLIC_PREFIXES: &[&str] = &[
    "NEXT_PUBLIC_",
    "VITE_",
    "REACT_APP_",
    "EXPO_PUBLIC_",
    "NUXT_PUBLIC_",
    "PUBLIC_",
    "GATSBY_",
    "NG_APP_",
    "VUE_APP_",
    "MIX_",
];

/// The endings of names of keys, for several environments.
const ENVIRONMENTS: [&str; 6] = [
    "_PROD",
    "_PRODUCTION",
    "_TEST",
    "_DEV",
    "_DEVELOPMENT",
    "_STAGING",
];

/// Checks the variable name that contains the name of an API key at a position. Each name and
/// each setting is reported once in a file.
pub(in crate::scan) fn check<'s>(
    source: &Source<'s>,
    at: usize,
    named: &str,
    seen: &mut HashSet<&'s str>,
) -> Option<SourceFinding> {
    let text = source.text;
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let range = word_around(text, &(at..at), is_part);
    let name = &text[range.clone()];
    let ending = &text[at + named.len()..range.end];
    let is_key = ending.is_empty() || ENVIRONMENTS.contains(&ending);
    if !is_key || source.is_prose(range.start) {
        return None;
    }
    let Some(prefix) = PUBLIC_PREFIXES
        .iter()
        .find(|prefix| name.starts_with(**prefix) && range.start + prefix.len() == at)
    else {
        let (setting, finding) = in_public_setting(source, range)?;
        return seen.insert(setting).then_some(finding);
    };
    // A check that the variable is not set.
    let line = &text[source.line_at(at)];
    let is_guard = ["throw ", "raise ", "exit"]
        .iter()
        .any(|word| line.contains(word));
    if is_guard || !seen.insert(name) {
        return None;
    }
    let message = format!("variables that start with `{prefix}` are part of the code for browsers");
    let private = &name[prefix.len()..];
    let finding = SourceFinding::new("published-key", range.clone(), message);
    let help = format!("issue tokens in your backend, and name the variable `{private}` there");
    let finding = finding.help(help);
    // The code of an app cannot read the variable by another name, and a value may name it.
    let value = &text[range.end..source.line_at(at).end];
    let is_definition = source.kind == FileKind::Dotenv && !value.contains(private);
    Some(if is_definition {
        finding.fix(range, private)
    } else {
        finding
    })
}

/// Reports a key in a setting that a framework copies into the code for browsers or apps: `env` of Next.js
/// <https://nextjs.org/docs/app/api-reference/config/next-config-js/env>, `extra` of Expo
/// <https://docs.expo.dev/guides/environment-variables/>, `public` of Nuxt
/// <https://nuxt.com/docs/guide/going-further/runtime-config>, `define` of Vite
/// <https://vite.dev/config/shared-options>, `DefinePlugin` of webpack
/// <https://webpack.js.org/plugins/define-plugin/>.
fn in_public_setting<'s>(
    source: &Source<'s>,
    name: Range<usize>,
) -> Option<(&'s str, SourceFinding)> {
    const SETTINGS: [(&str, &[&str]); 5] = [
        ("next.config.", &["env", "publicRuntimeConfig"]),
        ("app.config.", &["extra"]),
        ("nuxt.config.", &["public"]),
        ("vite.config.", &["define"]),
        ("webpack.", &["DefinePlugin"]),
    ];
    let file = source.file_name();
    let (_, settings) = SETTINGS.iter().find(|(start, _)| file.starts_with(start))?;
    let object = enclosing(source.text, name.start)?;
    let setting = key_before(source.text, object.start - 1)?;
    if !settings.contains(&setting) {
        return None;
    }
    let message = format!("the values of `{setting}` are part of the code for browsers and apps");
    let help = "remove it, and issue tokens in your backend";
    let finding = SourceFinding::new("published-key", name, message).help(help);
    Some((setting, finding))
}
