//! The protocol of mobile SDKs and of courier-react up to 7: nothing is answered but errors
//! (<https://github.com/trycourier/courier-react>, `packages/transport/src/ws.ts`).

use serde_json::json;

use super::{Connection, Frame, Guest};
use crate::{inspect::duration::seconds, sandbox::auth::Refusal};

impl Connection {
    /// Takes a frame; whether the connection is still up.
    pub(super) async fn hear_legacy(&mut self, text: &str) -> bool {
        let Ok(Frame { action, data, .. }) = serde_json::from_str(text) else {
            return self.complain("the frame is no JSON object").await;
        };
        let done = match action.as_str() {
            "subscribe" => self.subscribe(data),
            "unsubscribe" => {
                self.unsubscribe(&data);
                Ok(())
            }
            "renewSession" => self.renew(data.auth.as_deref().unwrap_or_default()),
            "keepAlive" => Ok(()),
            _ => Err("there is no such action"),
        };
        match done {
            Ok(()) => true,
            Err(reason) => self.complain(reason).await,
        }
    }

    /// Takes a new token of the same user.
    fn renew(&self, token: &str) -> Result<(), &'static str> {
        let user = match &self.who {
            Guest::User(user) => user,
            Guest::ClientKey => return Err("the session has no token to renew"),
        };
        let now = seconds(self.shared.now());
        let renewed = Guest::of_token(token, Some(user), &self.shared.workspace(), now);
        match renewed {
            Ok(_) => Ok(()),
            Err(Refusal::Because(reason) | Refusal::Rule(reason)) => Err(reason),
        }
    }

    async fn complain(&mut self, message: &str) -> bool {
        self.tell(&json!({ "error": message })).await
    }
}
