//! Common lifetimes as a number of seconds, which show that a number was read in the wrong unit.

/// Numbers of seconds with the lifetimes that they mean.
///
/// Read as milliseconds, each gives a lifetime that is too short to be meant. Numbers that would give a
/// plausible one, such as `10800` (10 s) or `60000` (1 min), are left out.
const COMMON_SECONDS: &[(u32, &str)] = &[
    (3_600, "1 hour"),
    (7_200, "2 hours"),
    (14_400, "4 hours"),
    (21_600, "6 hours"),
    (28_800, "8 hours"),
    (43_200, "12 hours"),
    (64_800, "18 hours"),
    (86_400, "1 day"),
    (129_600, "36 hours"),
    (172_800, "2 days"),
    (259_200, "3 days"),
    (345_600, "4 days"),
    (432_000, "5 days"),
    (518_400, "6 days"),
    (604_800, "7 days"),
    (1_209_600, "14 days"),
    (1_814_400, "21 days"),
    (2_419_200, "28 days"),
    (2_592_000, "30 days"),
    (2_678_400, "31 days"),
    (5_184_000, "60 days"),
    (7_776_000, "90 days"),
    (15_552_000, "180 days"),
    (31_536_000, "365 days"),
    (31_556_952, "365.2425 days"),
    (31_557_600, "1 year"),
    (31_622_400, "366 days"),
];

/// Returns true if a number is a common lifetime in seconds.
pub(super) fn is_common_in_seconds(number: f64) -> bool {
    let mut numbers = COMMON_SECONDS.iter();
    numbers.any(|(seconds, _)| f64::from(*seconds) == number)
}

/// Returns the number of seconds that was probably requested, with its name, if a lifetime in
/// seconds shows that the number was read as milliseconds.
pub(in crate::inspect) fn milliseconds_mistake(lifetime: f64) -> Option<(u32, &'static str)> {
    let is_mistake = |(seconds, _): &&(u32, &str)| f64::from(seconds / 1_000) == lifetime;
    COMMON_SECONDS.iter().find(is_mistake).copied()
}

/// Returns the number of seconds that was probably requested, with its name, if a lifetime in
/// seconds shows that a number of milliseconds was read as seconds.
pub(in crate::inspect) fn seconds_mistake(lifetime: f64) -> Option<(u32, &'static str)> {
    let is_mistake = |(seconds, _): &&(u32, &str)| f64::from(*seconds) * 1_000.0 == lifetime;
    COMMON_SECONDS.iter().find(is_mistake).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::ExpiresIn;

    #[test]
    fn names_are_as_long_as_their_numbers() {
        for (seconds, name) in COMMON_SECONDS {
            let lifetime: ExpiresIn = name.parse().unwrap();
            assert_eq!(lifetime.expiry(0.0), f64::from(*seconds), "{name}");
        }
    }

    #[test]
    fn lifetimes_read_as_milliseconds_are_recognized() {
        let rows = [
            (3.0, Some(3_600)),
            (7.0, Some(7_200)),
            (86.0, Some(86_400)),
            (604.0, Some(604_800)),
            (2_592.0, Some(2_592_000)),
            (31_536.0, Some(31_536_000)),
            (345.0, Some(345_600)),
        ];
        for (lifetime, requested) in rows {
            assert_eq!(
                milliseconds_mistake(lifetime).map(|(seconds, _)| seconds),
                requested,
                "{lifetime}"
            );
        }
        let intentional = [
            0.0, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0, 300.0,
            600.0, 900.0, 1_800.0, 3_600.0, 7_200.0, 86_400.0, 3.5, -3.0,
        ];
        for lifetime in intentional {
            assert_eq!(milliseconds_mistake(lifetime), None, "{lifetime}");
        }
    }
}
