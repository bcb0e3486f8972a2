//! A filter of HTTP statuses.

use std::str::FromStr;

/// The statuses to select.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StatusFilter {
    /// One status.
    Status(u16),
    /// The statuses with this first digit.
    Class(u16),
    /// Every status from 400, and no response.
    Failed,
}

impl StatusFilter {
    /// Returns true if the status is selected. `None` is that of a request without a response.
    pub(crate) fn includes(self, status: Option<u16>) -> bool {
        match self {
            Self::Status(wanted) => status == Some(wanted),
            Self::Class(digit) => status.is_some_and(|status| status / 100 == digit),
            Self::Failed => status.is_none_or(|status| status >= 400),
        }
    }
}

impl FromStr for StatusFilter {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let class = text.strip_suffix("xx").or_else(|| text.strip_suffix("XX"));
        let parsed = match (text, class) {
            ("failed", _) => Some(Self::Failed),
            (_, Some(digit)) => digit.parse().ok().map(Self::Class),
            (status, None) => status.parse().ok().map(Self::Status),
        };
        let is_possible = |filter: &Self| match filter {
            Self::Status(status) => (100..600).contains(status),
            Self::Class(digit) => (1..6).contains(digit),
            Self::Failed => true,
        };
        let error = "expected a status such as 401, a class such as 4xx, or `failed`";
        parsed.filter(is_possible).ok_or(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_selected() {
        let includes = |filter: &str, status| {
            let filter: StatusFilter = filter.parse().unwrap();
            filter.includes(status)
        };
        assert!(includes("401", Some(401)) && !includes("401", Some(403)));
        assert!(includes("4xx", Some(429)) && !includes("4xx", Some(500)));
        assert!(includes("failed", None) && includes("failed", Some(503)));
        assert!(!includes("failed", Some(204)) && !includes("2XX", None));
        for wrong in ["", "xx", "9xx", "40", "4000", "ok", "-1"] {
            assert!(wrong.parse::<StatusFilter>().is_err(), "{wrong}");
        }
    }
}
