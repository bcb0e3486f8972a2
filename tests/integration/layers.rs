//! The order of the layers in `src`, as a table, and a check of every import against it.
//!
//! `ARCHITECTURE.md` and the crate page show the same order; the last test compares them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::support::source_files;

/// The top-level modules of `src`, from the top layer to the bottom one. A module imports modules of
/// lower rows only, and none of its own row.
const LAYERS: &[&[&str]] = &[
    &["main"],
    &["run", "complete"],
    &["commands"],
    &["context"],
    &["error"],
    &["output"],
    &["settings"],
    &["cli"],
    &["config", "courier", "sandbox", "serve"],
    &[
        "validate",
        "private_file",
        "prompt",
        "runtime",
        "listener",
        "error_body",
    ],
    &["process"],
    &["console", "endpoints", "scan"],
    &["inspect", "redact"],
    &["time", "id_list"],
    &["input_limits"],
    &[
        "token",
        "client_behaviors",
        "encoding",
        "env_vars",
        "exit",
        "reason",
        "request_summary",
        "document",
        "executable",
        "environ",
        "signals",
    ],
    &["text"],
];

/// Modules without a layer: the list of modules, and tests that span the layers.
const EXEMPT: &[&str] = &["lib", "corpus_tests", "growth_tests"];

/// Files that may import each other: a type and the function pointer in it.
const BENIGN_CIRCLES: &[&[&str]] = &[&["inspect::finding", "inspect::rule"]];

/// The module tree of `src`: the path of each module, and its source without comments and tests.
struct Tree {
    sources: BTreeMap<Vec<String>, String>,
}

/// A path in a `use` declaration or an expression, from the crate's root.
type ItemPath = Vec<String>;

impl Tree {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut sources = BTreeMap::new();
        for (path, source) in source_files() {
            sources.insert(module_of(&path, &root), code_of(&source));
        }
        Self { sources }
    }

    /// The longest prefix of a path that is a module, following re-exports to the defining module.
    fn defining_module(&self, path: &[String]) -> Option<Vec<String>> {
        let length = (1..=path.len())
            .rev()
            .find(|length| self.sources.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(length);
        if let Some(name) = rest.first() {
            for target in self.re_exports(module) {
                if target.last() == Some(name) && target != path {
                    return self.defining_module(&target);
                }
            }
        }
        Some(module.to_vec())
    }

    /// The paths that a module re-exports.
    fn re_exports(&self, module: &[String]) -> Vec<ItemPath> {
        self.uses(module, true)
    }

    /// The paths that a module imports, in `use` declarations and in expressions.
    fn imports(&self, module: &[String]) -> BTreeSet<Vec<String>> {
        let mut paths = self.uses(module, false);
        let source = &self.sources[module];
        for start in ["crate::", "super::"] {
            // `pub(in crate::commands)` is a visibility, not an import.
            let starts = source.match_indices(start);
            for (at, _) in starts.filter(|(at, _)| !source[..*at].ends_with("in ")) {
                let text: String = source[at..]
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':'))
                    .collect();
                if text.len() > start.len() && text.ends_with("::") {
                    // A use tree, which `uses` reads.
                    continue;
                }
                let path = text.split("::").filter(|part| !part.is_empty());
                let path: Vec<String> = path.map(str::to_owned).collect();
                // `super::{` starts a use tree, which `uses` reads.
                if path
                    .last()
                    .is_some_and(|last| last != "super" && last != "crate")
                {
                    paths.extend(self.absolute(module, path));
                }
            }
        }
        let modules = paths.iter().filter_map(|path| self.defining_module(path));
        modules.filter(|target| *target != module).collect()
    }

    /// The paths of a module's `use` declarations: those that re-export, or the others.
    fn uses(&self, module: &[String], is_re_export: bool) -> Vec<ItemPath> {
        let mut paths = Vec::new();
        for line_start in self.sources[module].split(';') {
            let declaration = line_start.trim_start();
            let declaration = declaration.rsplit_once('\n').map_or(declaration, |_| {
                declaration.find("use ").map_or(declaration, |at| {
                    let line = declaration[..at].rfind('\n').map_or(0, |end| end + 1);
                    &declaration[line..]
                })
            });
            let Some((visibility, tree)) = declaration.split_once("use ") else {
                continue;
            };
            if !(visibility.is_empty() || visibility.starts_with("pub")) {
                continue;
            }
            if visibility.starts_with("pub") != is_re_export {
                continue;
            }
            let mut found = Vec::new();
            expand(tree, &[], &mut found);
            for path in found {
                paths.extend(self.absolute(module, path));
            }
        }
        paths
    }

    /// The path from the crate's root, `None` for a path into another crate.
    fn absolute(&self, module: &[String], mut path: Vec<String>) -> Option<ItemPath> {
        let mut base = module.to_vec();
        match path.first()?.as_str() {
            "crate" => {
                path.remove(0);
                return Some(path);
            }
            "self" => {
                path.remove(0);
            }
            "super" => {
                while path.first().is_some_and(|part| part == "super") {
                    path.remove(0);
                    base.pop()?;
                }
            }
            first => {
                let mut child = base.clone();
                child.push(first.to_owned());
                if !self.sources.contains_key(&child) {
                    return None;
                }
            }
        }
        base.extend(path);
        Some(base)
    }
}

/// The module's path: `src/a/b.rs` and `src/a/b/mod.rs` are `a::b`.
fn module_of(path: &Path, root: &Path) -> Vec<String> {
    let path = path.strip_prefix(root).unwrap().with_extension("");
    let parts = path.iter().map(|part| part.to_str().unwrap().to_owned());
    parts.filter(|part| part != "mod").collect()
}

/// The source without comments and without the unit tests at its end.
fn code_of(source: &str) -> String {
    let end = source
        .find("#[cfg(test)]\nmod tests")
        .unwrap_or(source.len());
    let lines = source[..end].lines();
    let code = lines.map(|line| match line.find("//") {
        Some(at) if !line[..at].contains('"') => &line[..at],
        _ => line,
    });
    code.collect::<Vec<_>>().join("\n")
}

/// Adds each path of a use tree such as `a::{b, c::D as E}`.
fn expand(tree: &str, prefix: &[String], paths: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    if let Some((before, inner)) = tree.split_once('{') {
        let mut prefix = prefix.to_vec();
        let parts = before.split("::").map(str::trim);
        prefix.extend(parts.filter(|part| !part.is_empty()).map(str::to_owned));
        let inner = inner.rsplit_once('}').map_or(inner, |(inner, _)| inner);
        let (mut depth, mut start) = (0, 0);
        for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    expand(&inner[start..at], &prefix, paths);
                    start = (at + 1).min(inner.len());
                }
                _ => {}
            }
        }
        return;
    }
    let name = tree.split(" as ").next().unwrap_or_default().trim();
    if name.is_empty() {
        return;
    }
    let parts = name.split("::").map(|part| part.trim().to_owned());
    let mut path: Vec<String> = prefix.iter().cloned().chain(parts).collect();
    if path.len() > 1
        && path
            .last()
            .is_some_and(|last| last == "self" || last == "*")
    {
        path.pop();
    }
    paths.push(path);
}

/// The row of a top-level module.
fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

#[test]
fn every_module_has_a_layer_and_every_layer_exists() {
    let tree = Tree::read();
    let modules: BTreeSet<&str> = tree.sources.keys().map(|path| path[0].as_str()).collect();
    let listed = LAYERS.iter().copied().flatten().chain(EXEMPT).copied();
    assert_eq!(modules, listed.collect());
}

#[test]
fn imports_point_to_lower_layers_only() {
    let tree = Tree::read();
    let mut arrows = 0;
    for module in tree.sources.keys() {
        let Some(layer) = layer_of(&module[0]) else {
            continue;
        };
        for target in tree.imports(module) {
            if target[0] == module[0] {
                continue;
            }
            arrows += 1;
            assert!(
                layer_of(&target[0]).is_some_and(|lower| lower > layer),
                "{} must not import {}: see LAYERS",
                module.join("::"),
                target.join("::")
            );
        }
    }
    assert!(arrows > 300, "only {arrows} imports were found");
}

#[test]
fn commands_share_code_through_shared_only() {
    let tree = Tree::read();
    for module in tree.sources.keys().filter(|path| path[0] == "commands") {
        let Some(command) = module.get(1) else {
            continue;
        };
        for target in tree.imports(module) {
            let is_other = target[0] == "commands" && target.get(1) != Some(command);
            let is_shared = target.get(1).is_some_and(|name| name == "shared");
            assert!(
                !is_other || (is_shared && command != "shared"),
                "{} must not import {}",
                module.join("::"),
                target.join("::")
            );
        }
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let tree = Tree::read();
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for module in tree
        .sources
        .keys()
        .filter(|path| !EXEMPT.contains(&path[0].as_str()))
    {
        let targets = tree.imports(module).into_iter();
        imports.insert(
            module.join("::"),
            targets.map(|path| path.join("::")).collect(),
        );
    }
    let reaches = |from: &str, to: &str| {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = imports
            .get(from)
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        while let Some(module) = open.pop() {
            if module == to {
                return true;
            }
            if seen.insert(module) {
                open.extend(
                    imports
                        .get(module)
                        .into_iter()
                        .flatten()
                        .map(String::as_str),
                );
            }
        }
        false
    };
    let in_circles: Vec<&str> = imports
        .keys()
        .map(String::as_str)
        .filter(|module| reaches(module, module))
        .collect();
    let benign: Vec<&str> = BENIGN_CIRCLES.iter().copied().flatten().copied().collect();
    assert_eq!(in_circles, benign, "these files import each other");
}

#[test]
fn the_documents_show_the_same_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table: Vec<String> = LAYERS
        .iter()
        .map(|layer| format!("`{}`", layer.join("`, `")))
        .collect();
    for document in ["ARCHITECTURE.md", "src/lib.rs"] {
        let text = fs::read_to_string(root.join(document)).unwrap();
        let lines = text
            .lines()
            .map(|line| line.trim_start_matches("//!").trim());
        let rows: Vec<&str> = lines
            .filter_map(|line| line.strip_prefix("| "))
            .filter_map(|row| row.split(" |").next())
            .filter(|cell| cell.starts_with('`'))
            .collect();
        assert_eq!(rows, table, "{document} shows another order");
    }
}
