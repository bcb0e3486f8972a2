//! The protocol of mobile SDKs and of courier-react up to 7: nothing is answered but errors
//! (<https://github.com/trycourier/courier-react>, `packages/transport/src/ws.ts`).

use serde_json::json;

use super::{Connection, Frame, Guest, NO_FRAME};
use crate::{sandbox::auth::Refusal, time::unix_seconds};

impl Connection {
    /// Takes a frame; whether the connection is still up.
    pub(super) async fn hear_legacy(&mut self, text: &str) -> bool {
        let Some(Frame { action, data, .. }) = Frame::read(text) else {
            return self.complain(NO_FRAME).await;
        };
        let data = data.unwrap_or_default();
        let done = match action.as_str() {
            "subscribe" => self.subscribe(data),
            "unsubscribe" => {
                self.unsubscribe(&data);
                Ok(())
            }
            "renewSession" => self.renew(data.auth.as_deref().unwrap_or_default()),
            "keepAlive" => Ok(()),
            _ => Err("there is no such action".to_owned()),
        };
        match done {
            Ok(()) => true,
            Err(reason) => self.complain(&reason).await,
        }
    }

    /// Takes a new token of the same user.
    fn renew(&self, token: &str) -> Result<(), String> {
        let user = match &self.who {
            Guest::User(user) => user,
            Guest::ClientKey { .. } => return Err("the session has no token to renew".to_owned()),
        };
        let now = unix_seconds(self.shared.now());
        Guest::of_token(token, Some(user), &self.shared.workspace(), now)
            .map(|_| ())
            .map_err(Refusal::in_words)
    }

    async fn complain(&mut self, message: &str) -> bool {
        self.tell(&json!({ "error": message })).await
    }
}
