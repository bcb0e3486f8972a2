//! Texts whose presence says something about a whole file.

use std::cell::OnceCell;

/// What a text of the file says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mark {
    /// A package of Courier is in use.
    Package,
    /// The server SDK for JavaScript is in use, in which requests are sent as they are written.
    NodeClient,
    /// A client of Courier is in use that takes a client key.
    AppClient,
    /// Templates may be filled in by a call, and not only by the syntax of the language.
    Templates,
    /// Commands may replace variables in a text.
    ShellReplacement,
    /// A compiler wrote the code. Its mistakes are not where they were made.
    Compiled,
}

/// The number of marks.
const COUNT: usize = 6;

impl Mark {
    /// Returns the texts, of which one is enough.
    fn texts(self) -> &'static [&'static str] {
        match self {
            Self::Package => &[
                "trycourier",
                "CourierClient",
                "courier-go",
                "com.courier",
                "courier.com",
            ],
            Self::NodeClient => &["new Courier(", "new CourierClient("],
            Self::AppClient => &[
                "CourierProvider",
                "@trycourier",
                "courier-js",
                "courier.init(",
            ],
            Self::Templates => &[
                "format",
                "Format",
                ".replace",
                ".Replace",
                "gsub",
                "emplate",
                "render",
                "interpolate",
                "ustache",
            ],
            Self::ShellReplacement => &["envsubst", "eval ", "sed "],
            Self::Compiled => &["exports, \"__esModule\"", "exports,\"__esModule\""],
        }
    }
}

/// The marks of a file that were looked up.
#[derive(Debug, Default)]
pub(super) struct Marks([OnceCell<bool>; COUNT]);

impl Marks {
    /// Returns true if a text has a mark. It is searched once.
    pub(super) fn has(&self, mark: Mark, text: &str) -> bool {
        let is_in_text = || mark.texts().iter().any(|mark| text.contains(mark));
        *self.0[mark as usize].get_or_init(is_in_text)
    }
}
