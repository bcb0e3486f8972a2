//! The legacy protocol, of mobile SDKs and of courier-react up to 7: the only responses are errors
//! (<https://github.com/trycourier/courier-react>, `packages/transport/src/ws.ts`).

use serde_json::{Value, json};

use super::{
    frame::{Frame, INVALID_FRAME},
    session::Session,
};

/// Handles a frame, and returns an error as the response if it fails.
pub(super) fn handle(text: &str, session: &Session) -> Option<Value> {
    let error = try_handle(text, session).err()?;
    Some(json!({ "error": error }))
}

fn try_handle(text: &str, session: &Session) -> Result<(), String> {
    let Frame { action, data, .. } = Frame::parse(text).ok_or(INVALID_FRAME)?;
    let data = data.unwrap_or_default();
    match action.as_str() {
        "subscribe" => session.subscribe(data),
        "unsubscribe" => {
            session.unsubscribe(&data);
            Ok(())
        }
        "renewSession" => session.renew(data.auth.as_deref().unwrap_or_default()),
        "keepAlive" => Ok(()),
        _ => Err("unknown action".to_owned()),
    }
}
