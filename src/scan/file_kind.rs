//! The kind of a file, as far as its checks depend on it: by its name and its first line.

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// Prose with code blocks, such as Markdown.
    Document,
    /// A shell script, or a file with shell commands, such as a Dockerfile.
    Shell,
    /// `NAME=value` lines, as in dotenv and properties files.
    Dotenv,
    /// YAML, which often contains shell commands.
    Yaml,
    /// JSON, HAR included.
    Json,
    /// Source code.
    Code(Language),
    /// Anything else, such as a log.
    Other,
}

/// A programming language, or a family of languages with the same literals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// JavaScript, TypeScript, and files with components in these languages.
    JavaScript,
    Python,
    Ruby,
    Php,
    Swift,
    Dart,
    /// Java and Kotlin.
    Java,
    CSharp,
    Go,
    /// C, C++ and Objective-C.
    C,
    Html,
    Other,
}

/// The kinds of the files with these extensions.
const EXTENSIONS: &[(&[&str], FileKind)] = &[
    (
        &["md", "mdx", "markdown", "rst", "adoc", "txt"],
        FileKind::Document,
    ),
    (
        &[
            "sh", "bash", "zsh", "fish", "ksh", "bats", "ps1", "bat", "cmd", "mk",
        ],
        FileKind::Shell,
    ),
    (&["yml", "yaml"], FileKind::Yaml),
    (&["json", "jsonc", "json5", "har", "ipynb"], FileKind::Json),
    (
        &[
            "js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte", "astro",
        ],
        FileKind::Code(Language::JavaScript),
    ),
    (&["py", "pyi"], FileKind::Code(Language::Python)),
    (&["rb", "rake"], FileKind::Code(Language::Ruby)),
    (&["php"], FileKind::Code(Language::Php)),
    (&["swift"], FileKind::Code(Language::Swift)),
    (&["dart"], FileKind::Code(Language::Dart)),
    (&["java", "kt", "kts"], FileKind::Code(Language::Java)),
    (&["cs", "fs", "vb"], FileKind::Code(Language::CSharp)),
    (&["go"], FileKind::Code(Language::Go)),
    (
        &["c", "cc", "cpp", "h", "hpp", "m", "mm"],
        FileKind::Code(Language::C),
    ),
    (
        &["html", "htm", "erb", "ejs", "hbs"],
        FileKind::Code(Language::Html),
    ),
    (
        &[
            "rs", "ex", "exs", "scala", "groovy", "lua", "pl", "r", "sql", "tf", "hcl", "toml",
            "gradle", "clj", "elm", "hs",
        ],
        FileKind::Code(Language::Other),
    ),
];

impl FileKind {
    /// Returns the kind of a file with this path and this beginning.
    pub(super) fn of(path: &str, text: &str) -> Self {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let extension = extension.to_ascii_lowercase();
        let is_assignments =
            ["env", "properties", "ini", "cfg", "conf"].contains(&extension.as_str());
        if name.starts_with(".env") || is_assignments {
            return Self::Dotenv;
        }
        let is_script = ["Procfile", "Makefile", "Justfile", "justfile"].contains(&name);
        if name.starts_with("Dockerfile") || is_script {
            return Self::Shell;
        }
        let known = EXTENSIONS
            .iter()
            .find(|(extensions, _)| extensions.contains(&extension.as_str()));
        match known {
            Some((_, kind)) => *kind,
            None => Self::of_first_line(text),
        }
    }

    /// Returns the kind that the interpreter in the first line names.
    fn of_first_line(text: &str) -> Self {
        let line = text.lines().next().unwrap_or_default();
        let Some(interpreter) = line.strip_prefix("#!") else {
            return Self::Other;
        };
        if interpreter.contains("python") {
            Self::Code(Language::Python)
        } else if interpreter.contains("node") {
            Self::Code(Language::JavaScript)
        } else if interpreter.contains("ruby") {
            Self::Code(Language::Ruby)
        } else if interpreter.contains("sh") {
            Self::Shell
        } else {
            Self::Other
        }
    }

    /// Returns true if string literals in single or double quotes may continue on the next line.
    pub(super) fn has_multiline_strings(self) -> bool {
        matches!(
            self,
            Self::Document
                | Self::Shell
                | Self::Yaml
                | Self::Code(Language::Ruby | Language::Php | Language::Html)
        )
    }

    /// Returns true if string literals may be in backticks.
    pub(super) fn has_backtick_strings(self) -> bool {
        !matches!(
            self,
            Self::Code(
                Language::Python
                    | Language::C
                    | Language::Php
                    | Language::Swift
                    | Language::Dart
                    | Language::Java
                    | Language::CSharp
            )
        )
    }

    /// Returns true if two string literals beside each other are one string.
    pub(super) fn joins_adjacent_literals(self) -> bool {
        matches!(
            self,
            Self::Code(Language::Python | Language::Ruby | Language::Dart | Language::C)
        )
    }

    /// Returns true if values need no quotes.
    pub(super) fn has_unquoted_values(self) -> bool {
        matches!(
            self,
            Self::Document | Self::Shell | Self::Yaml | Self::Dotenv
        )
    }

    /// Returns true for a file with shell commands.
    pub(super) fn has_shell_commands(self) -> bool {
        matches!(self, Self::Document | Self::Shell | Self::Yaml)
    }
}
