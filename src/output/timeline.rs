//! A token's lifetime as a line of text, drawn to scale.

use super::{Paint, Palette};

/// The number of cells between the ends of the line.
const WIDTH: u8 = 38;

/// The label after the marker of the current time.
const NOW_LABEL: &str = " now";

/// Draws a line from `start` to `end` with a marker at `now`, all in seconds since 1970. The elapsed
/// part of the lifetime is drawn heavy, the time after it dotted. Returns `None` if the times have no
/// scale: not finite, or in the wrong order.
pub(super) fn draw(palette: Palette, start: f64, end: f64, now: f64) -> Option<String> {
    let length = end.max(now) - start;
    if !(length.is_finite() && length > 0.0 && end >= start && now >= start) {
        return None;
    }
    // Counts the cells whose middle has been reached.
    let cells_until = |time: f64| {
        let position = (time - start) / length * f64::from(WIDTH);
        (0..WIDTH)
            .filter(|cell| f64::from(*cell) + 0.5 <= position)
            .count()
    };
    let (end, now) = (cells_until(end), cells_until(now));
    let elapsed = palette.sign("━", "=");
    let (left_end, right_end, marker) = (
        palette.sign("├", "|"),
        palette.sign("┤", "|"),
        palette.sign("▲", "^"),
    );
    Some(if now < end {
        let elapsed = palette.paint(Paint::Good, &elapsed.repeat(now));
        let remaining = palette
            .sign("─", "-")
            .repeat(end.saturating_sub(now + NOW_LABEL.len()));
        format!("{left_end}{elapsed}{marker}{NOW_LABEL}{remaining}{right_end}")
    } else {
        let elapsed = palette.paint(Paint::Error, &elapsed.repeat(end));
        let overdue = palette.sign("╌", ".").repeat(now - end);
        format!("{left_end}{elapsed}{right_end}{overdue}{marker}{NOW_LABEL}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_is_drawn_to_scale() {
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
    fn times_without_a_scale_are_not_drawn() {
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
