//! Signatures in the forms that other tools print.
