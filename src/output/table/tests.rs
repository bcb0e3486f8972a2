//! Tests of the layout of tables.

use super::*;

/// Returns the lines of a table with a fixed, a cut and a wrapped column.
fn lines(palette: Palette, rows: &[[&str; 3]]) -> Vec<String> {
    let columns = vec![
        Column::new("CODE"),
        Column::cut("NAME"),
        Column::wrapped("MEANING"),
    ];
    let rows = rows.iter().map(|row| row.map(Cell::from).to_vec());
    let rows: Vec<Vec<Cell>> = rows.collect();
    let mut out = Vec::new();
    let written = Table::new(columns).write(&mut out, palette, &rows);
    written.unwrap();
    let text = String::from_utf8(out).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn the_last_columns_shrink_first() {
    let rows = [
        ["1", "short", "a meaning of some words"],
        ["22222", "a long and winding name", "x"],
    ];
    for (width, expected) in [
        (
            60,
            &[
                "CODE   NAME                     MEANING",
                "1      short                    a meaning of some words",
                "22222  a long and winding name  x",
            ][..],
        ),
        (
            52,
            &[
                "CODE   NAME                     MEANING",
                "1      short                    a meaning of some",
                "                                words",
                "22222  a long and winding name  x",
            ],
        ),
        (
            40,
            &[
                "CODE   NAME         MEANING",
                "1      short        a meaning of some",
                "                    words",
                "22222  a long and…  x",
            ],
        ),
        (
            30,
            &[
                "CODE   NAME",
                "    MEANING",
                "1      short",
                "    a meaning of some words",
                "22222  a long and winding name",
                "    x",
            ],
        ),
    ] {
        assert_eq!(lines(Palette::PLAIN.with_width(width), &rows), expected);
    }
    let piped = lines(Palette::PLAIN, &rows);
    assert_eq!(piped.len(), 2);
    assert_eq!(piped[1], "22222  a long and winding name  x");
}

#[test]
fn wide_characters_and_emoji_are_aligned() {
    let rows = [
        ["a", "用户", "x"],
        ["b", "❤️", "x"],
        ["c", "👍🏽🇩🇪", "x"],
        ["d", "", "x"],
    ];
    assert_eq!(
        lines(Palette::PLAIN, &rows),
        ["a  用户  x", "b  ❤️    x", "c  👍🏽🇩🇪  x", "d        x"]
    );
}

#[test]
fn texts_are_cut_between_characters() {
    for (text, width, cut) in [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("用户消息", 5, "用户…"),
        ("用户消息", 4, "用…"),
        ("👍🏽👍🏽👍🏽", 5, "👍🏽👍🏽…"),
        ("❤️❤️❤️", 5, "❤️❤️…"),
        ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ] {
        let shown = truncate(text, width, Palette::PLAIN);
        assert_eq!(shown, cut);
        assert!(shown.width() <= width);
    }
    let ascii = Palette::PLAIN.without_unicode();
    assert_eq!(truncate("longer text", 9, ascii), "longer...");
    // The time is linear in the text, whatever its width.
    let marks = "\u{301}".repeat(1_000_000);
    assert_eq!(truncate(&format!("ab{marks}c"), 2, ascii), "...");
}
