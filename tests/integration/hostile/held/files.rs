//! Output files that are links, pipes, devices or folders.

use std::{fs, os::unix::fs::FileTypeExt as _, process::Command};

use crate::support::{KEY, Test, closed_port_url};

#[test]
fn no_output_option_writes_through_a_link_or_into_a_device() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("kept"), "kept").unwrap();
    std::os::unix::fs::symlink(path("kept"), path("link")).unwrap();
    std::os::unix::fs::symlink(path("nowhere"), path("dangling")).unwrap();
    let mkfifo = Command::new("mkfifo").arg(path("pipe")).status();
    assert!(mkfifo.unwrap().success());
    let own = folder.path().to_str().unwrap().to_owned();
    let targets = [
        path("link"),
        path("dangling"),
        path("pipe"),
        own,
        path("missing/file"),
        "/dev/null".to_owned(),
        "/dev/stdout".to_owned(),
        "/dev/fd/1".to_owned(),
    ];
    // No server runs there: the file is refused before a request.
    let url = closed_port_url();
    for line in [
        "issue --user a --output",
        "issue --user a --user b --output",
        "messages --user a --debug-http",
        "mark-read --user a m1 --failed-to",
    ] {
        for target in &targets {
            let test = Test::line(line).arg(target).key(KEY);
            let outcome = test.env("COURIER_BASE_URL", &url).run();
            outcome.exits_with(7, "", "error: ");
        }
    }
    assert_eq!(fs::read_to_string(path("kept")).unwrap(), "kept");
    assert!(
        fs::symlink_metadata(path("pipe"))
            .unwrap()
            .file_type()
            .is_fifo()
    );
    for link in ["link", "dangling"] {
        assert!(fs::symlink_metadata(path(link)).unwrap().is_symlink());
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
}
