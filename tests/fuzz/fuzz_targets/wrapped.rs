//! A good token with anything around it: nothing of the token is lost, and nothing else becomes
//! part of it unseen.
#![no_main]

use courier_auth::inspect::TokenText;
use libfuzzer_sys::fuzz_target;

/// A header, claims and a signature of nobody.
const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6InVzZXJfaWQ6YSJ9.\
                     AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fuzz_target!(|around: (&str, &str)| {
    let (before, after) = around;
    let text = format!("{before}{TOKEN}{after}");
    let unwrapped = TokenText::new(&text);
    assert!(unwrapped.text.len() <= text.len());
    if unwrapped.text == TOKEN {
        return;
    }
    // What was taken off once is off.
    let again = TokenText::new(&unwrapped.text);
    assert!(again.text.len() <= unwrapped.text.len());
    let is_space = |c: char| c == ' ' || c == '\n';
    if before.chars().all(is_space) && after.chars().all(is_space) {
        assert_eq!(unwrapped.text, TOKEN);
    }
});
