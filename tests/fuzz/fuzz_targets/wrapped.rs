//! Extracts a valid token from any text around it: the token stays complete, and removed text does
//! not come back.
#![no_main]

use courier_auth::inspect::TokenText;
use libfuzzer_sys::fuzz_target;

/// A token with an invalid signature.
const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6InVzZXJfaWQ6YSJ9.\
                     AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fuzz_target!(|around: (&str, &str)| {
    let (before, after) = around;
    let text = format!("{before}{TOKEN}{after}");
    let token_text = TokenText::new(&text);
    assert!(token_text.text.len() <= text.len());
    if token_text.text == TOKEN {
        return;
    }
    // A second extraction never adds text.
    let second = TokenText::new(&token_text.text);
    assert!(second.text.len() <= token_text.text.len());
    let is_space = |c: char| c == ' ' || c == '\n';
    if before.chars().all(is_space) && after.chars().all(is_space) {
        assert_eq!(token_text.text, TOKEN);
    }
});
