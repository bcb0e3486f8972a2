//! The recipes of the README, run as they are printed.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use crate::common::{KEY, Ran, Sandbox, Test, program};

const CLIENT_KEY: &str = "Y2EwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDVhNGRiMGM1";

/// The scripts of the section, in order; of a job's step what it runs.
fn recipes() -> Vec<String> {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let readme = readme.unwrap();
    let (_, section) = readme.split_once("\n## Recipes\n").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let blocks = section.split("```").skip(1).step_by(2);
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

/// Runs a recipe in a folder of its own, where `npm` says what it was given.
fn run(recipe: &str, sandbox: &Sandbox, key: &str) -> (Ran, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let npm = "#!/bin/sh\nenv | grep -E '^(COURIER|VITE)' | cut -d= -f1 | sort > npm.txt\ntest \"$1\" = test\n";
    let path = bin.join("npm");
    fs::write(&path, npm).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let binary = program().get_program().to_owned();
    let binary = Path::new(&binary).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{}:{path}", bin.display(), binary.display());
    let mut shell = std::process::Command::new("sh");
    shell
        .args(["-e", "-c", recipe])
        .current_dir(folder.path())
        .env_clear()
        .env("LANG", "C.UTF-8")
        .env("COURIER_AUTH_CONFIG_DIR", "/dev/null/nowhere")
        .env("PATH", path)
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_API_KEY", key)
        .env("COURIER_CLIENT_KEY", CLIENT_KEY);
    (Test::of(shell).run(), folder)
}

#[test]
fn every_recipe_works_and_fails_where_it_must() {
    let recipes = recipes();
    assert_eq!(recipes.len(), 5, "{recipes:#?}");
    let sandbox = Sandbox::start();
    for recipe in &recipes {
        let (ran, folder) = run(recipe, &sandbox, &sandbox.api_key);
        assert_eq!(ran.code, Some(0), "{recipe}: {ran:#?}");
        assert!(
            !ran.stdout.contains("eyJ") && !ran.stderr.contains("eyJ"),
            "{ran:#?}"
        );
        let npm = fs::read_to_string(folder.path().join("npm.txt")).unwrap_or_default();
        let variable = match recipe {
            _ if !recipe.contains("npm test") => "",
            _ if recipe.contains("courier-auth exec") => "COURIER_JWT",
            _ if recipe.contains("VITE_COURIER_URL") => "VITE_COURIER_URL",
            _ => "COURIER_BASE_URL",
        };
        assert!(npm.contains(variable), "{recipe}: {npm}");
        // Those that ask Courier stop where it refuses the key.
        let (refused, _) = run(recipe, &sandbox, KEY);
        let asks = !recipe.contains("--seed");
        assert_eq!(refused.code != Some(0), asks, "{recipe}: {refused:#?}");
    }
    // A token that does not last long enough stops the job.
    let short = recipes[0].replace("--expires-in 1h", "--expires-in 20m");
    let (ran, _) = run(&short, &sandbox, &sandbox.api_key);
    ran.is(1, "::error", "");
}
