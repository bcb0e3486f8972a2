//! A token's life as a line.

use super::{Paint, Palette};

/// How many signs the line has between its ends.
const WIDTH: u8 = 38;

/// What is written behind the mark.
const NOW: &str = " now";

/// A line from `start` to `end` with a mark at `now`, all in seconds since 1970. Time lived is
/// drawn heavy, time after the end dotted. `None` where there is nothing to draw to scale.
pub(super) fn draw(palette: Palette, start: f64, end: f64, now: f64) -> Option<String> {
    let length = end.max(now) - start;
    if !(length.is_finite() && length > 0.0 && end >= start && now >= start) {
        return None;
    }
    // The cells whose middle has been reached.
    let cells = |time: f64| {
        let reached = (time - start) / length * f64::from(WIDTH);
        (0..WIDTH)
            .filter(|cell| f64::from(*cell) + 0.5 <= reached)
            .count()
    };
    let (end, now) = (cells(end), cells(now));
    let lived = palette.sign("━", "=");
    let (first, stop, mark) = (
        palette.sign("├", "|"),
        palette.sign("┤", "|"),
        palette.sign("▲", "^"),
    );
    Some(if now < end {
        let lived = palette.paint(Paint::Good, &lived.repeat(now));
        let left = palette
            .sign("─", "-")
            .repeat(end.saturating_sub(now + NOW.len()));
        format!("{first}{lived}{mark}{NOW}{left}{stop}")
    } else {
        let lived = palette.paint(Paint::Error, &lived.repeat(end));
        let gone = palette.sign("╌", ".").repeat(now - end);
        format!("{first}{lived}{stop}{gone}{mark}{NOW}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_to_scale() {
        let draw = |start, end, now| draw(Palette::PLAIN, start, end, now);
        let rows = [
            (
                0.0,
                100.0,
                50.0,
                "├━━━━━━━━━━━━━━━━━━━▲ now───────────────┤",
            ),
            (
                0.0,
                50.0,
                100.0,
                "├━━━━━━━━━━━━━━━━━━━┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▲ now",
            ),
            (0.0, 100.0, 0.0, "├▲ now──────────────────────────────────┤"),
            (
                0.0,
                100.0,
                99.0,
                "├━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┤▲ now",
            ),
        ];
        for (start, end, now, line) in rows {
            assert_eq!(
                draw(start, end, now).as_deref(),
                Some(line),
                "{start} {end} {now}"
            );
        }
    }

    #[test]
    fn nothing_is_drawn_that_has_no_scale() {
        for (start, end, now) in [
            (0.0, f64::INFINITY, 1.0),
            (0.0, 0.0, 0.0),
            (5.0, 4.0, 6.0),
            (5.0, 9.0, 4.0),
            (f64::NAN, 1.0, 1.0),
        ] {
            assert_eq!(draw(Palette::PLAIN, start, end, now), None);
        }
    }
}
