// Sessions of courier-react: sign-out, other users, tenants, tabs, and tokens that expire.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { apiUrlsOf, serveApp } from './app.mjs';
import { openPage, openProfile, openTab } from './browser.mjs';
import {
  chooseAction,
  clickItemButton,
  item,
  openViews,
  signInOf,
  titlesOf,
  waitForAcknowledgments,
  waitForTitles,
  waitForUnreadCount,
} from './modern.mjs';
import {
  control,
  messagesOf,
  seed,
  send,
  startSandbox,
  startTokenEndpoint,
  until,
  waitForSubscriptions,
} from './support.mjs';

const VIEWS = { CourierInbox: {} };

function signIn(page, options) {
  return page.evaluate((wanted) => globalThis.courier.shared.signIn(wanted), options);
}

/** Gets a token as an app does, from the app's page, and signs in with it. */
function signInWithEndpoint(page, endpoint, userId, sandbox) {
  const apiUrls = apiUrlsOf(sandbox);
  return page.evaluate(
    async ([url, options]) => {
      const response = await fetch(url);
      const { token } = await response.json();
      globalThis.courier.shared.signIn({ ...options, jwt: token });
    },
    [`${endpoint}?user=${userId}`, { userId, apiUrls }],
  );
}

test('sign-out closes the socket', async (t) => {
  const userId = 'sign-out';
  const sandbox = await startSandbox(t);
  await seed({ [userId]: { messages: [{ title: 'First' }] } }, sandbox);
  const page = await openViews(t, userId, { ...VIEWS, CourierToast: {} }, { sandbox });
  await waitForTitles(page, ['First']);
  await waitForSubscriptions(sandbox, 1);
  await page.evaluate(() => globalThis.courier.auth.signOut());
  await waitForSubscriptions(sandbox, 0);
  await until('the hook', () => page.evaluate(() => globalThis.courier.auth.userId === undefined));
  // The component keeps the list of the user who has signed out.
  assert.deepEqual(await titlesOf(page), ['First']);
  assert.deepEqual(page.errors, []);
});

test('a second user sees their own messages only, and changes their own only', async (t) => {
  const sandbox = await startSandbox(t);
  await seed({ ana: { messages: [{ title: 'For Ana' }] } }, sandbox);
  await seed({ ben: { messages: [{ title: 'For Ben' }] } }, sandbox);
  const page = await openViews(t, 'ana', VIEWS, { sandbox });
  await waitForTitles(page, ['For Ana']);
  await waitForSubscriptions(sandbox, 1);

  await signIn(page, await signInOf('ben', { sandbox }));
  await waitForTitles(page, ['For Ben']);
  await waitForUnreadCount(page, '1');
  await waitForAcknowledgments(page, 2);
  await waitForSubscriptions(sandbox, 1);
  await send('ana', 'Live for Ana', sandbox);
  await send('ben', 'Live for Ben', sandbox);
  await waitForTitles(page, ['Live for Ben', 'For Ben']);

  await chooseAction(page, 'Read All');
  await until('read', async () => {
    return Object.values(await messagesOf('ben', sandbox)).every((message) => message.read);
  });
  assert.ok(Object.values(await messagesOf('ana', sandbox)).every((message) => !message.read));
  assert.deepEqual(page.errors, []);
});

test('a tenant has its own messages', async (t) => {
  const userId = 'tenant-user';
  const sandbox = await startSandbox(t);
  const messages = [{ title: 'Acme', accountId: 'acme' }, { title: 'Other', accountId: 'other' }];
  await seed({ [userId]: { tenants: ['acme', 'other'], messages } }, sandbox);
  const page = await openViews(t, userId, VIEWS, { sandbox, tenantId: 'acme' });
  await waitForTitles(page, ['Acme']);
  await waitForSubscriptions(sandbox, 1);
  for (const tenant of ['other', 'acme']) {
    const to = { user_id: userId, tenant_id: tenant };
    await send(userId, { to, content: { title: `Live ${tenant}` } }, sandbox);
  }
  await waitForTitles(page, ['Live acme', 'Acme']);
  await waitForUnreadCount(page, '2');

  await signIn(page, await signInOf(userId, { sandbox }));
  await waitForTitles(page, ['Live acme', 'Live other', 'Acme', 'Other']);
  assert.deepEqual(page.errors, []);
});

test('two tabs stay in step', async (t) => {
  const userId = 'two-tabs';
  const sandbox = await startSandbox(t);
  await seed({ [userId]: { messages: [{ title: 'First' }, { title: 'Second' }] } }, sandbox);
  const settings = { signIn: await signInOf(userId, { sandbox }), views: VIEWS };
  const url = await serveApp(t, 'courier-react.jsx', settings);
  const profile = await openProfile(t);
  const [left, right] = [await openTab(profile, url), await openTab(profile, url)];
  await waitForSubscriptions(sandbox, 2);
  await waitForTitles(left, ['First', 'Second']);
  await waitForTitles(right, ['First', 'Second']);

  await left.bringToFront();
  await item(left, 'First').click();
  await waitForUnreadCount(left, '1');
  await waitForUnreadCount(right, '1');
  await right.bringToFront();
  await clickItemButton(right, 'Second', 'archive');
  await waitForTitles(right, ['First']);
  await waitForTitles(left, ['First']);
  await send(userId, 'Live', sandbox);
  for (const tab of [left, right]) {
    await waitForTitles(tab, ['Live', 'First']);
    await waitForUnreadCount(tab, '1');
  }
  await chooseAction(right, 'Read All');
  await waitForUnreadCount(left, '');
  assert.deepEqual([...left.errors, ...right.errors], []);
});

test('an expired token is refused until the app signs in with a new one', async (t) => {
  const userId = 'expiry';
  const sandbox = await startSandbox(t);
  await seed({ [userId]: { messages: [{ title: 'First' }] } }, sandbox);
  const url = await serveApp(t, 'courier-react.jsx', { views: VIEWS });
  const { origin } = new URL(url);
  const serve = ['--allow-origin', origin, '--allow-user', userId, '--expires-in', '5m'];
  const page = await openPage(t, url);
  await signInWithEndpoint(page, await startTokenEndpoint(t, serve, sandbox), userId, sandbox);
  await waitForTitles(page, ['First']);
  await waitForAcknowledgments(page, 1);
  await until('the opening', async () => (await messagesOf(userId, sandbox)).First.opened);

  await control('clock', { advance: '6m' }, sandbox);
  await clickItemButton(page, 'First', 'read');
  const retry = page.locator('courier-info-state courier-button');
  await retry.waitFor();
  assert.equal((await messagesOf(userId, sandbox)).First.read, null);
  await until('the rule in the journal', async () => {
    const { requests } = await control('journal', undefined, sandbox);
    return requests.some(({ status, rule }) => status === 401 && rule === 'CA201');
  });

  // The client has no way to renew a token: the app signs in again. An endpoint keeps tokens by the
  // clock of the machine, so the moved clock needs another one.
  await signInWithEndpoint(page, await startTokenEndpoint(t, serve, sandbox), userId, sandbox);
  await waitForTitles(page, ['First']);
  await waitForAcknowledgments(page, 2);
  await send(userId, 'Live', sandbox);
  await waitForTitles(page, ['Live', 'First']);
  await clickItemButton(page, 'First', 'read');
  await until('read', async () => (await messagesOf(userId, sandbox)).First.read);
  assert.match(page.errors.join(), /401/);
});

test('a first load that is refused leaves the loading state until the next sign-in', async (t) => {
  const userId = 'refused';
  const sandbox = await startSandbox(t);
  await seed({ [userId]: { messages: [{ title: 'First' }] } }, sandbox);
  const page = await openPage(t, await serveApp(t, 'courier-react.jsx', { views: VIEWS }));
  const options = await signInOf(userId, { sandbox });
  await signIn(page, { ...options, jwt: (await signInOf('somebody-else', { sandbox })).jwt });
  await until('the refusal', () => page.errors.some((error) => error.includes('401')));
  await page.locator('courier-inbox-skeleton-list').first().waitFor();
  assert.equal(await page.locator('courier-info-state').count(), 0, 'no error is shown');

  await signIn(page, options);
  await waitForTitles(page, ['First']);
});
