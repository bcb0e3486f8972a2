//! Attacks that earlier versions withstood, in small: the full variety of kinds, with few repetitions
//! and fixed seeds.

mod clocks;
#[cfg(unix)]
mod files;
mod network;
mod responses;
mod sandbox;
#[cfg(unix)]
mod shell;
mod tokens;
