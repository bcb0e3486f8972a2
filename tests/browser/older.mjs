// Apps with the older stack of Courier's components (react-provider and its companions), in each mode in
// which they authenticate.

import { serveApp, REACT } from './app.mjs';
import { openPage } from './browser.mjs';
import { SHARED_SANDBOX, startSandbox, toolWith, until } from './support.mjs';

/** The modes: the options of the sandbox that they need, and the credentials of a user. */
export const MODES = {
  'a token': {
    options: ['--jwt-required'],
    credentials: async (sandbox, userId) => ({
      authorization: await toolWith(sandbox, 'issue', '--user', userId, '--for', 'sdk'),
    }),
  },
  'the client key': {
    options: [],
    credentials: async (sandbox) => ({ clientKey: sandbox.client_key }),
  },
  'the client key and a signature': {
    options: ['--hmac-required'],
    credentials: async (sandbox, userId) => ({
      clientKey: sandbox.client_key,
      userSignature: await toolWith(sandbox, 'hmac', '--user', userId),
    }),
  },
};

/** Returns the properties of the provider that are the addresses of a sandbox. */
function addressesOf(sandbox = SHARED_SANDBOX) {
  return {
    apiUrl: `${sandbox.url}/client/q`,
    inboxApiUrl: sandbox.inbox_url,
    wsOptions: { url: sandbox.socket_url },
  };
}

/** Serves an app of the older stack. `views` are the components that it shows. */
export function serveOlderApp(test, { sandbox, provider, views = ['Inbox'], inbox = {} }) {
  const settings = { provider: { ...addressesOf(sandbox), ...provider }, views, inbox };
  return serveApp(test, 'react-provider.jsx', settings, { alias: REACT[18] });
}

export async function openOlderApp(test, options) {
  return openPage(test, await serveOlderApp(test, options));
}

export function message(page, title) {
  return page.getByTestId('inbox-message').filter({ hasText: title });
}

/** Returns the titles of the list, from top to bottom. */
export function titlesOf(page) {
  return page.locator('[aria-label^="message title "]').allTextContents();
}

/** Waits until the list has exactly these titles, from top to bottom. */
export async function waitForTitles(page, titles) {
  await until(`the titles ${titles}`, async () => (await titlesOf(page)).join() === titles.join());
}

/** Waits until the header shows this number of unread messages. */
export function waitForUnreadCount(page, count) {
  return page.getByLabel(`unread message count ${count}`).waitFor();
}

/** Starts a sandbox for a mode and returns it with the properties of a user's provider. */
export async function startMode(test, { options, credentials }, userId) {
  const sandbox = await startSandbox(test, options);
  return { sandbox, provider: { userId, ...(await credentials(sandbox, userId)) } };
}

/** Clicks a button of a message, which is shown under the pointer. */
export async function clickButton(page, title, name) {
  await message(page, title).hover();
  await message(page, title).getByRole('button', { name }).click();
}
