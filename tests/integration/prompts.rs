//! Prompts on a terminal.

use std::fs;

use rustix::process::Signal;

use crate::support::{ConfigHome, KEY, Sandbox, Terminal, Test};

/// A session bus at which no keyring can be reached.
const NO_KEYRING: (&str, &str) = ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus");

/// Starts a command line on a terminal with this configuration.
fn start(home: &ConfigHome, line: &str) -> Terminal {
    let config = ("COURIER_AUTH_CONFIG_DIR", home.path().to_str().unwrap());
    Terminal::start(line, &[config, NO_KEYRING])
}

#[test]
fn profile_add_prompts_for_everything_it_needs() {
    let sandbox = Sandbox::start();
    let home = ConfigHome::new();
    let key_file = home.path().join("key");
    fs::write(&key_file, &sandbox.api_key).unwrap();
    let mut terminal = start(&home, &format!("profile add --api-url {}", sandbox.url));
    terminal.wait_for("Profile name");
    terminal.press("my profile\r");
    terminal.wait_for("letters, digits");
    terminal.press("local\r");
    terminal.wait_for("API key source");
    terminal.wait_for("> system keyring");
    terminal.wait_for("  file");
    // The first choice is the keyring, which cannot be reached.
    terminal.press("\r");
    terminal.wait_for("cannot use the system keyring: no keyring service found");
    // The second choice is selected now. Three times down to the last one, the file.
    terminal.wait_for("> command that prints the key");
    terminal.wait_for("  file");
    terminal.press("\x1b[B\x1b[B\x1b[B\r");
    terminal.wait_for("File path");
    terminal.press(&format!("{}\r", key_file.display()));
    terminal.wait_for("Check the key now");
    terminal.press("y\r");
    terminal.wait_for("Make this the default profile?");
    terminal.press("y\r");
    terminal.wait_for("the key works: sandbox_");
    let (code, screen) = terminal.wait();
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
    home.run("issue --user a")
        .exits_with(0, "eyJ", "warning: other users");
}

#[test]
fn profile_replace_offers_to_leave_the_key_where_it_is() {
    let home =
        ConfigHome::with("default_profile = \"local\"\n[profile.local]\nkey = { file = \"/k\" }\n");
    let mut terminal = start(&home, "profile add local --replace --user bob");
    terminal.wait_for("Keep the current key source (file: ");
    terminal.press("y\r");
    terminal.wait_for("Check the key now");
    terminal.press("n\r");
    let (code, screen) = terminal.wait();
    assert_eq!(code, Some(0), "{screen}");
    assert!(home.config().contains("user = \"bob\""));
    assert!(home.config().contains("key = { file = "));
}

#[test]
fn profile_remove_asks_for_confirmation() {
    let config = "[profile.local]\nkey = { file = \"/k\" }\n";
    for (reply, code, remaining) in [("n\r", 1, config), ("\r", 1, config), ("y\r", 0, "")] {
        let home = ConfigHome::with(config);
        let mut terminal = start(&home, "profile remove local");
        terminal.wait_for("Remove profile `local`?");
        terminal.press(reply);
        assert_eq!(terminal.wait().0, Some(code), "{reply}");
        assert_eq!(home.config(), remaining, "{reply}");
    }
}

#[test]
fn a_confirmation_is_a_whole_word_and_enter() {
    let home = ConfigHome::with("[profile.local]\nkey = { file = \"/k\" }\n");
    let mut terminal = start(&home, "profile remove local");
    terminal.wait_for("Remove profile `local`? [y/N]");
    // These end with a `y`, and are not yes.
    for reply in ["not today", "yy"] {
        terminal.press(&format!("{reply}\r"));
        terminal.wait_for("type y or n");
        terminal.wait_for("Remove profile `local`? [y/N]");
    }
    terminal.press("Yes\r");
    let (code, screen) = terminal.wait();
    assert_eq!(code, Some(0), "{screen}");
    assert_eq!(home.config(), "");
}

#[test]
fn a_typed_key_determines_its_environment_and_is_not_shown() {
    let home = ConfigHome::new();
    let mut terminal = start(&home, "profile add x --insecure-storage");
    terminal.wait_for("Courier API key");
    terminal.type_hidden(KEY);
    let (code, screen) = terminal.wait();
    assert_eq!(code, Some(0), "{screen}");
    assert!(!screen.contains("FAKE"), "{screen}");
    assert!(home.config().contains(KEY));
}

/// Asserts that the cursor, if it was hidden, was shown again.
#[track_caller]
fn assert_cursor_is_visible(screen: &str) {
    let (hidden, shown) = (screen.rfind("\x1b[?25l"), screen.rfind("\x1b[?25h"));
    assert!(hidden <= shown, "the cursor stays hidden: {screen:?}");
}

/// Starts a command line and waits for its prompt. A prompt for a key is ready when echo is off.
fn start_and_wait_for(home: &ConfigHome, line: &str, prompt: &str) -> Terminal {
    let mut terminal = start(home, line);
    terminal.wait_for(prompt);
    if prompt.contains("API key") {
        terminal.wait_until_echo_is_off();
    }
    terminal
}

#[test]
fn ctrl_c_at_a_prompt_restores_the_terminal() {
    let home = ConfigHome::new();
    for (line, prompt) in [
        ("profile add x", "Region of the workspace"),
        ("profile add", "Profile name"),
        ("hmac --user a", "Courier API key:"),
    ] {
        let mut terminal = start_and_wait_for(&home, line, prompt);
        terminal.press("\x03");
        let (code, screen) = terminal.wait();
        assert_eq!(code, Some(130), "{line}: {screen}");
        assert_cursor_is_visible(&screen);
        assert!(!home.file().exists());
    }
}

#[test]
fn a_signal_at_a_prompt_restores_the_terminal() {
    let home = ConfigHome::new();
    for (signal, expected_code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        for (line, prompt) in [
            ("profile add x", "Region of the workspace"),
            ("hmac --user a", "Courier API key:"),
        ] {
            let terminal = start_and_wait_for(&home, line, prompt);
            terminal.signal(signal);
            let (code, screen) = terminal.wait();
            assert_eq!(code, Some(expected_code), "{signal:?} {line}: {screen}");
            assert_cursor_is_visible(&screen);
        }
    }
}

#[test]
fn ctrl_c_after_a_prompt_goes_to_the_command() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let temporary = ("TMPDIR", folder.path().to_str().unwrap());
    let url = &sandbox.url;
    let serve = format!("serve --user a --port 0 --api-url {url}");
    let exec = format!(
        "exec --user a --refresh --api-url {url} -- \
         /bin/sh -c 'trap \"exit 9\" INT; echo running; while :; do :; done'"
    );
    for (line, ready, expected_code) in [(&serve, "http://", 0), (&exec, "running", 9)] {
        let mut terminal = Terminal::start(line, &[temporary]);
        terminal.wait_for("Courier API key");
        terminal.type_hidden(&sandbox.api_key);
        terminal.wait_for(ready);
        terminal.press("\x03");
        let (code, screen) = terminal.wait();
        assert_eq!(code, Some(expected_code), "{line}: {screen}");
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}

#[test]
fn an_empty_key_or_end_of_input_ends_the_key_prompt() {
    for keys in ["\r", "\x04"] {
        let mut terminal =
            start_and_wait_for(&ConfigHome::new(), "hmac --user a", "Courier API key:");
        terminal.press(keys);
        let (code, screen) = terminal.wait();
        assert_eq!(code, Some(4), "{screen}");
        assert!(screen.contains("no API key in your input"), "{screen}");
    }
}

#[test]
fn prompts_can_be_turned_off() {
    for (line, variables, expected_code) in [
        ("profile add --no-input", &[][..], 2),
        ("hmac --user a --no-input", &[], 4),
        ("hmac --user a", &[("COURIER_AUTH_NO_INPUT", "1")], 4),
    ] {
        let (code, screen) = Terminal::start(line, variables).wait();
        assert_eq!(code, Some(expected_code), "{line}: {screen}");
    }
}

#[test]
fn nothing_is_prompted_for_without_a_terminal() {
    Test::line("profile add")
        .run()
        .exits_with(2, "", "no profile name given");
}
