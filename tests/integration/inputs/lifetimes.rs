//! Lifetimes in notations that Courier does not read: the advice is as long as what was meant.

use crate::support::{ConfigHome, KEY, Outcome, Test};

fn issue(expires_in: &str) -> Outcome {
    Test::line("issue --user u-17 --dry-run --expires-in")
        .arg(expires_in)
        .key(KEY)
        .run()
}

#[test]
fn another_notation_has_the_same_length_in_the_advice() {
    let rows = [
        ("6 months", "`180 days`"),
        ("3 months", "`90 days`"),
        ("1 month", "`30 days`"),
        ("1.5 months", "`45 days`"),
        ("a quarter", "`90 days`"),
        ("two years", "`730 days`"),
        ("1 fortnight", "`14 days`"),
        ("PT1H", "`1h`"),
        ("P30D", "`30 days`"),
        ("P1W", "`7 days`"),
        ("P1DT12H", "`36h`"),
        ("PT90M", "`90m`"),
        ("1d12h", "`36h`"),
        ("1h30m", "`90m`"),
        ("1 day, 12:00:00", "`36h`"),
        ("one day", "`1 day`"),
        ("two weeks", "`14 days`"),
        ("half an hour", "`30m`"),
        ("an hour", "`1h`"),
        ("1:00:00", "`1h`"),
        ("01:30", "`90m`"),
        ("30.00:00:00", "`30 days`"),
        ("1,5 h", "`90m`"),
        ("1_000", "`1000s`"),
        ("60*60*24", "`86400s`"),
        ("3600", "`3600s`"),
        ("3600000", "`1h` for milliseconds"),
        ("30 dayz", "did you mean `30 days`?"),
        ("-1 day", "expired token\n`1 day`"),
    ];
    for (text, stderr) in rows {
        let pattern = format!("error[expires-in]: \n{stderr}\nerror: nothing was sent");
        issue(text).exits_with(2, "", &pattern);
    }
}

#[test]
fn a_unit_that_is_not_nearly_known_has_no_suggestion() {
    for (text, unit) in [("2 jours", "jours"), ("2 dias", "dias")] {
        let outcome = issue(text);
        let stderr = format!("error[expires-in]: unknown unit `{unit}`\nuse `s`, `m`, `h`");
        outcome.exits_with(2, "", &stderr);
        assert!(!outcome.stderr.contains("did you mean"), "{outcome:#?}");
    }
}

#[test]
fn whitespace_and_quotes_around_a_lifetime_are_named() {
    let rows = [
        ("30 days\r", "there is a carriage return at the end"),
        ("30 days\r\n", "there is a carriage return at the end"),
        ("30 days\n", "there is a line break at the end"),
        ("30 days ", "there is a space at the end"),
        (" 30 days", "there is a space at the start"),
        ("30 days\u{A0}", "there is a no-break space at the end"),
        (
            "30\u{A0}days",
            "there is a no-break space between the number and the unit",
        ),
        ("\u{FEFF}30 days", "there is a byte order mark at the start"),
        ("\"30 days\"", "there are quotes around it"),
        ("30 days,", "there is a comma at the end"),
    ];
    for (text, message) in rows {
        let outcome = issue(text);
        let stderr = format!("error: invalid lifetime: {message}\nhelp: write `30 days`");
        outcome.exits_with(2, "", &stderr);
        assert!(!outcome.stderr.contains("\\u{"), "{outcome:#?}");
    }
    issue("2 days ").exits_with(2, "", "help: write `2 days`");
    issue("6 months\r").exits_with(2, "", "a carriage return\nuse days instead: `180 days`");
}

#[test]
fn an_unset_variable_is_named() {
    let rows = [
        (
            " days",
            "the number is missing, as with a variable that is not set",
        ),
        (
            "",
            "the lifetime is empty, as with a variable that is not set",
        ),
        (
            "undefined days",
            "`undefined` is not a number: a variable is not set",
        ),
        ("NaN days", "`NaN` is not a number: a variable is not set"),
        ("None days", "`None` is not a number: a variable is not set"),
        ("null days", "`null` is not a number: a variable is not set"),
        ("${DAYS} days", "`${DAYS}` was not replaced by a number"),
        (
            "$YOUR_NUMBER days",
            "`$YOUR_NUMBER` was not replaced by a number",
        ),
        (
            "{{ days }} days",
            "`{{ days }}` was not replaced by a number",
        ),
    ];
    for (text, message) in rows {
        let stderr = format!(
            "error: invalid lifetime: {message}\nhelp: set the variable, or write a number, for example `30 days`"
        );
        issue(text).exits_with(2, "", &stderr);
    }
}

#[test]
fn a_lifetime_without_an_end_is_refused_with_the_reason() {
    for text in ["never", "forever", "infinity", "Infinity", "unlimited"] {
        issue(text).exits_with(
            2,
            "",
            "Courier accepts only a lifetime that ends\n`30 days`\nnever expires cannot be revoked",
        );
    }
    issue("0").exits_with(2, "", "shorter than 1 second\nuse at least `1s`");
    issue("2026-12-31").exits_with(2, "", "this is a date, and Courier reads a duration");
    issue("1735689600").exits_with(2, "", "this is a date; write the time from now on");
}

#[test]
fn lifetimes_that_courier_reads_stay_accepted() {
    for text in [
        "30 days", "2 years", "1.5 h", "1   day", ".5d", "90 MIN", "1w", "1y",
    ] {
        let outcome = issue(text);
        assert_eq!(outcome.code, Some(0), "{text}: {outcome:#?}");
    }
}

#[test]
fn every_option_and_file_with_a_lifetime_gives_the_same_advice() {
    let advice = "Courier does not support months\nuse days instead: `180 days`";
    Test::line("exec --user alice --expires-in '6 months' -- true")
        .key(KEY)
        .run()
        .exits_with(125, "", advice);
    Test::line("serve --port 0 --expires-in '6 months'")
        .key(KEY)
        .run()
        .exits_with(2, "", advice);
    let home =
        ConfigHome::with("default_profile = \"x\"\n[profile.x]\nexpires_in = \"6 months\"\n");
    home.line("issue --user alice")
        .run()
        .exits_with(2, "", advice);
    let options = [
        ("inspect x --max-lifetime 'PT1H'", "did you mean `1h`?"),
        (
            "inspect x --valid-for '6 months'",
            "did you mean `180 days`?",
        ),
        (
            "issue --user a --timeout 'half a minute'",
            "did you mean `30s`?",
        ),
    ];
    for (line, stderr) in options {
        Test::line(line).key(KEY).run().exits_with(2, "", stderr);
    }
}
