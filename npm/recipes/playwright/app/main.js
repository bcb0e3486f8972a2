// The app under test: a list of messages. A click marks a message as read.

import { Courier } from '@trycourier/courier-js';

const status = document.querySelector('[role=status]');
const list = document.querySelector('ul');

/** Adds a message to the list. */
function show({ messageId, title, read }) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  button.textContent = title;
  button.disabled = Boolean(read);
  button.addEventListener('click', async () => {
    await Courier.shared.client.inbox.read({ messageId });
    button.disabled = true;
  });
  item.append(button);
  list.append(item);
}

try {
  // Your backend issues the token. In production, `apiUrls` is not set.
  const session = await fetch('/api/courier-session');
  Courier.shared.signIn(await session.json());
  const { data } = await Courier.shared.client.inbox.getMessages();
  data.messages.nodes.forEach(show);
  status.textContent = `${data.messages.nodes.length} messages`;
} catch {
  status.textContent = 'The messages cannot be loaded. Try again later.';
}
