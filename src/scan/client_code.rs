//! Recognition of code that runs in a browser or in a mobile app.

use super::file_kind::{FileKind, Language};

/// Texts that only code of an app contains, and no server code of the same language.
const BROWSER: &[&str] = &[
    "\"use client\"",
    "'use client'",
    "useEffect(",
    "useState(",
    "react-native",
    "document.getElementById",
    "document.querySelector",
    "createRoot(",
    "localStorage.",
];
const SWIFT: &[&str] = &[
    "import UIKit",
    "import SwiftUI",
    "import Courier_iOS",
    "import UserNotifications",
];
const ANDROID: &[&str] = &["import android.", "import androidx.", "com.courier.android"];
const FLUTTER: &[&str] = &["package:flutter", "package:courier_flutter"];

/// Texts of code that runs on a server, or outside the page that it drives in a test, although the file also
/// contains code of an app.
const SERVER: &[&str] = &[
    "getServerSideProps",
    "getStaticProps",
    "async function loader",
    "export const loader",
    "async function action",
    "createServerFn",
    "\"use server\"",
    "'use server'",
    "@playwright/test",
    "puppeteer",
    ".evaluate(",
    "addInitScript(",
    "cy.visit(",
    "cy.request(",
    "cy.window(",
    "cy.get(",
];

/// Folders and endings of files that run on a server, although a framework of apps is in use.
const SERVER_PATHS: &[&str] = &[
    "/api/",
    "+server.",
    "+page.server.",
    ".server.",
    "/server/",
    "/functions/",
    "/e2e/",
    "/cypress/",
    ".spec.",
    ".test.",
];

/// Returns true if the code of a file certainly runs in a browser or in a mobile app.
pub(super) fn is_client_code(kind: FileKind, path: &str, text: &str) -> bool {
    let contains = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    let path = format!("/{}", path.replace('\\', "/"));
    match kind {
        FileKind::Code(Language::JavaScript) => {
            let is_server =
                SERVER_PATHS.iter().any(|server| path.contains(server)) || contains(SERVER);
            let extension = path.rsplit('.').next().unwrap_or_default();
            let is_component = ["vue", "svelte"].contains(&extension);
            !is_server && (is_component || contains(BROWSER))
        }
        FileKind::Code(Language::Swift) => contains(SWIFT),
        FileKind::Code(Language::Java) => contains(ANDROID),
        FileKind::Code(Language::Dart) => contains(FLUTTER),
        FileKind::Code(Language::Html) => text.contains("<script"),
        _ => false,
    }
}
