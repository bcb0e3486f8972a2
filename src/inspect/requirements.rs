//! Requirements: what a token is inspected for.

use chrono::{DateTime, Utc};

use crate::{
    time::unix_seconds,
    token::{
        Action, ApiKey, ClientKey, CourierEnvironment, Feature, RequiredScope, required_scopes,
        scope::grants,
    },
};

/// The default maximum lifetime of a token: 30 days, in seconds.
pub const MAX_LIFETIME: f64 = 30.0 * 86_400.0;

/// The features that a token must allow, the time, and further conditions.
#[derive(Debug, Clone)]
pub struct Requirements {
    /// The names of the required features, or of one action.
    pub purposes: Vec<&'static str>,
    /// The scopes that these purposes need.
    pub needs: Vec<&'static RequiredScope>,
    /// The time at which the token must be valid.
    pub now: DateTime<Utc>,
    /// The user that the token must be for.
    pub user: Option<String>,
    /// The environment that the token must belong to.
    pub environment: Option<CourierEnvironment>,
    /// The client key that the app uses together with the token.
    pub client_key: Option<ClientKey>,
    /// The API key that must have signed the token.
    pub signing_key: Option<ApiKey>,
    /// The accepted clock difference in seconds, for expired tokens and for tokens that are not
    /// valid yet. Courier's servers accept none.
    pub leeway: f64,
    /// The remaining lifetime that the token must have, in seconds.
    pub valid_for: Option<f64>,
    /// The maximum total lifetime, in seconds.
    pub max_lifetime: f64,
}

impl Requirements {
    /// Returns requirements for features at a time, without further conditions.
    #[must_use]
    pub fn for_features(features: &[&'static Feature], now: DateTime<Utc>) -> Self {
        let names = features.iter().map(|feature| feature.name);
        Self::new(names.collect(), required_scopes(features), now)
    }

    /// Returns requirements for one action at a time, without further conditions.
    #[must_use]
    pub fn for_action(action: &'static Action, now: DateTime<Utc>) -> Self {
        Self::new(vec![action.name], vec![&action.required], now)
    }

    fn new(
        purposes: Vec<&'static str>,
        needs: Vec<&'static RequiredScope>,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            purposes,
            needs,
            now,
            user: None,
            environment: None,
            client_key: None,
            signing_key: None,
            leeway: 0.0,
            valid_for: None,
            max_lifetime: MAX_LIFETIME,
        }
    }

    /// Returns the time in whole seconds since 1970, as `jsonwebtoken` compares it
    /// (<https://github.com/auth0/node-jsonwebtoken/blob/master/verify.js>).
    #[must_use]
    pub fn unix_now(&self) -> f64 {
        unix_seconds(self.now)
    }

    /// Returns true if a scope entry grants one of the needed scopes.
    #[must_use]
    pub fn is_needed(&self, entry: &str) -> bool {
        self.needs.iter().any(|need| grants(entry, need.scope))
    }
}
