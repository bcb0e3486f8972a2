//! Files that other users of the machine can change: by the permissions or the owner of the file itself,
//! or of a folder on the way to it.
#![cfg_attr(
    not(unix),
    allow(dead_code, reason = "other systems have no permission bits")
)]

use std::path::{Path, PathBuf};

#[cfg(unix)]
use std::{
    collections::VecDeque, ffi::OsString, fs, io, os::unix::fs::MetadataExt as _, path::Component,
};

use crate::text::shell_command;

/// The bits of a mode with which a group, and all users, can write.
const GROUP_WRITE: u32 = 0o020;
const OTHERS_WRITE: u32 = 0o002;

/// The bit of a folder in which users can replace only their own files, such as `/tmp`.
const STICKY: u32 = 0o1000;

/// The system's administrator, who can change every file, and the group of administrators.
const ROOT: u32 = 0;

/// The maximum number of symbolic links on a path, as in Linux.
const MAX_LINKS: usize = 40;

/// The kind of a step on a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StepKind {
    Folder,
    Link,
    File,
}

/// A folder or link on the way to a file, or the file.
#[derive(Debug, Clone)]
struct Step {
    path: PathBuf,
    kind: StepKind,
    /// The permission bits. Those of a link have no effect.
    mode: u32,
    uid: u32,
    gid: u32,
}

/// The user and group IDs of a process.
#[derive(Debug, Clone, Copy)]
struct Identity {
    uid: u32,
    gid: u32,
    /// The owner of the home directory. It is another user in `sudo` that keeps `HOME`.
    home_owner: u32,
}

/// A file or folder by which other users can change a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exposure {
    /// The path whose permissions or owner allow it.
    path: PathBuf,
    cause: Cause,
}

/// The reason why other users can change a file or folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// The file is writable by others.
    FileMode,
    /// The file or folder is writable by the user's own group. On many systems, the user is its only member.
    OwnGroup,
    /// The folder is writable by others.
    FolderMode,
    /// The file or folder belongs to another user.
    Owner,
}

impl Exposure {
    /// Finds the first path by which other users can change a file. Folders above the home directory
    /// are not checked, because users who can change these can replace the whole directory. `None` for
    /// anything but a regular file, and always except on Unix.
    pub(crate) fn of(file: &Path, home: Option<&Path>) -> Option<Self> {
        #[cfg(unix)]
        {
            let is_file = fs::metadata(file).is_ok_and(|metadata| metadata.is_file());
            if super::is_stdin(file) || !is_file {
                return None;
            }
            let mut steps = steps(file).ok()?;
            let home = home.and_then(|home| home.canonicalize().ok());
            let home = home.filter(|home| home.parent().is_some());
            let is_above_home = |step: &Step| {
                let home = home.as_deref();
                home.is_some_and(|home| step.path != home && home.starts_with(&step.path))
            };
            steps.retain(|step| !is_above_home(step));
            let uid = rustix::process::geteuid().as_raw();
            let home = home.and_then(|home| home.metadata().ok());
            let me = Identity {
                uid,
                gid: rustix::process::getegid().as_raw(),
                home_owner: home.map_or(uid, |home| home.uid()),
            };
            judge(&steps, me)
        }
        #[cfg(not(unix))]
        {
            let _ = (file, home);
            None
        }
    }

    /// Returns false if probably no other user is in the group that can change the file.
    pub(crate) fn is_certain(&self) -> bool {
        self.cause != Cause::OwnGroup
    }

    /// Returns true if the file or a folder on the way to it belongs to another user.
    pub(crate) fn is_by_owner(&self) -> bool {
        self.cause == Cause::Owner
    }

    /// Says how other users can change the file, for the end of a message. Empty if the [`fix`](Self::fix)
    /// says it.
    pub(crate) fn reason(&self) -> String {
        let path = self.path.display();
        match self.cause {
            Cause::FileMode | Cause::OwnGroup => String::new(),
            Cause::FolderMode => format!(": they can write to `{path}`"),
            Cause::Owner => format!(": another user owns `{path}`"),
        }
    }

    /// Returns the command that ends the exposure. `None` if the path cannot be written in a shell, or if it
    /// belongs to another user, who may need it.
    pub(crate) fn fix(&self) -> Option<String> {
        let path = self.path.to_str()?;
        match self.cause {
            Cause::FileMode | Cause::OwnGroup | Cause::FolderMode => {
                shell_command(["chmod", "go-w", path])
            }
            Cause::Owner => None,
        }
    }
}

/// Returns the first step that other users can change. They can replace what is in a folder that they
/// can write to, except for files of others in a sticky folder.
fn judge(steps: &[Step], me: Identity) -> Option<Exposure> {
    let cause = |step: &Step| {
        if ![me.uid, me.home_owner, ROOT].contains(&step.uid) {
            return Some(Cause::Owner);
        }
        let is_own_group = step.gid == me.gid;
        let is_private_group = step.gid == ROOT || (is_own_group && me.gid == me.uid);
        let by_group = step.mode & GROUP_WRITE != 0;
        let by_others = step.mode & OTHERS_WRITE != 0;
        match step.kind {
            StepKind::Link => None,
            StepKind::Folder => {
                let is_writable = by_others || (by_group && !is_private_group);
                let cause = if by_others || !is_own_group {
                    Cause::FolderMode
                } else {
                    Cause::OwnGroup
                };
                (is_writable && step.mode & STICKY == 0).then_some(cause)
            }
            StepKind::File if by_others || (by_group && !is_own_group && !is_private_group) => {
                Some(Cause::FileMode)
            }
            StepKind::File => by_group.then_some(Cause::OwnGroup),
        }
    };
    let exposures = steps.iter().filter_map(|step| {
        Some(Exposure {
            path: step.path.clone(),
            cause: cause(step)?,
        })
    });
    // The first one that is certain, or else the first one.
    exposures.min_by_key(|exposure| !exposure.is_certain())
}

/// Returns the folders and links on the way to a file, from the root on, and the file itself.
#[cfg(unix)]
fn steps(file: &Path) -> io::Result<Vec<Step>> {
    let mut steps = Vec::new();
    let mut links = 0;
    let mut at = PathBuf::new();
    let names = |path: &Path| -> Vec<OsString> {
        path.components()
            .map(|component| component.as_os_str().to_owned())
            .collect()
    };
    let mut rest: VecDeque<OsString> = names(&std::path::absolute(file)?).into();
    while let Some(name) = rest.pop_front() {
        if Path::new(&name).components().next() == Some(Component::ParentDir) {
            at.pop();
            continue;
        }
        // An absolute name replaces the path.
        at.push(&name);
        let metadata = fs::symlink_metadata(&at)?;
        let kind = if metadata.is_symlink() {
            StepKind::Link
        } else if metadata.is_dir() {
            StepKind::Folder
        } else {
            StepKind::File
        };
        steps.push(Step {
            path: at.clone(),
            kind,
            mode: metadata.mode(),
            uid: metadata.uid(),
            gid: metadata.gid(),
        });
        if kind == StepKind::Link {
            links += 1;
            if links > MAX_LINKS {
                return Err(io::ErrorKind::InvalidInput.into());
            }
            let target = fs::read_link(&at)?;
            at.pop();
            for name in names(&target).into_iter().rev() {
                rest.push_front(name);
            }
        }
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: Identity = Identity {
        uid: 1000,
        gid: 1000,
        home_owner: 1000,
    };
    const STAFF: Identity = Identity {
        uid: 501,
        gid: 20,
        home_owner: 501,
    };
    const ADMIN: Identity = Identity {
        uid: 0,
        gid: 0,
        home_owner: 0,
    };
    const ROOT_WITH_MY_HOME: Identity = Identity {
        uid: 0,
        gid: 0,
        home_owner: 1000,
    };

    fn step(path: &str, mode: u32, uid: u32, gid: u32) -> Step {
        Step {
            path: path.into(),
            kind: match path {
                "link" => StepKind::Link,
                "c.toml" => StepKind::File,
                _ => StepKind::Folder,
            },
            mode,
            uid,
            gid,
        }
    }

    /// A name, the steps to a file, the user, and what is advised.
    type Row = (&'static str, Vec<Step>, Identity, Option<&'static str>);

    fn rows() -> Vec<Row> {
        let root = step("/", 0o755, 0, 0);
        let file = |mode, uid, gid| step("c.toml", mode, uid, gid);
        let mine = file(0o644, 1000, 1000);
        vec![
            ("private", vec![root.clone(), mine.clone()], ME, None),
            ("root's", vec![root.clone(), file(0o644, 0, 0)], ME, None),
            (
                "other's",
                vec![file(0o600, 1001, 1000)],
                ME,
                Some("another user owns"),
            ),
            (
                "for root",
                vec![file(0o600, 1000, 1000)],
                ADMIN,
                Some("another user owns"),
            ),
            (
                "for root with my home",
                vec![file(0o600, 1000, 1000)],
                ROOT_WITH_MY_HOME,
                None,
            ),
            (
                "by all",
                vec![file(0o622, 1000, 1000)],
                ME,
                Some("chmod go-w c.toml"),
            ),
            (
                "by my group",
                vec![file(0o664, 1000, 1000)],
                ME,
                Some("chmod go-w c.toml"),
            ),
            (
                "by a group",
                vec![file(0o664, 501, 20)],
                STAFF,
                Some("chmod go-w c.toml"),
            ),
            (
                "folder, all",
                vec![step("/d", 0o777, 1000, 1000), mine.clone()],
                ME,
                Some("chmod go-w /d"),
            ),
            (
                "folder, my group",
                vec![step("/d", 0o775, 1000, 1000), mine.clone()],
                ME,
                None,
            ),
            (
                "folder, root's group",
                vec![step("/d", 0o775, 0, 0), mine.clone()],
                ME,
                None,
            ),
            (
                "folder, a group",
                vec![step("/d", 0o775, 501, 20), file(0o600, 501, 20)],
                STAFF,
                Some("chmod go-w /d"),
            ),
            (
                "folder, other's",
                vec![step("/d", 0o755, 1001, 1001), mine.clone()],
                ME,
                Some("another user owns"),
            ),
            (
                "sticky",
                vec![step("/tmp", 0o41777, 0, 0), mine.clone()],
                ME,
                None,
            ),
            (
                "sticky, other's file",
                vec![step("/tmp", 0o41777, 0, 0), file(0o600, 1001, 1001)],
                ME,
                Some("another user owns"),
            ),
            (
                "my link",
                vec![step("link", 0o120_777, 1000, 1000), mine.clone()],
                ME,
                None,
            ),
            (
                "other's link",
                vec![step("link", 0o120_777, 1001, 1001), mine],
                ME,
                Some("another user owns"),
            ),
            ("none", vec![], ME, None),
        ]
    }

    #[test]
    fn the_first_path_that_others_can_change_is_found() {
        for (name, steps, me, fix) in rows() {
            let found = judge(&steps, me);
            let found = found.map(|found| found.fix().unwrap_or_else(|| found.reason()));
            let is_expected = match fix {
                Some(fix) => found.is_some_and(|found| found.contains(fix)),
                None => found.is_none(),
            };
            assert!(is_expected, "{name}");
        }
    }

    #[test]
    fn a_certain_exposure_is_found_before_an_uncertain_one() {
        let file = |mode, uid, gid| step("c.toml", mode, uid, gid);
        let certain = |mode, gid| judge(&[file(mode, 1000, gid)], ME).unwrap().is_certain();
        assert!(certain(0o622, 1000) && certain(0o620, 100) && !certain(0o620, 1000));
        let group_folder = [step("/d", 0o775, 501, 20), file(0o666, 501, 20)];
        let found = judge(&group_folder, STAFF).unwrap();
        assert_eq!(found.fix().as_deref(), Some("chmod go-w c.toml"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_step_by_step() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().canonicalize().unwrap();
        for name in ["real", "other"] {
            fs::create_dir(folder.join(name)).unwrap();
        }
        fs::write(folder.join("real/c.toml"), "").unwrap();
        symlink("../real", folder.join("other/up")).unwrap();
        symlink(folder.join("other/up/c.toml"), folder.join("link")).unwrap();
        let found = steps(&folder.join("link")).unwrap();
        let names: Vec<_> = found
            .iter()
            .filter_map(|step| step.path.strip_prefix(&folder).ok()?.to_str())
            .filter(|name| !name.is_empty())
            .collect();
        let expected = ["link", "other", "other/up", "real", "real/c.toml"];
        assert_eq!(names, expected);
        symlink("loop", folder.join("loop")).unwrap();
        assert!(steps(&folder.join("loop")).is_err());
    }
}
