// An app with components of the older stack: `settings.provider` are the properties of its provider, and
// `settings.views` the components to show.

import { useState } from 'react';
import { createRoot } from 'react-dom/client';

import { useInbox, usePreferences } from '@trycourier/react-hooks';
import { Inbox } from '@trycourier/react-inbox';
import { PreferencesV4 } from '@trycourier/react-preferences';
import { CourierProvider, useCourier } from '@trycourier/react-provider';
import { Toast } from '@trycourier/react-toast';

const { provider, views } = globalThis.settings;

/** The name of the tab, which tells its changes from those of the other tabs of the browser. */
const tab = new URLSearchParams(location.search).get('tab') ?? undefined;

/** The links that were followed, which tests read. */
globalThis.routes = [];

/** The token of each time that the provider has rendered. */
globalThis.tokens = [];

const VIEWS = {
  Inbox: () => <Inbox isOpen {...globalThis.settings.inbox} />,
  Toast: () => <Toast autoClose={false} />,
  Preferences: () => <PreferencesV4 />,
  /** Gives tests what the hooks return. */
  Hooks() {
    const courier = useCourier();
    globalThis.tokens.push(courier.authorization);
    globalThis.hooks = { courier, inbox: useInbox(), preferences: usePreferences() };
    return null;
  },
};

function App() {
  const [changes, setChanges] = useState({});
  globalThis.changeProvider = setChanges;
  if (changes.isSignedOut) {
    return <p>Signed out</p>;
  }
  return (
    <CourierProvider
      {...provider}
      {...changes}
      id={tab}
      onRouteChange={(url) => globalThis.routes.push(url)}
    >
      {views.map((name) => {
        const View = VIEWS[name];
        return <View key={name} />;
      })}
    </CourierProvider>
  );
}

createRoot(document.getElementById('app')).render(<App />);
