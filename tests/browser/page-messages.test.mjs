// The sandbox's web page: search, filters and changes of all messages.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openSandboxPage } from './page.mjs';
import { messagesOf, seed, send, until, waitForState } from './support.mjs';

/** Waits until the page shows exactly these titles, from top to bottom. */
function waitForTitles(page, titles) {
  return until(`the titles ${titles}`, async () => {
    const shown = await page.locator('#message-list h3').allTextContents();
    return shown.join() === titles.join();
  });
}

test('messages are found by title, preview, tag, tenant and ID, and filtered', async (t) => {
  const user = 'page-search';
  const messages = [
    { title: 'One', preview: 'It arrives on Tuesday', messageId: 'page-search-id-1' },
    { title: 'Two', tags: ['billing'], read: '2026-01-01T00:00:00Z' },
    { title: 'Three', accountId: 'acme' },
    { title: 'Four', archived: '2026-01-01T00:00:00Z' },
  ];
  await seed({ [user]: { messages } });
  const page = await openSandboxPage(t, `user=${user}`);
  await waitForTitles(page, ['One', 'Two', 'Three']);
  const searches = {
    'TWO': ['Two'],
    'tuesday arrives': ['One'],
    'billing': ['Two'],
    'acme': ['Three'],
    'page-search-id-1': ['One'],
    'Four': [],
  };
  for (const [search, titles] of Object.entries(searches)) {
    await page.locator('#message-search').fill(search);
    await waitForTitles(page, titles);
  }
  await page.locator('#messages-empty').filter({ hasText: 'No matching messages' }).waitFor();
  await page.locator('#message-search').fill('');
  const filters = { unread: ['One', 'Three'], read: ['Two'], archived: ['Four'] };
  for (const [filter, titles] of Object.entries(filters)) {
    await page.locator('#message-filter').selectOption(filter);
    await waitForTitles(page, titles);
  }
  assert.deepEqual(page.errors, []);
});

test('all messages are marked as read, and archived after a second click', async (t) => {
  const user = 'page-bulk';
  const [one, two] = [{ title: 'One' }, { title: 'Two' }];
  await seed({ [user]: { messages: [one, two] } });
  const page = await openSandboxPage(t, `user=${user}`);
  await waitForTitles(page, ['One', 'Two']);

  await page.locator('#mark-all-read').click();
  await page.locator('#messages-result').filter({ hasText: 'Marked 2 messages as read.' }).waitFor();
  await waitForState(user, 'read', ['One', 'Two']);
  await page.locator('#messages-summary').filter({ hasText: '2 messages, 0 unread' }).waitFor();

  await page.locator('#archive-all').click();
  await page.locator('#archive-all').filter({ hasText: 'Click again to confirm' }).waitFor();
  const { One } = await messagesOf(user);
  assert.equal(One.archived, null, 'the first click only asks');
  await page.locator('#archive-all').click();
  await page.locator('#messages-result').filter({ hasText: 'Archived 2 messages.' }).waitFor();
  await waitForState(user, 'archived', ['One', 'Two']);
  await page.locator('#messages-empty').filter({ hasText: 'All messages are archived (2).' }).waitFor();
  assert.deepEqual(page.errors, []);
});

test('of many messages, the first are shown, and all can be found', async (t) => {
  const user = 'page-many';
  const messages = Array.from({ length: 999 }, (_, index) => ({ title: `Message ${index}` }));
  messages.push({ title: 'The oldest' });
  await seed({ [user]: { messages } });
  const page = await openSandboxPage(t, `user=${user}`);
  const items = page.locator('#message-list li');
  const more = page.locator('#messages-more-note');
  await more.filter({ hasText: '800 older messages not shown.' }).waitFor();
  assert.equal(await items.count(), 200);

  await page.locator('#show-more').click();
  await more.filter({ hasText: '600 older messages not shown.' }).waitFor();
  assert.equal(await items.count(), 400);

  await page.locator('#message-search').fill('oldest');
  await waitForTitles(page, ['The oldest']);
  await page.locator('#message-search').fill('');
  await send(user, 'Newest');
  await page.locator('#message-list h3').filter({ hasText: 'Newest' }).waitFor();
  await page.locator('#messages-summary').filter({ hasText: '1,001 messages' }).waitFor();
  assert.deepEqual(page.errors, []);
});
