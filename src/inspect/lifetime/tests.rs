//! Tests of the advice about lifetimes.

use proptest::prelude::*;

use super::*;

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Returns the lifetimes between backticks in the advice that Courier reads.
fn suggested(text: &str) -> Vec<ExpiresIn> {
    let help = parse_lifetime(text).expect_err(text).help;
    let quoted = help.split('`').skip(1).step_by(2);
    quoted
        .map(|text| parse_lifetime(text).expect(text))
        .collect()
}

/// Asserts that the advice on a text is a single lifetime, as long as the intended one.
fn assert_advice(text: &str, milliseconds: u64) {
    let lifetimes = suggested(text);
    #[expect(clippy::cast_precision_loss, reason = "small enough")]
    let expected = milliseconds as f64;
    let lengths: Vec<f64> = lifetimes.iter().map(ExpiresIn::milliseconds).collect();
    assert_eq!(lengths, [expected], "{text}: {:?}", parse_lifetime(text));
}

#[test]
fn advice_is_as_long_as_what_was_meant() {
    let rows = [
        ("6 months", 180 * DAY),
        ("1 month", 30 * DAY),
        ("2mo", 60 * DAY),
        ("1.5 months", 45 * DAY),
        ("0.5 Months", 15 * DAY),
        ("a quarter", 90 * DAY),
        ("2 quarters", 180 * DAY),
        ("1 fortnight", 14 * DAY),
        ("1 decade", 3_650 * DAY),
        ("two years", 730 * DAY),
        ("P2Y", 730 * DAY),
        ("P6M", 180 * DAY),
        ("PT1H", HOUR),
        ("pt6m", 6 * MINUTE),
        ("P30D", 30 * DAY),
        ("P1W", 7 * DAY),
        ("P1DT12H", 36 * HOUR),
        ("PT90M", 90 * MINUTE),
        ("PT0,5H", 30 * MINUTE),
        ("PT1.5S", 1_500),
        ("1d12h", 36 * HOUR),
        ("1h30m", 90 * MINUTE),
        ("1h30", 90 * MINUTE),
        ("1 day, 2 hours", 26 * HOUR),
        ("1 day and 2 hours", 26 * HOUR),
        ("1d + 12h", 36 * HOUR),
        ("one day", DAY),
        ("a day", DAY),
        ("two weeks", 14 * DAY),
        ("Thirty Days", 30 * DAY),
        ("forty-five minutes", 45 * MINUTE),
        ("one hundred days", 100 * DAY),
        ("an hour", HOUR),
        ("half an hour", 30 * MINUTE),
        ("half a day", 12 * HOUR),
        ("a half-hour", 30 * MINUTE),
        ("a quarter of an hour", 15 * MINUTE),
        ("three quarters of an hour", 45 * MINUTE),
        ("an hour and a half", 90 * MINUTE),
        ("one and a half hours", 90 * MINUTE),
        ("a couple of days", 2 * DAY),
        ("in 2 hours", 2 * HOUR),
        ("2 hours from now", 2 * HOUR),
        ("+1d", DAY),
        ("30-day", 30 * DAY),
        ("1:00:00", HOUR),
        ("01:30", 90 * MINUTE),
        ("24:00", DAY),
        ("30.00:00:00", 30 * DAY),
        ("1.12:00:00", 36 * HOUR),
        ("1,5 h", 90 * MINUTE),
        ("1,000 s", 1_000 * SECOND),
        ("86 400 s", DAY),
        ("1_000s", 1_000 * SECOND),
        ("1e3s", 1_000 * SECOND),
        ("60 * 60 s", HOUR),
        ("2 dayz", 2 * DAY),
        ("1 huor", HOUR),
        ("30 dayss", 30 * DAY),
        ("30 days\r", 30 * DAY),
        ("30 days\r\n", 30 * DAY),
        ("\u{FEFF}30 days", 30 * DAY),
        ("30 days\u{A0}", 30 * DAY),
        ("30\u{A0}days", 30 * DAY),
        ("30\u{200B}days", 30 * DAY),
        ("30\tdays", 30 * DAY),
        ("'30 days'", 30 * DAY),
        ("“30 days”", 30 * DAY),
        ("30 days;", 30 * DAY),
        ("\"6 months\" ", 180 * DAY),
        ("-1 day", DAY),
        ("-6 months", 180 * DAY),
        ("3600", HOUR),
        ("86400", DAY),
        ("86,400", DAY),
        ("60 * 60 * 24", DAY),
        ("1_000", 1_000 * SECOND),
        ("900", 15 * MINUTE),
    ];
    for (text, milliseconds) in rows {
        assert_advice(text, milliseconds);
    }
}

#[test]
fn a_number_that_may_be_in_milliseconds_has_two_suggestions() {
    for (text, milliseconds) in [
        ("3600000", 3_600_000.0),
        ("900000", 900_000.0),
        ("86400000", 86_400_000.0),
        ("1000*60*60", 3_600_000.0),
    ] {
        let lengths: Vec<f64> = suggested(text)
            .iter()
            .map(ExpiresIn::milliseconds)
            .collect();
        assert_eq!(lengths, [milliseconds, milliseconds * 1_000.0], "{text}");
    }
}

#[test]
fn ambiguous_and_invalid_lifetimes_are_refused_with_their_position() {
    let long = format!("1{}d", " ".repeat(120));
    let rows = [
        (
            "3600",
            "3600",
            "Courier reads a number without a unit as milliseconds: 3.6 s",
        ),
        ("1 month", "month", "Courier does not support months"),
        ("2mo", "mo", "Courier does not support months"),
        (
            "1 fortnight",
            "fortnight",
            "Courier does not support fortnights",
        ),
        ("2 dayz", "dayz", "unknown unit `dayz`"),
        ("1d12h", "1d12h", "only one number and one unit"),
        ("1 day, 2 apples", ", 2 apples", "one number and one unit"),
        ("P1D", "P1D", "ISO 8601"),
        ("1:30", "1:30", "as on a clock"),
        ("one day", "one day", "only numbers in digits"),
        ("1,5h", "1,5h", "only digits, a decimal point and a unit"),
        ("1_000", "1_000", "the unit is missing"),
        ("1735689600", "1735689600", "as milliseconds: 1735689.6 s"),
        ("2026-01-31", "2026-01-31", "this is a date"),
        ("forever", "forever", "only a lifetime that ends"),
        ("tomorrow", "tomorrow", "starts with a number"),
        ("1y6m", "6m", "one number and one unit"),
        (
            "-1d",
            "-1d",
            "shorter than 1 second: Courier would issue an expired",
        ),
        (
            "0s",
            "0s",
            "shorter than 1 second: the token would expire at once",
        ),
        ("0", "0", "shorter than 1 second"),
        ("P0D", "P0D", "shorter than 1 second"),
        ("500ms", "500ms", "shorter than 1 second"),
        ("1 день", "день", "unknown unit `день`"),
        ("2 jours", "jours", "unknown unit `jours`"),
        ("2 dias", "dias", "unknown unit `dias`"),
        ("2 muns", "muns", "unknown unit `muns`"),
        (&long, &long[100..], "100 characters"),
    ];
    for (text, invalid, message) in rows {
        let error = parse_lifetime(text).unwrap_err();
        assert!(error.message.contains(message), "{text}: {error:?}");
        assert_eq!(&text[error.span.unwrap()], invalid, "{text}");
    }
    for text in ["2 jours", "2 dias", "2 muns"] {
        assert_eq!(suggest_lifetime(text), None, "{text}");
    }
    for text in [
        "1s", "15m", "2 hours", "1 day", ".5d", "1 Y", "2 years", "1.5 h", "1   day",
    ] {
        assert_eq!(parse_lifetime(text).unwrap().as_str(), text);
        assert_eq!(suggest_lifetime(text), None);
    }
}

#[test]
fn what_cannot_be_seen_is_named() {
    let rows = [
        ("30 days\r", "there is a carriage return at the end"),
        ("30 days\n", "there is a line break at the end"),
        (" 30 days", "there is a space at the start"),
        (
            "\t30 days ",
            "there is a tab at the start and a space at the end",
        ),
        ("30 days\u{A0}", "there is a no-break space at the end"),
        (
            "30\u{A0}days",
            "there is a no-break space between the number and the unit",
        ),
        ("\"30 days\"", "there are quotes around it"),
        (
            "6 months\r",
            "there is a carriage return at the end, and Courier does not support months",
        ),
        (
            "",
            "the lifetime is empty, as with a variable that is not set",
        ),
        ("  \r", "the lifetime is empty"),
        (
            " days",
            "the number is missing, as with a variable that is not set",
        ),
        ("hours", "the number is missing"),
        (
            "undefined days",
            "`undefined` is not a number: a variable is not set",
        ),
        ("undefineddays", "`undefined` is not a number"),
        ("NaN days", "`NaN` is not a number"),
        ("None days", "`None` is not a number"),
        ("nulld\r\n", "`null` is not a number"),
        ("${DAYS} days", "`${DAYS}` was not replaced by a number"),
        ("$DAYS days", "`$DAYS` was not replaced by a number"),
        ("%DAYS%d", "`%DAYS%` was not replaced by a number"),
        (
            "{{ days }} days",
            "`{{ days }}` was not replaced by a number",
        ),
        ("#{days} days", "`#{days}` was not replaced"),
        ("\\(days) days", "`\\(days)` was not replaced"),
        ("<nil> days", "`<nil>` was not replaced"),
        ("[object Object] days", "`[object Object]` was not replaced"),
        ("$YOUR_NUMBER days", "`$YOUR_NUMBER` was not replaced"),
        ("YOUR_NUMBER days", "`YOUR_NUMBER` was not replaced"),
        ("N days", "`N` was not replaced"),
    ];
    for (text, message) in rows {
        let error = parse_lifetime(text).unwrap_err();
        assert!(error.message.contains(message), "{text:?}: {error:?}");
        assert_eq!(error.span, None, "{text:?}");
        for lifetime in suggested(text) {
            assert!(lifetime.has_unit(), "{text:?}");
        }
    }
}

proptest! {
    /// The texts are written from the numbers, without the parser.
    #[test]
    fn advice_on_written_durations_keeps_their_length(
        days in 1_u64..400, hours in 1_u64..24, minutes in 1_u64..60, seconds in 1_u64..60,
    ) {
        let all = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
        assert_advice(&format!("P{days}DT{hours}H{minutes}M{seconds}S"), all);
        assert_advice(&format!("{days}d{hours}h{minutes}m{seconds}s"), all);
        assert_advice(&format!("{days} days, {hours:02}:{minutes:02}:{seconds:02}\n"), all);
        assert_advice(&format!("{days}.{hours:02}:{minutes:02}:{seconds:02}"), all);
        assert_advice(&format!("PT{hours}H{seconds}S"), hours * HOUR + seconds * SECOND);
        assert_advice(&format!("P{days}M"), days * 30 * DAY);
        assert_advice(&format!("P{days}Y"), days * 365 * DAY);
        assert_advice(&format!("{days} months"), days * 30 * DAY);
        assert_advice(&format!("{hours} hours and {minutes} minutes"), hours * HOUR + minutes * MINUTE);
        assert_advice(&format!("{hours}:{minutes:02}"), hours * HOUR + minutes * MINUTE);
        assert_advice(&format!("{hours},{minutes} hours"),
            if minutes < 10 { hours * HOUR + minutes * HOUR / 10 } else { hours * HOUR + minutes * HOUR / 100 });
        assert_advice(&format!(" {days} days\r"), days * DAY);
    }

    #[test]
    fn any_text_is_accepted_or_has_advice_that_courier_reads(text in "\\PC{0,30}") {
        if let Err(error) = parse_lifetime(&text) {
            prop_assert!(error.span.is_none_or(|span| text.get(span).is_some()), "{text}");
        }
        if let Some(suggestion) = suggest_lifetime(&text) {
            prop_assert!(parse_lifetime(&suggestion).is_ok(), "{text}: {suggestion}");
        }
    }

    #[test]
    fn texts_like_lifetimes_have_advice_that_courier_reads(
        text in "[-+~ ]?([0-9]{1,4}[,._' ]?[0-9]{0,3}|half|an?|ten|P|PT|1:0)[ *]?(days?|h|m|M|months|D|quarter|hour)?[ ,]?(and )?[0-9a-z:]{0,4}",
    ) {
        if let Some(suggestion) = suggest_lifetime(&text) {
            prop_assert!(parse_lifetime(&suggestion).is_ok(), "{text}: {suggestion}");
        }
    }
}
