//! The IDs of all checks of `doctor`, with their titles.

/// A check of `doctor`. The variants are in the order of [`CHECK_IDS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CheckId {
    ProjectFile,
    Profile,
    Token,
    ApiKey,
    RestUrl,
    InboxUrl,
    SocketUrl,
    Files,
    ConfigFile,
    KeyFile,
    TokenFile,
    CaBundle,
    CertificateFile,
    CertificateDirectory,
    ClientKey,
    User,
    RestProxy,
    RestDns,
    RestConnect,
    RestTls,
    InboxProxy,
    InboxDns,
    InboxConnect,
    InboxTls,
    SocketProxy,
    SocketDns,
    SocketConnect,
    SocketTls,
    Clock,
    Speed,
    Issue,
    OtherRegion,
    Inspect,
    Signature,
    Messages,
    Tenants,
    Socket,
    ClientKeyAccess,
    SendAccepted,
    SendInInbox,
    SendOnSocket,
    SendArchived,
}

/// Every check: its ID, which starts with its group, and its title.
pub(crate) const CHECK_IDS: &[(CheckId, &str, &str)] = &[
    (CheckId::ProjectFile, "setup.project-file", "project file"),
    (CheckId::Profile, "setup.profile", "profile"),
    (CheckId::Token, "setup.token", "token"),
    (CheckId::ApiKey, "setup.api-key", "api key"),
    (CheckId::RestUrl, "setup.rest-url", "courier"),
    (CheckId::InboxUrl, "setup.inbox-url", "inbox"),
    (CheckId::SocketUrl, "setup.socket-url", "socket"),
    (CheckId::Files, "setup.files", "files"),
    (CheckId::ConfigFile, "setup.config-file", "config file"),
    (CheckId::KeyFile, "setup.key-file", "key file"),
    (CheckId::TokenFile, "setup.token-file", "token file"),
    (CheckId::CaBundle, "setup.ca-bundle", "certificates"),
    (
        CheckId::CertificateFile,
        "setup.certificate-file",
        "certificates",
    ),
    (
        CheckId::CertificateDirectory,
        "setup.certificate-directory",
        "certificates",
    ),
    (CheckId::ClientKey, "setup.client-key", "client key"),
    (CheckId::User, "setup.user", "user"),
    (CheckId::RestProxy, "network.rest.proxy", "REST proxy"),
    (CheckId::RestDns, "network.rest.dns", "REST DNS"),
    (CheckId::RestConnect, "network.rest.connect", "REST TCP"),
    (CheckId::RestTls, "network.rest.tls", "REST TLS"),
    (CheckId::InboxProxy, "network.inbox.proxy", "Inbox proxy"),
    (CheckId::InboxDns, "network.inbox.dns", "Inbox DNS"),
    (CheckId::InboxConnect, "network.inbox.connect", "Inbox TCP"),
    (CheckId::InboxTls, "network.inbox.tls", "Inbox TLS"),
    (CheckId::SocketProxy, "network.socket.proxy", "socket proxy"),
    (CheckId::SocketDns, "network.socket.dns", "socket DNS"),
    (
        CheckId::SocketConnect,
        "network.socket.connect",
        "socket TCP",
    ),
    (CheckId::SocketTls, "network.socket.tls", "socket TLS"),
    (CheckId::Clock, "network.clock", "clock"),
    (CheckId::Speed, "network.speed", "speed"),
    (CheckId::Issue, "token.issue", "issue"),
    (CheckId::OtherRegion, "token.other-region", "other region"),
    (CheckId::Inspect, "token.inspect", "inspect"),
    (CheckId::Signature, "token.signature", "signature"),
    (CheckId::Messages, "inbox.messages", "messages"),
    (CheckId::Tenants, "inbox.tenants", "tenants"),
    (CheckId::Socket, "inbox.socket", "socket"),
    (CheckId::ClientKeyAccess, "inbox.client-key", "client key"),
    (CheckId::SendAccepted, "send.accepted", "accepted"),
    (CheckId::SendInInbox, "send.in-inbox", "in the Inbox"),
    (CheckId::SendOnSocket, "send.on-socket", "on the socket"),
    (CheckId::SendArchived, "send.archived", "archived"),
];

/// The groups of checks with their titles, in the order of the report.
pub(super) const GROUPS: &[(&str, &str)] = &[
    ("setup", "Configuration"),
    ("network", "Network"),
    ("token", "Token"),
    ("inbox", "Inbox"),
    ("send", "Test message"),
];

impl CheckId {
    /// Returns the ID, for example `setup.api-key`.
    pub(crate) fn id(self) -> &'static str {
        CHECK_IDS[self as usize].1
    }

    /// Returns the title, for example `api key`.
    pub(crate) fn title(self) -> &'static str {
        CHECK_IDS[self as usize].2
    }

    /// Returns the group: the part of the ID before the first dot.
    pub(crate) fn group(self) -> &'static str {
        let id = self.id();
        id.split_once('.').map_or(id, |(group, _)| group)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_check_has_a_unique_id_in_a_known_group() {
        let mut ids = HashSet::new();
        for (index, (check, id, title)) in CHECK_IDS.iter().enumerate() {
            assert_eq!(*check as usize, index, "{id}");
            assert!(ids.insert(id) && !title.is_empty(), "{id}");
            let is_part = |part: &str| {
                let is_kebab = |c: char| c.is_ascii_lowercase() || c == '-';
                !part.is_empty() && part.chars().all(is_kebab)
            };
            assert!(id.split('.').all(is_part), "{id}");
            let mut groups = GROUPS.iter();
            assert!(groups.any(|(group, _)| *group == check.group()), "{id}");
        }
        assert_eq!(CheckId::SendArchived as usize + 1, CHECK_IDS.len());
    }

    #[test]
    fn each_check_is_documented() {
        let document = include_str!("../../../docs/doctor.md");
        for (_, id, _) in CHECK_IDS {
            let documented = match id.split('.').collect::<Vec<_>>()[..] {
                ["network", _, step] => format!("`network.*.{step}`"),
                _ => format!("`{id}`"),
            };
            assert!(document.contains(&documented), "{id}");
        }
    }
}
