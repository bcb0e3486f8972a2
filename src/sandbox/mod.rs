//! A local Courier: token issuing, the send and Messages APIs, the Inbox and its realtime socket.
//!
//! It behaves like Courier, and is as strict, so that what works here works there. It is a test
//! double for one developer or one CI job: in memory, on loopback unless asked otherwise. It never imports `courier`, so
//! that each is tested against the other.
//!
//! Its modules have three layers. Imports go down only, and there are no cycles within a layer:
//! 1. `app` and `background` run the server; `middleware`, `rest`, `graphql`, `socket`, `admin`,
//!    `control_access` and `page` handle requests, with the help of `extract` and `issue`.
//! 2. `shared` owns the state of a sandbox.
//! 3. The others are leaves that know nothing of requests in flight: stored data and its seeds,
//!    authentication, clock, faults, journal, subscriptions, headers, responses, limits.

mod admin;
mod app;
mod auth;
mod background;
mod clock;
mod control_access;
mod drop_log;
mod error;
mod events;
mod extract;
mod faults;
mod graphql;
mod headers;
mod idempotency;
mod issue;
mod issued_tokens;
mod journal;
mod limits;
mod meter;
mod middleware;
mod options;
mod page;
mod query;
mod responses;
mod rest;
mod seed;
mod shared;
mod size;
mod socket;
mod state;
mod subscriptions;
mod time;

pub(crate) use app::Sandbox;
#[cfg(test)]
pub(crate) use auth::verify_request;
pub(crate) use auth::{API_KEY, Domain, Workspace, client_key};
pub(crate) use background::Background;
pub(crate) use error::Error;
pub(crate) use faults::{Fault, route_list as fault_route_list};
pub(crate) use graphql::Api;
#[cfg(test)]
pub(crate) use journal::redact_path;
pub(crate) use limits::MAX_LATENCY;
pub(crate) use options::{Access, Dependencies, LogRequest, Options};
pub(crate) use seed::Seed;
