//! Sums of numbers and units as people write them: `1d12h`, `two weeks`, `an hour and a half`.

pub(super) const SECOND: f64 = 1_000.0;
pub(super) const MINUTE: f64 = 60.0 * SECOND;
pub(super) const HOUR: f64 = 60.0 * MINUTE;
pub(super) const DAY: f64 = 24.0 * HOUR;
pub(super) const WEEK: f64 = 7.0 * DAY;
pub(super) const MONTH: f64 = 30.0 * DAY;
pub(super) const YEAR: f64 = 365.0 * DAY;

/// The names of units, with their milliseconds. People write more units than Courier reads.
const UNITS: &[(&[&str], f64)] = &[
    (
        &[
            "milliseconds",
            "millisecond",
            "millis",
            "msecs",
            "msec",
            "ms",
        ],
        1.0,
    ),
    (&["seconds", "second", "secs", "sec", "s"], SECOND),
    (&["minutes", "minute", "mins", "min", "m"], MINUTE),
    (&["hours", "hour", "hrs", "hr", "h"], HOUR),
    (&["days", "day", "d"], DAY),
    (&["weeks", "week", "wks", "wk", "w"], WEEK),
    (&["fortnights", "fortnight"], 14.0 * DAY),
    (
        &["months", "month", "mths", "mth", "mons", "mon", "mos", "mo"],
        MONTH,
    ),
    (&["quarters", "quarter", "qtrs", "qtr"], 3.0 * MONTH),
    (&["years", "year", "yrs", "yr", "y"], YEAR),
    (&["decades", "decade"], 10.0 * YEAR),
];

/// The shortest name of a unit that is recognized despite a typing error.
const MIN_MISSPELLED: usize = 4;

/// Words before, between and after the terms that do not change their sum.
const FILLERS: &[&str] = &[
    "about", "after", "and", "exactly", "for", "from", "in", "now", "of", "the", "within",
];

const ONES: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: &[&str] = &[
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// A sum of terms, each a number and a unit.
pub(super) struct Terms {
    pub(super) milliseconds: f64,
    /// The number of terms.
    pub(super) count: usize,
    /// True if a number is a word.
    pub(super) has_number_words: bool,
    /// The unit of the last term as it was written, in lower case.
    pub(super) unit: Option<String>,
}

/// A number in digits, or a word in lower case.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(f64),
    Word(String),
}

/// Returns true if a word is the name of a unit.
pub(super) fn is_unit(word: &str) -> bool {
    UNITS.iter().any(|(names, _)| names.contains(&word))
}

/// Returns the number of a text that consists of one number or a product, such as `60 * 60 * 24`.
pub(super) fn bare_number(text: &str) -> Option<f64> {
    match tokens(text)?[..] {
        [Token::Number(number)] => Some(number),
        _ => None,
    }
}

/// Reads a sum of terms. `None` if a part of the text is something else.
pub(super) fn terms(text: &str) -> Option<Terms> {
    let tokens = tokens(text)?;
    let mut rest = skip_fillers(&tokens);
    let mut sum = Terms {
        milliseconds: 0.0,
        count: 0,
        has_number_words: false,
        unit: None,
    };
    let mut last_scale = 0.0;
    while !rest.is_empty() {
        if sum.count > 0 && is_and_a_half(&tokens, rest) {
            sum.milliseconds += last_scale / 2.0;
            sum.count = sum.count.saturating_add(1);
            break;
        }
        let is_word = matches!(rest[0], Token::Word(_));
        let (amount, after) = amount(rest)?;
        let (name, scale, after) = match after.split_first() {
            Some((Token::Word(name), after)) => (Some(name), scale_of(name)?, after),
            // The minutes of `1h30` have no unit.
            None if last_scale == HOUR && amount < 60.0 && !is_word => (None, MINUTE, after),
            _ => return None,
        };
        // In `1y6m`, the second unit is a month, or a minute.
        if last_scale == YEAR && name.is_some_and(|name| name == "m") {
            return None;
        }
        sum.milliseconds += amount * scale;
        sum.count = sum.count.saturating_add(1);
        sum.has_number_words |= is_word;
        sum.unit = name.cloned();
        last_scale = scale;
        rest = skip_fillers(after);
    }
    (sum.count > 0).then_some(sum)
}

/// Returns true if these last tokens are `and a half`. The filler `and` was skipped.
fn is_and_a_half(tokens: &[Token], rest: &[Token]) -> bool {
    let before = tokens.strip_suffix(rest).and_then(<[Token]>::last);
    before == Some(&word("and")) && *rest == [word("a"), word("half")]
}

fn word(text: &str) -> Token {
    Token::Word(text.to_owned())
}

fn skip_fillers(mut tokens: &[Token]) -> &[Token] {
    while let [Token::Word(first), rest @ ..] = tokens
        && FILLERS.contains(&first.as_str())
    {
        tokens = rest;
    }
    tokens
}

/// Returns the milliseconds of a unit, which may be misspelled. `None` if a misspelled name may be
/// that of two units: `muns` are minutes or months.
fn scale_of(name: &str) -> Option<f64> {
    let exact = UNITS.iter().find(|(names, _)| names.contains(&name));
    if let Some((_, scale)) = exact {
        return Some(*scale);
    }
    let is_similar = |names: &[&str]| names.iter().any(|unit| is_misspelling(name, unit));
    let mut similar = UNITS.iter().filter(|(names, _)| is_similar(names));
    let (_, scale) = similar.next()?;
    similar.next().is_none().then_some(*scale)
}

/// Returns true if a word has one typing error and the first letter of the unit. With another first
/// letter, it may be a word of another language: the French `jours` are days, not hours.
fn is_misspelling(word: &str, unit: &str) -> bool {
    unit.len() >= MIN_MISSPELLED
        && word.chars().next() == unit.chars().next()
        && strsim::damerau_levenshtein(word, unit) <= 1
}

/// Reads a number in digits or words, and returns the tokens after it.
fn amount(tokens: &[Token]) -> Option<(f64, &[Token])> {
    let (whole, rest) = match tokens.split_first()? {
        (Token::Number(number), rest) => (*number, rest),
        (Token::Word(_), _) => number_words(tokens)?,
    };
    if let [
        Token::Word(and),
        Token::Word(a),
        Token::Word(half),
        rest @ ..,
    ] = rest
        && (&**and, &**a, &**half) == ("and", "a", "half")
        && !rest.is_empty()
    {
        return Some((whole + 0.5, rest));
    }
    // `half an hour`, `a half hour`, `three quarters of an hour`: a fraction of the unit after it.
    let Some((Token::Word(fraction), after)) = rest.split_first() else {
        return Some((whole, rest));
    };
    let share = match fraction.as_str() {
        "half" => 0.5,
        "quarter" | "quarters" => 0.25,
        _ => return Some((whole, rest)),
    };
    let unit = after
        .iter()
        .position(|token| ![word("of"), word("a"), word("an")].contains(token));
    match unit {
        Some(unit) => Some((whole * share, &after[unit..])),
        // `two quarters` are six months.
        None => Some((whole, rest)),
    }
}

/// Reads a number in words. `half` is a number of its own: nothing comes before it.
fn number_words(tokens: &[Token]) -> Option<(f64, &[Token])> {
    let (Token::Word(first), rest) = tokens.split_first()? else {
        return None;
    };
    let position = |list: &[&str], word: &str| {
        let index = list.iter().position(|name| *name == word)?;
        u8::try_from(index).ok().map(f64::from)
    };
    if ["half", "quarter"].contains(&first.as_str()) {
        return Some((1.0, tokens));
    }
    let (number, rest) = match (first.as_str(), rest) {
        ("a" | "an", [Token::Word(second), rest @ ..]) if second == "couple" => (2.0, rest),
        ("a" | "an", [Token::Word(second), rest @ ..]) if second == "dozen" => (12.0, rest),
        ("a" | "an", rest) => (1.0, rest),
        (first, rest) => match (position(TENS, first), rest) {
            (Some(tens), [Token::Word(second), after @ ..]) => {
                let ones = position(&ONES[..10], second).filter(|ones| *ones > 0.0);
                let rest = if ones.is_some() { after } else { rest };
                (20.0 + 10.0 * tens + ones.unwrap_or(0.0), rest)
            }
            (Some(tens), _) => (20.0 + 10.0 * tens, rest),
            (None, _) => (position(ONES, first)?, rest),
        },
    };
    Some(match rest.split_first() {
        Some((Token::Word(next), rest)) if next == "hundred" => (number * 100.0, rest),
        Some((Token::Word(next), after)) if next == "of" => (number, after),
        _ => (number, rest),
    })
}

/// Splits a text into numbers and words. `None` if it contains anything else.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut found = Vec::new();
    let mut rest = text.trim_start_matches(['~', '≈', '+']);
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() || matches!(first, ',' | '+' | '&') {
            rest = &rest[first.len_utf8()..];
        } else if first.is_alphabetic() {
            let length = rest
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(length);
            found.push(Token::Word(word.to_lowercase()));
            // The hyphen of `half-hour` and `twenty-four`.
            let joined = after
                .strip_prefix('-')
                .filter(|next| next.starts_with(char::is_alphabetic));
            rest = joined.unwrap_or(after);
        } else {
            let (number, after) = product(rest)?;
            found.push(Token::Number(number));
            rest = after
                .strip_prefix('-')
                .filter(|next| next.starts_with(char::is_alphabetic))
                .unwrap_or(after);
        }
    }
    Some(found)
}

/// Reads a number, or numbers with `*` between them.
fn product(text: &str) -> Option<(f64, &str)> {
    let (mut product, mut rest) = number(text)?;
    while let Some(factor) = rest.trim_start().strip_prefix('*') {
        let (next, after) = number(factor.trim_start())?;
        product *= next;
        rest = after;
    }
    Some((product, rest))
}

/// Reads a number with separators between groups of digits, a decimal point or comma, and an
/// exponent.
fn number(text: &str) -> Option<(f64, &str)> {
    let mut digits = String::new();
    let mut rest = take_digits(text, &mut digits);
    while let Some(group) = digit_group(rest, digits.as_str()) {
        rest = take_digits(group, &mut digits);
    }
    let fraction = rest
        .strip_prefix(['.', ','])
        .filter(|next| starts_with_digit(next));
    if let Some(fraction) = fraction {
        digits.push('.');
        rest = take_digits(fraction, &mut digits);
    }
    let exponent = rest
        .strip_prefix(['e', 'E'])
        .filter(|next| starts_with_digit(next));
    if let Some(exponent) = exponent.filter(|_| !digits.is_empty()) {
        digits.push('e');
        rest = take_digits(exponent, &mut digits);
    }
    let number: f64 = digits.parse().ok()?;
    number.is_finite().then_some((number, rest))
}

/// Returns the text from the next group of digits on, after its separator: `_` before any digits,
/// and `,`, `'` or a space before exactly three.
fn digit_group<'t>(text: &'t str, before: &str) -> Option<&'t str> {
    if let Some(group) = text.strip_prefix('_') {
        return starts_with_digit(group).then_some(group);
    }
    let group = text.strip_prefix([',', '\'', ' ', '\u{A0}', '\u{202F}'])?;
    let length = group.bytes().take_while(u8::is_ascii_digit).count();
    (length == 3 && !before.is_empty() && before.trim_start_matches('0') == before).then_some(group)
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Moves the digits at the start of a text to `digits`, and returns the rest.
fn take_digits<'t>(text: &'t str, digits: &mut String) -> &'t str {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (taken, rest) = text.split_at(length);
    digits.push_str(taken);
    rest
}
