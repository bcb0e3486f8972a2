//! The limit of open files, and the number of connections that it allows.

/// File descriptors that are not for connections: streams, listeners, the runtime, files. At most half of
/// the limit.
const RESERVED_DESCRIPTORS: u64 = 64;

/// `OPEN_MAX` of Darwin, which refuses higher limits and an unlimited one.
#[cfg(unix)]
const DARWIN_MAX: u64 = 10_240;

/// Raises the limit of open files: a thousand connections need more than shells allow by default.
pub(crate) fn raise_descriptor_limit() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        let maximum = limit.maximum.unwrap_or(DARWIN_MAX);
        let raised = Rlimit {
            current: Some(if cfg!(target_vendor = "apple") {
                maximum.min(DARWIN_MAX)
            } else {
                maximum
            }),
            ..limit
        };
        // If this fails, the server still runs, with fewer connections.
        let _ = setrlimit(Resource::Nofile, raised);
    }
}

/// Returns the number of connections that a server may have: `most`, or fewer if the limit of open files
/// is too low. A connection needs `descriptors_each` file descriptors.
pub(crate) fn connection_limit(most: usize, descriptors_each: u64) -> usize {
    #[cfg(unix)]
    let descriptors = {
        use rustix::process::{Resource, getrlimit};
        getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
    };
    #[cfg(not(unix))]
    let descriptors = u64::MAX;
    within(descriptors, most, descriptors_each)
}

fn within(descriptors: u64, most: usize, descriptors_each: u64) -> usize {
    let reserved = RESERVED_DESCRIPTORS.min(descriptors / 2);
    let available = (descriptors - reserved) / descriptors_each;
    usize::try_from(available).unwrap_or(most).clamp(1, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_descriptors_for_other_uses() {
        for (descriptors, most, descriptors_each, expected) in [
            (u64::MAX, 1_024, 2, 1_024),
            (1_024, 1_024, 2, 480),
            (256, 1_024, 2, 96),
            (256, 8_192, 1, 192),
            (64, 1_024, 2, 16),
            (32, 8_192, 1, 16),
            (0, 1_024, 1, 1),
        ] {
            let found = within(descriptors, most, descriptors_each);
            assert_eq!(found, expected, "{descriptors}");
        }
    }
}
