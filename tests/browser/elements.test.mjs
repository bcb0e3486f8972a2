// Courier's custom elements in a page without React: courier-ui-inbox, courier-ui-toast and
// courier-ui-preferences.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clickItemButton, item, openApp, waitForTitles } from './modern.mjs';
import {
  control,
  messagesOf,
  seed,
  send,
  startSandbox,
  toolWith,
  until,
  waitForSubscriptions,
} from './support.mjs';

function openElements(test, userId, html, options) {
  return openApp(test, 'elements.js', userId, { html }, options);
}

test('messages appear in the Inbox element and arrive in it, and a click marks one read', async (t) => {
  const userId = 'elements-inbox';
  const sandbox = await startSandbox(t);
  const unread = async () => {
    const listed = await toolWith(sandbox, 'messages', '--user', userId, '--unread', '--json');
    return JSON.parse(listed).messages.map(({ title }) => title).join();
  };
  await seed({ [userId]: { messages: [{ title: 'First' }, { title: 'Second' }] } }, sandbox);
  const page = await openElements(t, userId, '<courier-inbox></courier-inbox>', { sandbox });
  await waitForTitles(page, ['First', 'Second']);

  await waitForSubscriptions(sandbox, 1);
  await send(userId, 'Third', sandbox);
  await waitForTitles(page, ['Third', 'First', 'Second']);
  assert.equal(await unread(), 'Third,First,Second');

  await item(page, 'First').click();
  await until('the click', async () => (await unread()) === 'Third,Second');
  await until('the tracking events', async () => {
    const { First } = await messagesOf(userId, sandbox);
    return First.opened && First.clicked;
  });

  await clickItemButton(page, 'Second', 'read');
  await until('the button', async () => (await unread()) === 'Third');

  // The element follows changes that are made elsewhere.
  await toolWith(sandbox, 'mark-read', '--user', userId, '--all', '--yes');
  await page.locator('courier-inbox-list-item.unread').first().waitFor({ state: 'detached' });
  assert.deepEqual(page.errors, []);
});

test('the popup menu element opens, and a click on a message closes it', async (t) => {
  const userId = 'elements-popup';
  await seed({ [userId]: { messages: [{ title: 'First' }] } });
  const html = '<courier-inbox-popup-menu></courier-inbox-popup-menu>';
  const page = await openElements(t, userId, html);
  await page.locator('#unread-badge').waitFor();

  await page.locator('courier-inbox-menu-button').click();
  await page.locator('.popup.visible').waitFor();
  await item(page, 'First').click();
  await page.locator('.popup').waitFor({ state: 'hidden' });
  await page.locator('#unread-badge').waitFor({ state: 'hidden' });
  await until('the click', async () => (await messagesOf(userId)).First.read);
  assert.deepEqual(page.errors, []);
});

test('the toast element shows a message that arrives, and a click calls its handler', async (t) => {
  const userId = 'elements-toast';
  const sandbox = await startSandbox(t);
  const page = await openElements(t, userId, '<courier-toast></courier-toast>', { sandbox });
  await waitForSubscriptions(sandbox, 1);
  await send(userId, { content: { title: 'Hello', body: 'It arrives on Tuesday' } }, sandbox);

  const toast = page.locator('courier-toast-item');
  await toast.getByText('Hello').waitFor();
  await toast.getByText('It arrives on Tuesday').waitFor();
  await toast.click();
  assert.deepEqual(await page.evaluate(() => globalThis.clicked), ['Hello']);
  await toast.hover();
  await toast.locator('.dismiss').click();
  await toast.waitFor({ state: 'detached' });
  assert.deepEqual(page.errors, []);
});

test('the preferences element lists the topics, and a switch is stored', async (t) => {
  const userId = 'elements-preferences';
  const sandbox = await startSandbox(t);
  const html = '<courier-preferences></courier-preferences>';
  const page = await openElements(t, userId, html, { sandbox });
  const topic = page.locator('courier-preferences-topic').first();
  const topicId = await topic.getAttribute('data-topic-id');
  await topic.getByRole('switch').click();
  await until('the preference', async () => {
    const state = await control('state', undefined, sandbox);
    return JSON.stringify(state.users[userId]?.preferences ?? {}).includes(topicId);
  });
  assert.deepEqual(page.errors, []);
});
