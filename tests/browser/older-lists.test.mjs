// Views, pages, tenants and tabs of the Inbox of the older stack (react-inbox), in each mode.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openProfile, openTab } from './browser.mjs';
import {
  MODES,
  message,
  openOlderApp,
  serveOlderApp,
  startMode,
  titlesOf,
  waitForTitles,
  waitForUnreadCount,
} from './older.mjs';
import { seed, send, until, waitForSubscriptions } from './support.mjs';

/** An action, without which a click on a message does nothing. */
const LINK = { content: 'Open', href: 'https://example.test/order' };

for (const [name, mode] of Object.entries(MODES)) {
  test(`with ${name}, views filter by tag`, async (t) => {
    const userId = 'older-views';
    const { sandbox, provider } = await startMode(t, mode, userId);
    const messages = [{ title: 'Order', tags: ['orders'] }, { title: 'News', tags: ['news'] }];
    await seed({ [userId]: { messages } }, sandbox);
    const views = [
      { id: 'messages', label: 'All', params: {} },
      { id: 'orders', label: 'Orders', params: { tags: ['orders'] } },
    ];
    const page = await openOlderApp(t, { sandbox, provider, inbox: { views } });
    await waitForTitles(page, ['Order', 'News']);
    await page.getByTestId('header').getByRole('button').first().click();
    await page.getByText('Orders', { exact: true }).click();
    await waitForTitles(page, ['Order']);
    assert.deepEqual(page.errors, []);
  });

  test(`with ${name}, scrolling loads all of 125 messages`, async (t) => {
    const userId = 'older-pages';
    const { sandbox, provider } = await startMode(t, mode, userId);
    const titles = Array.from({ length: 125 }, (_, index) => `Message ${index + 1}.`);
    await seed({ [userId]: { messages: titles.map((title) => ({ title })) } }, sandbox);
    const page = await openOlderApp(t, { sandbox, provider });
    await message(page, 'Message 1.').first().waitFor();
    for (let shown = 0; shown < titles.length; ) {
      shown = await until('another page', async () => {
        await page.getByTestId('inbox-message').last().scrollIntoViewIfNeeded();
        const { length } = await titlesOf(page);
        return length > shown && length;
      });
    }
    assert.deepEqual(await titlesOf(page), titles);
    assert.deepEqual(page.errors, []);
  });

  test(`with ${name}, a tenant has its own messages, and two tabs are in step`, async (t) => {
    const { sandbox, userId, tabs } = await openTabs(t, mode, ['?tab=1', '?tab=2']);
    await tabs[0].getByLabel('message title Acme 1').click();
    await waitForUnreadCount(tabs[1], 1);
    await send(userId, { content: { title: 'Live' }, context: { tenant_id: 'acme' } }, sandbox);
    for (const tab of tabs) {
      await waitForTitles(tab, ['Live', 'Acme 1', 'Acme 2']);
      assert.deepEqual(tab.errors, []);
    }
  });
}

/** Opens the Inbox of a tenant with two of three messages, in a tab for each query. */
async function openTabs(t, mode, queries) {
  const userId = 'older-tabs';
  const { sandbox, provider } = await startMode(t, mode, userId);
  const messages = [
    { title: 'Acme 1', accountId: 'acme', actions: [LINK] },
    { title: 'Acme 2', accountId: 'acme' },
    { title: 'Other', accountId: 'other' },
  ];
  await seed({ [userId]: { messages } }, sandbox);
  const url = await serveOlderApp(t, { sandbox, provider: { ...provider, tenantId: 'acme' } });
  const profile = await openProfile(t);
  const tabs = [];
  for (const query of queries) {
    const tab = await openTab(profile, url + query);
    await waitForTitles(tab, ['Acme 1', 'Acme 2']);
    tabs.push(tab);
  }
  await waitForSubscriptions(sandbox, tabs.length);
  return { sandbox, userId, tabs };
}

// The name of a behavior that `courier-auth explain` describes.
test('tabs-share-source', async (t) => {
  const { sandbox, userId, tabs } = await openTabs(t, MODES['a token'], ['', '']);
  await tabs[0].getByLabel('message title Acme 1').click();
  await waitForUnreadCount(tabs[0], 1);
  await send(userId, { content: { title: 'Live' }, context: { tenant_id: 'acme' } }, sandbox);
  await waitForUnreadCount(tabs[0], 2);
  await waitForUnreadCount(tabs[1], 3);
});
