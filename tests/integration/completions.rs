//! Completion in real shells: by the committed scripts, and by this program, which knows what is
//! configured. And the manual pages.

use std::{path::Path, process::Command};

use crate::common::{Test, is_there, program};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What a shell says that runs a script, which is given the folder of the scripts.
fn said(shell: &[&str], script: &str, config: Option<&Path>) -> String {
    let binary = program().get_program().to_owned();
    let folder = Path::new(&binary).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(shell[0]);
    command
        .args(&shell[1..])
        .arg(script)
        .current_dir(Path::new(ROOT).join("completions"))
        .env_clear()
        .env("PATH", path)
        .env("HOME", home.path())
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm");
    if let Some(config) = config {
        command.env("COURIER_AUTH_CONFIG_DIR", config);
    }
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8_lossy(&text).into_owned()
}

const BASH: &str = r#"
complete_line() { # the words, of which the last is begun
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_TYPE=9; COMPREPLY=()
    "$function" courier-auth "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" 2>&1
    echo "<$(echo ${COMPREPLY[@]})>"
}
"#;

#[test]
fn the_committed_scripts_complete_in_bash_and_fish() {
    if is_there("bash") {
        let script = format!(
            "{BASH}\nsource ./courier-auth.bash; function=_courier__auth\n\
             complete_line courier-auth insp\n\
             complete_line courier-auth inspect --for\n\
             complete_line courier-auth sandbox st\n\
             complete_line courier-auth explain CA20"
        );
        let said = said(&["bash", "--norc", "-c"], &script, None);
        assert!(said.contains("<inspect>"), "{said}");
        assert!(said.contains("<--for --format>"), "{said}");
        assert!(said.contains("<start status stop>"), "{said}");
        assert!(said.contains("CA201 CA202"), "{said}");
    }
    if is_there("fish") {
        let script = "source ./courier-auth.fish\n\
                      complete -C 'courier-auth insp'\n\
                      complete -C 'courier-auth inspect --for'\n\
                      complete -C 'courier-auth issue --for inb'";
        let said = said(&["fish", "--no-config", "-c"], script, None);
        for expected in ["inspect\tDecode", "--format\t", "inbox"] {
            assert!(said.contains(expected), "{expected}: {said}");
        }
    }
}

/// Zsh completes only for somebody who types: a terminal of its own has to be made.
#[test]
fn the_committed_script_completes_in_zsh() {
    if !is_there("zsh") || !is_there("timeout") {
        return;
    }
    let script = r#"
zmodload zsh/zpty
zpty shell zsh -f -i
wait_for() { local text=; while zpty -r shell line; do text+=$line; [[ $text == *$1* ]] && return; done }
zpty -w shell 'PS1=; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D'
zpty -w shell 'eval "$(<_courier-auth)"; compdef _courier-auth courier-auth; print REA''DY'
wait_for READY
zpty -w -n shell $'courier-auth insp\t--vers\t\n'
wait_for 'courier-auth-inspect 0' && print completed
zpty -d shell
"#;
    let said = said(&["timeout", "20", "zsh", "-f", "-c"], script, None);
    assert!(said.contains("completed"), "{said}");
}

#[test]
fn this_program_completes_what_is_configured() {
    let folder = tempfile::tempdir().unwrap();
    let config = "[profile.staging]\nregion = \"eu\"\n[profile.live]\n";
    std::fs::write(folder.path().join("config.toml"), config).unwrap();
    if is_there("bash") {
        let script = format!(
            "{BASH}\neval \"$(COURIER_AUTH_COMPLETE=bash courier-auth)\"; function=_clap_complete_courier_auth\n\
             complete_line courier-auth issue --profile st\n\
             complete_line courier-auth profile use li\n\
             complete_line courier-auth profile add li\n\
             complete_line courier-auth issue --scope read:p\n\
             complete_line courier-auth issue --for pref"
        );
        let said = said(&["bash", "--norc", "-c"], &script, Some(folder.path()));
        let answers: Vec<&str> = said.lines().filter(|line| line.starts_with('<')).collect();
        let expected = [
            "<staging>",
            "<live>",
            "<>",
            "<read:preferences>",
            "<preferences>",
        ];
        assert_eq!(answers, expected, "{said}");
    }
    if is_there("fish") {
        let script = "COURIER_AUTH_COMPLETE=fish courier-auth | source\n\
                      complete -C 'courier-auth profile remove '";
        let said = said(&["fish", "--no-config", "-c"], script, Some(folder.path()));
        assert!(said.contains("staging") && said.contains("live"), "{said}");
    }
    let wrong = Test::new([]).env("COURIER_AUTH_COMPLETE", "tcsh").run();
    wrong.is(2, "", "unknown shell `tcsh`");
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man1");
    let ran = Test::new(["man", "--dir", pages.to_str().unwrap()]).run();
    ran.is(0, "", "pages into");
    let own = Test::new(["man"]).run();
    own.is(0, ".TH courier-auth 1", "");
    assert_eq!(
        std::fs::read_to_string(pages.join("courier-auth.1")).unwrap(),
        own.stdout
    );
    let json = Test::new(["man", "--json"]).run().json();
    assert_eq!(json["schema"], "courier-auth/man/v1");
    assert_eq!(json["page"], own.stdout);
    let json = Test::new(["man", "--json", "--dir", pages.to_str().unwrap()]).run();
    let written = std::fs::read_dir(&pages).unwrap().count();
    assert_eq!(json.json()["pages"], written);
    let inner = Test::new(["man", "sandbox", "start"]).run();
    inner.is(
        0,
        ".TH courier-auth-sandbox-start 1\n\\-\\-ready\\-file",
        "",
    );
    Test::new(["man", "sandbox", "nothing"]).run().is(
        2,
        "",
        "there is no command `sandbox nothing`",
    );
    Test::new(["man", "--dir", "/dev/null/x"])
        .run()
        .is(7, "", "cannot write");
    if is_there("mandoc") {
        let files = std::fs::read_dir(&pages)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let output = Command::new("mandoc")
            .args(["-Tlint", "-Werror"])
            .args(files)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}
