//! Input from hostile peers, files and processes. Bounds are counts and growth rates, never times.

mod files;
mod held;
mod programs;
mod responses;
mod sandbox;
mod secrets;
mod serve;
mod terminal;
