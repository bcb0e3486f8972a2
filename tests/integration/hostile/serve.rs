//! Requests to `serve` from foreign pages, half-open connections and failing upstreams.
