// An app with components of courier-react: `settings.views` are their names and props.

import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';

import * as components from '@trycourier/courier-react';

const { signIn, views } = globalThis.settings;

/** The calls of handlers, which tests read. */
globalThis.calls = [];

function record(handler, { message, action }) {
  globalThis.calls.push({ handler, title: message.title, action: action?.content });
}

const inboxHandlers = {
  onMessageClick(event) {
    record('onMessageClick', event);
    components.markAsRead(event.message);
  },
  onMessageActionClick: (event) => record('onMessageActionClick', event),
};

const HANDLERS = {
  CourierInbox: inboxHandlers,
  CourierInboxPopupMenu: inboxHandlers,
  CourierToast: {
    onToastItemClick: (event) => record('onToastItemClick', event),
    onToastItemActionClick: (event) => record('onToastItemActionClick', event),
  },
};

function App() {
  const courier = components.useCourier();
  globalThis.courier = courier;
  useEffect(() => {
    if (signIn) {
      courier.shared.signIn(signIn);
    }
  }, []);
  return Object.entries(views).map(([name, props]) => {
    const View = components[name];
    return <View key={name} {...HANDLERS[name]} {...props} />;
  });
}

createRoot(document.getElementById('app')).render(<App />);
