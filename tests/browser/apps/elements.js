// A page with Courier's custom elements, without React: `settings.html` is its content.

import { Courier, markAsRead } from '@trycourier/courier-ui-inbox';
import '@trycourier/courier-ui-preferences';
import '@trycourier/courier-ui-toast';

const { html, signIn } = globalThis.settings;

/** The titles of the clicked toasts, which tests read. */
globalThis.clicked = [];
globalThis.courier = Courier.shared;

const app = document.getElementById('app');
app.innerHTML = html;
for (const element of app.children) {
  element.onMessageClick?.(({ message }) => markAsRead(message));
  element.onToastItemClick?.(({ message }) => globalThis.clicked.push(message.title));
}
Courier.shared.signIn(signIn);
