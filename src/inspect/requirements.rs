//! What is asked of a token.

use chrono::{DateTime, Utc};

use crate::time::seconds;
use crate::token::{
    Action, ApiKey, ClientKey, CourierEnvironment, Feature, Need, feature::needs_of, scope::grants,
};

/// How long a token may live before it counts as long-lived: 30 days, in seconds.
pub const MAX_LIFETIME: f64 = 30.0 * 86_400.0;

/// What the token is wanted for, when, and what else must be true of it.
#[derive(Debug, Clone)]
pub struct Requirements {
    /// What it is to do: the names of features, or of one action.
    pub purposes: Vec<&'static str>,
    /// The scopes that takes.
    pub needs: Vec<&'static Need>,
    /// When it is to work.
    pub now: DateTime<Utc>,
    /// Whose it must be.
    pub user: Option<String>,
    /// Which environment it must be of.
    pub environment: Option<CourierEnvironment>,
    /// The client key the app uses beside it.
    pub client_key: Option<ClientKey>,
    /// The key that is to have signed it.
    pub signing_key: Option<ApiKey>,
    /// How late a token may be and still pass, in seconds. Courier itself allows nothing.
    pub leeway: f64,
    /// How long it must live on, in seconds.
    pub valid_for: Option<f64>,
    /// How long it may live in all, in seconds.
    pub max_lifetime: f64,
}

impl Requirements {
    /// Features at a time, and nothing else.
    #[must_use]
    pub fn for_features(features: &[&'static Feature], now: DateTime<Utc>) -> Self {
        let names = features.iter().map(|feature| feature.name);
        Self::new(names.collect(), needs_of(features), now)
    }

    /// One action at a time, and nothing else.
    #[must_use]
    pub fn for_action(action: &'static Action, now: DateTime<Utc>) -> Self {
        Self::new(vec![action.name], vec![&action.need], now)
    }

    fn new(purposes: Vec<&'static str>, needs: Vec<&'static Need>, now: DateTime<Utc>) -> Self {
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

    /// Now in whole seconds since 1970, as `jsonwebtoken` compares it.
    #[must_use]
    pub fn unix_now(&self) -> f64 {
        seconds(self.now)
    }

    /// Whether an entry of a token gives something that is needed.
    #[must_use]
    pub fn is_needed(&self, entry: &str) -> bool {
        self.needs.iter().any(|need| grants(entry, need.scope))
    }
}
