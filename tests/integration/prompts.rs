//! Questions to a person at a terminal.

use std::fs;

use rustix::process::Signal;

use crate::{
    common::{KEY, Sandbox, Test},
    profile::Home,
    terminal::Terminal,
};

#[test]
fn a_person_is_asked_for_what_a_profile_needs() {
    let sandbox = Sandbox::start();
    let home = Home::new();
    let key_file = home.path().join("key");
    fs::write(&key_file, &sandbox.api_key).unwrap();
    let config = ("COURIER_AUTH_CONFIG_DIR", home.path().to_str().unwrap());
    let no_bus = ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus");
    let add = ["profile", "add", "--api-url", &sandbox.url];
    let mut terminal = Terminal::start(&add, &[config, no_bus]);
    terminal.see("Name of the profile");
    terminal.press("my profile\r");
    terminal.see("letters, digits");
    terminal.press("local\r");
    terminal.see("Where the API key is kept");
    terminal.see("in a file");
    // The first is the keyring, of which there is none here.
    terminal.press("\r");
    terminal.see("error: the keyring cannot be used");
    terminal.see("in a file");
    // Four down: the last.
    terminal.press("\x1b[B\x1b[B\x1b[B\x1b[B\r");
    terminal.see("Path of the file");
    terminal.press(&format!("{}\r", key_file.display()));
    terminal.see("Check the key now");
    terminal.press("y");
    terminal.see("Use this profile where nothing names another?");
    terminal.press("y");
    terminal.see("the key is good: sandbox_");
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    assert_eq!(
        home.config(),
        format!(
            "default_profile = \"local\"\n\n[profile.local]\napi_url = \"{}/\"\n\
             key = {{ file = \"{}\" }}\n",
            sandbox.url,
            key_file.display()
        )
    );
    home.run(&["issue", "--user", "a"])
        .is(0, "eyJ", "warning: other users");
    let replace = ["profile", "add", "local", "--replace", "--user", "bob"];
    let mut terminal = Terminal::start(&replace, &[config]);
    terminal.see("Leave the key where it is (file: ");
    terminal.press("y");
    terminal.see("Check the key now");
    terminal.press("n");
    assert_eq!(terminal.end().0, Some(0));
    assert!(home.config().contains("user = \"bob\""));
    assert!(home.config().contains("key = { file = "));
    let mut terminal = Terminal::start(&["profile", "remove", "local"], &[config]);
    terminal.see("Remove profile `local`?");
    terminal.press("n");
    assert_eq!(terminal.end().0, Some(1));
    assert!(home.config().contains("profile.local"));
    let mut terminal = Terminal::start(&["profile", "remove", "local"], &[config]);
    terminal.see("Remove profile `local`?");
    terminal.press("y");
    assert_eq!(terminal.end().0, Some(0));
    assert_eq!(home.config(), "");
}

#[test]
fn the_key_that_is_typed_tells_its_environment_and_is_not_shown() {
    let home = Home::new();
    let config = ("COURIER_AUTH_CONFIG_DIR", home.path().to_str().unwrap());
    let mut terminal = Terminal::start(&["profile", "add", "x", "--insecure-storage"], &[config]);
    terminal.see("Courier API key");
    terminal.type_hidden(KEY);
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    assert!(!screen.contains("FAKE"), "{screen}");
    assert!(home.config().contains(KEY));
}

#[test]
fn ctrl_c_at_a_question_ends_it_and_leaves_the_terminal_as_it_was() {
    let home = Home::new();
    let config = ("COURIER_AUTH_CONFIG_DIR", home.path().to_str().unwrap());
    for (args, question) in [
        (&["profile", "add", "x"][..], "Region of the workspace"),
        (&["profile", "add"], "Name of the profile"),
        (&["hmac", "--user", "a"], "Courier API key:"),
    ] {
        // A shell around it sees what is left of the terminal.
        let mut terminal = Terminal::start(args, &[config]);
        terminal.see(question);
        if args[0] == "hmac" {
            terminal.wait_until_silent();
        }
        terminal.press("\x03");
        let (code, screen) = terminal.end();
        assert_eq!(code, Some(130), "{args:?}: {screen}");
        let (hidden, shown) = (screen.rfind("\x1b[?25l"), screen.rfind("\x1b[?25h"));
        assert!(hidden <= shown, "the cursor stays hidden: {screen:?}");
        assert!(!home.file().exists());
    }
}

#[test]
fn a_signal_at_a_question_ends_it_and_leaves_the_terminal_as_it_was() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        for (args, question) in [
            (&["profile", "add", "x"][..], "Region of the workspace"),
            (&["hmac", "--user", "a"], "Courier API key:"),
        ] {
            let mut terminal = Terminal::start(args, &[]);
            terminal.see(question);
            if args[0] == "hmac" {
                terminal.wait_until_silent();
            }
            terminal.signal(signal);
            let (ended, screen) = terminal.end();
            assert_eq!(ended, Some(code), "{signal:?} {args:?}: {screen}");
            let (hidden, shown) = (screen.rfind("\x1b[?25l"), screen.rfind("\x1b[?25h"));
            assert!(hidden <= shown, "the cursor stays hidden: {screen:?}");
        }
    }
}

#[test]
fn after_a_question_ctrl_c_is_the_commands_again() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let temporary = ("TMPDIR", folder.path().to_str().unwrap());
    let at = ["--api-url", &sandbox.url];
    let serve = ["serve", "--user", "a", "--port", "0"];
    let script = "trap 'exit 9' INT; echo begun; while :; do :; done";
    let exec = ["exec", "--user", "a", "--refresh"];
    let command = ["--", "/bin/sh", "-c", script];
    for (args, ready, code) in [
        ([&serve[..], &at].concat(), "http://", 0),
        ([&exec[..], &at, &command].concat(), "begun", 9),
    ] {
        let mut terminal = Terminal::start(&args, &[temporary]);
        terminal.see("Courier API key");
        terminal.type_hidden(&sandbox.api_key);
        terminal.see(ready);
        terminal.press("\x03");
        let (ended, screen) = terminal.end();
        assert_eq!(ended, Some(code), "{args:?}: {screen}");
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}

#[test]
fn nothing_typed_or_the_end_of_the_input_ends_a_question_for_a_key() {
    for key in ["\r", "\x04"] {
        let mut terminal = Terminal::start(&["hmac", "--user", "a"], &[]);
        terminal.see("Courier API key:");
        terminal.wait_until_silent();
        terminal.press(key);
        let (ended, screen) = terminal.end();
        assert_eq!(ended, Some(4), "{screen}");
        assert!(screen.contains("no API key in what was typed"), "{screen}");
    }
}

#[test]
fn nobody_is_asked_who_does_not_want_to_be() {
    for (args, code) in [
        (&["profile", "add", "--no-input"][..], 2),
        (&["hmac", "--user", "a", "--no-input"], 4),
    ] {
        let (ended, screen) = Terminal::start(args, &[]).end();
        assert_eq!(ended, Some(code), "{screen}");
    }
    let variable = [("COURIER_AUTH_NO_INPUT", "1")];
    let (ended, screen) = Terminal::start(&["hmac", "--user", "a"], &variable).end();
    assert_eq!(ended, Some(4), "{screen}");
    Test::new(["profile", "add"])
        .run()
        .is(2, "", "the profile has no name");
}
