//! The recipes of the documentation, run as they are printed.

use std::{fs, path::Path};

use crate::{
    generated::documents,
    support::{CLIENT_KEY, KEY, Outcome, Sandbox, Test, binary, fake_program, shell},
};

/// Returns the scripts of the page, in order. Of a GitHub Actions step it is the `run` script.
fn recipes() -> Vec<String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/recipes.md");
    let page = fs::read_to_string(page).unwrap();
    let blocks = page.split("```").skip(1).step_by(2);
    blocks
        .map(|block| {
            let (language, script) = block.split_once('\n').unwrap();
            match (language, script.split_once("run: |\n")) {
                ("yaml", Some((_, run))) => run.to_owned(),
                ("sh", None) => script.to_owned(),
                _ => panic!("{language}: {script}"),
            }
        })
        .collect()
}

/// Runs a recipe in its own folder. A fake `npm` writes the names of its variables to `npm.txt`.
fn run(recipe: &str, sandbox: &Sandbox, key: &str) -> (Outcome, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let npm =
        "env | grep -E '^(COURIER|VITE)' | cut -d= -f1 | sort > npm.txt\ntest \"$1\" = test\n";
    fake_program(&bin, "npm", npm);
    let test = Test::program(shell(&["sh", "-e"], recipe, folder.path()))
        .at(sandbox)
        .key(key)
        .env("COURIER_CLIENT_KEY", CLIENT_KEY);
    (test.run(), folder)
}

#[test]
fn every_recipe_succeeds() {
    let recipes = recipes();
    assert_eq!(recipes.len(), 7, "{recipes:#?}");
    let sandbox = Sandbox::start();
    for recipe in &recipes {
        let (outcome, folder) = run(recipe, &sandbox, &sandbox.api_key);
        assert_eq!(outcome.code, Some(0), "{recipe}: {outcome:#?}");
        assert!(
            !outcome.stdout.contains("eyJ") && !outcome.stderr.contains("eyJ"),
            "{outcome:#?}"
        );
        let npm = fs::read_to_string(folder.path().join("npm.txt")).unwrap_or_default();
        let variable = match recipe {
            _ if !recipe.contains("npm test") => "",
            _ if recipe.contains("courier-auth exec") => "COURIER_JWT",
            _ if recipe.contains("VITE_COURIER_URL") => "VITE_COURIER_URL",
            _ => "COURIER_BASE_URL",
        };
        assert!(npm.contains(variable), "{recipe}: {npm}");
    }
}

/// A recipe with `--seed` uses a sandbox of its own, so it needs no key.
#[test]
fn recipes_fail_if_courier_refuses_the_key() {
    let sandbox = Sandbox::start();
    for recipe in recipes() {
        let (refused, _) = run(&recipe, &sandbox, KEY);
        let needs_key = !recipe.contains("--seed");
        assert_eq!(refused.code != Some(0), needs_key, "{recipe}: {refused:#?}");
    }
}

#[test]
fn the_first_recipe_fails_if_the_token_expires_too_soon() {
    let recipes = recipes();
    let sandbox = Sandbox::start();
    let short = recipes[0].replace("--expires-in 1h", "--expires-in 20m");
    let (outcome, _) = run(&short, &sandbox, &sandbox.api_key);
    outcome.exits_with(1, "::error", "");
}

/// Returns the shell code in the documents, except for the recipes, which are run.
fn shell_blocks() -> Vec<(String, String)> {
    let documents = documents()
        .into_iter()
        .filter(|path| path != "docs/recipes.md");
    let blocks = documents.flat_map(|path| {
        let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path)).unwrap();
        let blocks = page.split("```").skip(1).step_by(2);
        let scripts = blocks.filter_map(|block| block.strip_prefix("sh\n"));
        let scripts: Vec<_> = scripts
            .map(|script| (path.clone(), script.to_owned()))
            .collect();
        scripts
    });
    blocks.collect()
}

/// Puts `--help` behind the arguments, but before a `--`.
const PARSE: &str = r#"count=$#; help=--help
while [ $count -gt 0 ]; do
  arg=$1; shift; count=$((count - 1))
  if [ "$arg" = -- ]; then set -- "$@" $help; help=; fi
  set -- "$@" "$arg"
done
set -- "$@" $help
"#;

/// The commands in the documents are parsed: a program in the place of `courier-auth` adds `--help`.
#[test]
fn every_command_in_the_documents_exists() {
    let blocks = shell_blocks();
    assert!(blocks.len() > 20, "{blocks:#?}");
    for (path, script) in blocks {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("bin");
        fs::create_dir(&bin).unwrap();
        let real = binary().get_program().to_owned();
        let real = real.to_str().unwrap();
        let parse = format!("{PARSE}'{real}' \"$@\" > /dev/null || echo \"$*\" >> .failed\n");
        fake_program(&bin, "courier-auth", &parse);
        for name in [
            "aws",
            "brew",
            "cargo",
            "curl",
            "docker",
            "gh",
            "jq",
            "man",
            "npm",
            "parallel",
            "pip",
            "scoop",
            "sha256sum",
        ] {
            fake_program(&bin, name, "exit 0\n");
        }
        fake_program(&bin, "npx", "\"$@\"\n");
        fake_program(&bin, "pipx", "shift; \"$@\"\n");
        for name in ["token.txt", "ids.txt", "signature.txt", "key.txt"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let outcome = Test::program(shell(&["bash"], &script, folder.path())).run();
        let failed = fs::read_to_string(folder.path().join(".failed"));
        assert!(failed.is_err(), "{path}: {failed:?}: {outcome:#?}");
        let is_complaint = |line: &str| line.contains("syntax error") || line.contains("not found");
        assert!(
            !outcome.stderr.lines().any(is_complaint),
            "{path}: {script}: {outcome:#?}"
        );
    }
}
