// An app that draws an Inbox itself, with the hooks of courier-react.

import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';

import { useCourier } from '@trycourier/courier-react';

const { signIn, feeds } = globalThis.settings;

function Message({ message, inbox }) {
  return (
    <li data-read={Boolean(message.read)}>
      <span>{message.title}</span>
      <button onClick={() => inbox.readMessage(message)}>Read</button>
      <button onClick={() => inbox.unreadMessage(message)}>Unread</button>
      <button onClick={() => inbox.clickMessage(message)}>Click</button>
      <button onClick={() => inbox.openMessage(message)}>Open</button>
      <button onClick={() => inbox.archiveMessage(message)}>Archive</button>
      <button onClick={() => inbox.unarchiveMessage(message)}>Unarchive</button>
    </li>
  );
}

function Feed({ id, dataset, inbox }) {
  return (
    <section id={id}>
      <h2>{dataset.unreadCount}</h2>
      <ul>
        {dataset.messages.map((message) => (
          <Message key={message.messageId} message={message} inbox={inbox} />
        ))}
      </ul>
      {dataset.canPaginate && (
        <button onClick={() => inbox.fetchNextPageOfMessages({ datasetId: id })}>More</button>
      )}
    </section>
  );
}

function App() {
  const courier = useCourier();
  const { auth, inbox } = courier;
  globalThis.courier = courier;
  useEffect(() => {
    auth.signIn(signIn);
    inbox.setPaginationLimit(3);
    inbox.registerFeeds(feeds);
    inbox.load().then(() => inbox.listenForUpdates());
  }, []);
  return (
    <>
      <h1>{auth.userId ?? 'Signed out'}</h1>
      <p id="total">{inbox.totalUnreadCount}</p>
      <p id="error">{inbox.error?.message}</p>
      <button onClick={() => inbox.readAllMessages()}>Read all</button>
      <button onClick={() => auth.signOut()}>Sign out</button>
      {Object.entries(inbox.feeds).map(([id, dataset]) => (
        <Feed key={id} id={id} dataset={dataset} inbox={inbox} />
      ))}
    </>
  );
}

createRoot(document.getElementById('app')).render(<App />);
