//! Completion in real shells, by the committed scripts and by the program itself, which knows the
//! configured profiles; and the manual pages.

use std::{path::Path, process::Command};

#[cfg(target_os = "linux")]
use crate::support::Terminal;
use crate::support::{Test, binary, is_installed};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Runs a script in a shell, in the folder of the completion scripts. Returns everything printed.
fn shell_output(shell: &str, script: &str, config: Option<&Path>) -> String {
    let binary = binary().get_program().to_owned();
    let folder = Path::new(&binary).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let home = tempfile::tempdir().unwrap();
    let shell: Vec<&str> = shell.split(' ').collect();
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
complete_line() { # arguments: the words of the line; the last one is to be completed
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_TYPE=9; COMPREPLY=()
    COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
    "$function" courier-auth "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" 2>&1
    echo "<$(echo ${COMPREPLY[@]})>"
}
"#;

#[test]
fn the_committed_scripts_complete_in_bash_and_fish() {
    if is_installed("bash") {
        let script = format!(
            "{BASH}\nsource ./courier-auth.bash; function=_courier_auth_whole_words\n\
             complete_line courier-auth insp\n\
             complete_line courier-auth inspect --for\n\
             complete_line courier-auth sandbox st\n\
             complete_line courier-auth explain CA20"
        );
        let output = shell_output("bash --norc -c", &script, None);
        assert!(output.contains("<inspect>"), "{output}");
        assert!(output.contains("<--for --format>"), "{output}");
        assert!(output.contains("<start status stop>"), "{output}");
        assert!(output.contains("CA201 CA202"), "{output}");
    }
    if is_installed("fish") {
        let script = "source ./courier-auth.fish\n\
                      complete -C 'courier-auth insp'\n\
                      complete -C 'courier-auth inspect --for'\n\
                      complete -C 'courier-auth issue --for inb'";
        let output = shell_output("fish --no-config -c", script, None);
        for expected in ["inspect\tDecode", "--format\t", "inbox"] {
            assert!(output.contains(expected), "{expected}: {output}");
        }
    }
}

/// Zsh completes only on a terminal, so the script creates one.
#[test]
fn the_committed_script_completes_in_zsh() {
    if !is_installed("zsh") || !is_installed("timeout") {
        return;
    }
    let script = r#"
zmodload zsh/zpty
zpty shell zsh -f -i
wait_for() { local text=; while zpty -r shell line; do text+=$line; [[ $text == *$1* ]] && return; done }
zpty -w shell 'PS1=; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D'
zpty -w shell 'eval "$(<_courier-auth)"; compdef _courier-auth courier-auth; print REA''DY'
wait_for READY
zpty -w -n shell $'courier-auth insp\t--hel\t\n'
wait_for 'Decode user tokens' && print completed
zpty -d shell
"#;
    let output = shell_output("timeout 20 zsh -f -c", script, None);
    assert!(output.contains("completed"), "{output}");
}

/// Bash itself splits the words of a line, which `COMP_WORDS` in a script does not show, so these lines
/// are typed on a terminal.
#[cfg(target_os = "linux")]
#[test]
fn bash_completes_words_with_colons_and_equals_signs() {
    const ROWS: &[(&str, &str)] = &[
        (
            "issue --scope inbox:re",
            "<issue><--scope><inbox:read:messages>",
        ),
        (
            "issue --scope inb\tw",
            "<issue><--scope><inbox:write:events>",
        ),
        (
            "issue --scope=inbox:w",
            "<issue><--scope=inbox:write:events>",
        ),
        (
            "issue --scope=inb\tr",
            "<issue><--scope=inbox:read:messages>",
        ),
        (
            "issue --scope \"inbox:w",
            "<issue><--scope><inbox:write:events>",
        ),
        (
            "issue --scope='inbox:w",
            "<issue><--scope=inbox:write:events>",
        ),
        ("issue --scope read:p", "<issue><--scope><read:preferences>"),
        (
            "issue --user=a:b --for=pref",
            "<issue><--user=a:b><--for=preferences>",
        ),
        ("inspect --env=te", "<inspect><--env=test>"),
        ("inspect --env te", "<inspect><--env><test>"),
        ("inspect --fail-on=wa", "<inspect><--fail-on=warning>"),
        ("inspect --fail-on wa", "<inspect><--fail-on><warning>"),
        ("explain missing-sc", "<explain><missing-scope>"),
        (
            "issue --output=../completions/courier-auth.b",
            "<issue><--output=../completions/courier-auth.bash>",
        ),
        ("insp", "<inspect>"),
    ];
    if !is_installed("bash") || !is_installed("script") {
        return;
    }
    let binary = binary().get_program().to_owned();
    let folder = Path::new(&binary).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    for script in [
        "courier-auth completions bash",
        "COURIER_AUTH_COMPLETE=bash courier-auth",
    ] {
        let folder = shlex::try_quote(ROOT).unwrap();
        let line = format!("env -C {folder}/completions bash --noprofile --norc -i");
        let variables = [("PATH", &*path), ("INPUTRC", "/dev/null")];
        let mut bash = Terminal::start_program(&line, &variables);
        bash.press(&format!("source <({script}); printf '%s\\n' REA''DY\r"));
        bash.wait_for("READY");
        for (typed, expected) in ROWS {
            // After the completion, the line becomes the arguments of `printf`, at its start.
            bash.press(&format!("courier-auth {typed}\t\u{1}printf '<%s>' \r"));
            bash.wait_for(&format!("<courier-auth>{expected}"));
        }
    }
}

#[test]
fn dynamic_completion_knows_the_configured_profiles() {
    let folder = tempfile::tempdir().unwrap();
    let config = "[profile.staging]\nregion = \"eu\"\n[profile.live]\n";
    std::fs::write(folder.path().join("config.toml"), config).unwrap();
    if is_installed("bash") {
        let script = format!(
            "{BASH}\neval \"$(COURIER_AUTH_COMPLETE=bash courier-auth)\"; function=_courier_auth_whole_words\n\
             complete_line courier-auth issue --profile st\n\
             complete_line courier-auth profile use li\n\
             complete_line courier-auth profile add li\n\
             complete_line courier-auth issue --scope read:p\n\
             complete_line courier-auth issue --for pref"
        );
        let output = shell_output("bash --norc -c", &script, Some(folder.path()));
        let completions: Vec<&str> = output
            .lines()
            .filter(|line| line.starts_with('<'))
            .collect();
        let expected = [
            "<staging>",
            "<live>",
            "<>",
            "<read:preferences>",
            "<preferences>",
        ];
        assert_eq!(completions, expected, "{output}");
    }
    if is_installed("fish") {
        let script = "COURIER_AUTH_COMPLETE=fish courier-auth | source\n\
                      complete -C 'courier-auth profile remove '";
        let output = shell_output("fish --no-config -c", script, Some(folder.path()));
        assert!(
            output.contains("staging") && output.contains("live"),
            "{output}"
        );
    }
    let unknown_shell = Test::new([]).env("COURIER_AUTH_COMPLETE", "tcsh").run();
    unknown_shell.exits_with(2, "", "unknown shell `tcsh`");
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man1");
    let outcome = Test::line("man")
        .args(["--dir", pages.to_str().unwrap()])
        .run();
    outcome.exits_with(0, "", "pages to");
    let main_page = Test::line("man").run();
    main_page.exits_with(0, ".TH courier-auth 1", "");
    assert_eq!(
        std::fs::read_to_string(pages.join("courier-auth.1")).unwrap(),
        main_page.stdout
    );
    let json = Test::line("man --json").run().json();
    assert_eq!(json["schema"], "courier-auth/man/v1");
    assert_eq!(json["page"], main_page.stdout);
    let json = Test::line("man --json")
        .args(["--dir", pages.to_str().unwrap()])
        .run();
    let written = std::fs::read_dir(&pages).unwrap().count();
    assert_eq!(json.json()["pages"], written);
    let inner = Test::line("man sandbox start").run();
    inner.exits_with(
        0,
        ".TH courier-auth-sandbox-start 1\n\\-\\-ready\\-file",
        "",
    );
    Test::line("man sandbox nothing")
        .run()
        .exits_with(2, "", "unknown command `nothing`");
    Test::line("man --dir /dev/null/x")
        .run()
        .exits_with(7, "", "cannot write");
    if is_installed("mandoc") {
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
