// The Inbox of courier-react.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  REACT_VERSIONS,
  chooseAction,
  chooseFeed,
  clickItemButton,
  item,
  openViews,
  titlesOf,
  waitForTabCount,
  waitForTitles,
  waitForUnreadCount,
} from './modern.mjs';
import {
  control,
  seed,
  send,
  startSandbox,
  until,
  waitForState,
  waitForSubscriptions,
} from './support.mjs';

function inboxOf(titles) {
  return { messages: titles.map((title) => ({ title })) };
}

for (const react of REACT_VERSIONS) {
  test(`React ${react}: messages are listed, arrive, and are marked`, async (t) => {
    const userId = `react-inbox-${react}`;
    const sandbox = await startSandbox(t);
    await seed({ [userId]: inboxOf(['First', 'Second', 'Last']) }, sandbox);
    const page = await openViews(t, userId, { CourierInbox: {} }, { react, sandbox });
    await waitForTitles(page, ['First', 'Second', 'Last']);
    await waitForUnreadCount(page, '3');
    await waitForState(userId, 'opened', ['First', 'Second', 'Last'], sandbox);

    await waitForSubscriptions(sandbox, 1);
    await send(userId, 'Live', sandbox);
    await waitForTitles(page, ['Live', 'First', 'Second', 'Last']);
    await waitForUnreadCount(page, '4');

    await item(page, 'First').click();
    await waitForUnreadCount(page, '3');
    await waitForState(userId, 'read', ['First'], sandbox);
    await waitForState(userId, 'clicked', ['First'], sandbox);

    await clickItemButton(page, 'First', 'read');
    await waitForUnreadCount(page, '4');
    await waitForState(userId, 'read', [], sandbox);

    await clickItemButton(page, 'Second', 'archive');
    await waitForTitles(page, ['Live', 'First', 'Last']);
    await waitForUnreadCount(page, '3');
    await waitForState(userId, 'archived', ['Second'], sandbox);

    await chooseAction(page, 'Read All');
    await waitForUnreadCount(page, '');
    await waitForState(userId, 'read', ['Live', 'First', 'Last'], sandbox);
    assert.equal(await page.locator('courier-inbox-list-item.unread').count(), 0);
    assert.deepEqual(page.errors, []);
  });

  test(`React ${react}: the archive is a feed, and its messages go back`, async (t) => {
    const userId = `react-archive-${react}`;
    await seed({
      [userId]: {
        messages: [{ title: 'Here' }, { title: 'Gone', archived: '2026-01-01T00:00:00Z' }],
      },
    });
    const page = await openViews(t, userId, { CourierInbox: {} }, { react });
    await waitForTitles(page, ['Here']);
    await chooseFeed(page, 'Archive');
    await waitForTitles(page, ['Gone']);
    await clickItemButton(page, 'Gone', 'archive');
    await page.getByText('No Messages').waitFor();
    await waitForState(userId, 'archived', []);

    await chooseFeed(page, 'Inbox');
    await waitForTitles(page, ['Here', 'Gone']);
    await item(page, 'Here').click();
    await waitForState(userId, 'read', ['Here']);
    await chooseAction(page, 'Archive Read');
    await waitForState(userId, 'archived', ['Here']);
    await waitForTitles(page, ['Gone']);
    await chooseAction(page, 'Archive All');
    await waitForState(userId, 'archived', ['Here', 'Gone']);
    await page.getByText('No Messages').waitFor();
    assert.deepEqual(page.errors, []);
  });

  test(`React ${react}: the popup menu shows unread messages, and a click closes it`, async (t) => {
    const userId = `react-popup-${react}`;
    await seed({ [userId]: inboxOf(['First']) });
    const views = { CourierInboxPopupMenu: { popupWidth: '400px' } };
    const page = await openViews(t, userId, views, { react });
    await page.locator('#unread-badge').waitFor();
    await page.locator('.popup').waitFor({ state: 'hidden' });
    await page.locator('courier-inbox-menu-button').click();
    await page.locator('.popup.visible').waitFor();
    await waitForUnreadCount(page, '1');
    await item(page, 'First').click();
    await page.locator('.popup').waitFor({ state: 'hidden' });
    await page.locator('#unread-badge').waitFor({ state: 'hidden' });
    await waitForState(userId, 'read', ['First']);
    assert.deepEqual(page.errors, []);
  });
}

const FEEDS = [
  {
    feedId: 'work',
    title: 'Work',
    tabs: [
      { datasetId: 'all', title: 'All', filter: {} },
      { datasetId: 'orders', title: 'Orders', filter: { tags: ['orders'] } },
      { datasetId: 'unread', title: 'To read', filter: { status: 'unread' } },
    ],
  },
];

test('tabs filter by tag and by state, and a message that arrives counts in its tabs', async (t) => {
  const userId = 'react-tabs';
  const sandbox = await startSandbox(t);
  const messages = [
    { title: 'Order', tags: ['orders', 'urgent'] },
    { title: 'News', tags: ['news'] },
    { title: 'Old', read: '2026-01-01T00:00:00Z' },
  ];
  await seed({ [userId]: { messages } }, sandbox);
  const page = await openViews(t, userId, { CourierInbox: { feeds: FEEDS } }, { sandbox });
  await waitForTitles(page, ['Order', 'News', 'Old']);
  await waitForTabCount(page, 'all', '2');
  await waitForTabCount(page, 'orders', '1');

  await page.getByText('Orders', { exact: true }).click();
  await waitForTitles(page, ['Order']);
  await waitForSubscriptions(sandbox, 1);
  await send(userId, { content: { title: 'Refund' }, metadata: { tags: ['orders'] } }, sandbox);
  await send(userId, { content: { title: 'Party' }, metadata: { tags: ['news'] } }, sandbox);
  await waitForTabCount(page, 'orders', '2');
  await waitForTabCount(page, 'all', '4');
  await waitForTitles(page, ['Refund', 'Order']);

  await page.getByText('To read', { exact: true }).click();
  await waitForTitles(page, ['Party', 'Refund', 'Order', 'News']);
  await item(page, 'Party').click();
  await waitForTitles(page, ['Refund', 'Order', 'News']);
  await waitForTabCount(page, 'unread', '3');
  await waitForState(userId, 'read', ['Old', 'Party'], sandbox);
  assert.deepEqual(page.errors, []);
});

test('scrolling loads all of 125 messages', async (t) => {
  const userId = 'react-pages';
  const titles = Array.from({ length: 125 }, (_, index) => `Message ${index + 1}.`);
  await seed({ [userId]: inboxOf(titles) });
  const page = await openViews(t, userId, { CourierInbox: { height: '600px' } });
  await waitForUnreadCount(page, '99+');
  const list = page.locator('courier-inbox-list');
  // The component draws a page twice when it arrives, so titles can be repeated.
  const shownTitles = async () => [...new Set(await titlesOf(page))];
  for (let shown = 0; shown < titles.length; ) {
    shown = await until('another page', async () => {
      // The component may be drawing the last page still, and then nothing would scroll.
      await list.evaluate((element) => element.scrollTo({ top: 0 }));
      await list.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
      const { length } = await shownTitles();
      return length > shown && length;
    });
  }
  assert.deepEqual((await shownTitles()).sort(), [...titles].sort());
  await page.locator('courier-inbox-pagination-list-item').waitFor({ state: 'detached' });
  assert.deepEqual(page.errors, []);
});

test('an empty Inbox says so, and shows the first message that arrives', async (t) => {
  const userId = 'react-empty';
  const sandbox = await startSandbox(t);
  const page = await openViews(t, userId, { CourierInbox: {} }, { sandbox });
  await page.getByText('No Messages').waitFor();
  await waitForUnreadCount(page, '');
  await waitForSubscriptions(sandbox, 1);
  await send(userId, 'First', sandbox);
  await waitForTitles(page, ['First']);
  await waitForUnreadCount(page, '1');
  assert.deepEqual(page.errors, []);
});

test('a refused change is undone and shown as an error, and a retry loads the list', async (t) => {
  const userId = 'react-error';
  const sandbox = await startSandbox(t);
  await seed({ [userId]: inboxOf(['First']) }, sandbox);
  const page = await openViews(t, userId, { CourierInbox: {} }, { sandbox });
  await waitForTitles(page, ['First']);
  await waitForState(userId, 'opened', ['First'], sandbox);

  await control('faults', { faults: ['q:500,times=1'] }, sandbox);
  await clickItemButton(page, 'First', 'read');
  const retry = page.locator('courier-info-state courier-button');
  await retry.waitFor();
  await waitForUnreadCount(page, '1');
  await waitForState(userId, 'read', [], sandbox);

  await retry.click();
  await waitForTitles(page, ['First']);
  assert.match(page.errors.join(), /500/);
});
