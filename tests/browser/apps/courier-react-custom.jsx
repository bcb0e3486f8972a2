// An app that draws the parts of courier-react's components itself.

import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';

import { CourierInbox, CourierInboxPopupMenu, CourierToast, markAsRead, useCourier } from '@trycourier/courier-react';

function Header({ feeds }) {
  const { title, tabs } = feeds.find((feed) => feed.isSelected);
  const { unreadCount } = tabs.find((tab) => tab.isSelected);
  return <h1>{`${title}: ${unreadCount} to read`}</h1>;
}

function ListItem({ message }) {
  return (
    <button className={message.read ? 'own-item' : 'own-item new'} onClick={() => markAsRead(message)}>
      {message.title}
    </button>
  );
}

function App() {
  const courier = useCourier();
  useEffect(() => {
    courier.shared.signIn(globalThis.settings.signIn);
  }, []);
  return (
    <>
      <CourierInboxPopupMenu
        renderMenuButton={({ totalUnreadCount }) => <b id="own-button">{totalUnreadCount}</b>}
      />
      <CourierInbox
        renderHeader={(props) => <Header {...props} />}
        renderListItem={(props) => <ListItem {...props} />}
        renderEmptyState={() => <p>Nothing to read</p>}
      />
      <CourierToast renderToastItem={({ message }) => <i className="own-toast">{message.title}</i>} />
    </>
  );
}

createRoot(document.getElementById('app')).render(<App />);
